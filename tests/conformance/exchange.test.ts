import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { ReferralId } from '../../shared/domain/ids.ts';
import { TakedownEvent } from '../../shared/domain/takedown.ts';
import { canonicalText } from '../../shared/ledger/canonical-json.ts';
import type { Network, NetworkReply, NetworkRequest } from '../../src-main/ports/network.ts';
import { addTakedown } from '../../src-main/receiver/takedown-log.ts';
import { exchangeText } from '../../tools/make-exchange-schema.ts';
import { aDesk } from '../src-main/receiver/a-desk.ts';
import { aCommand } from '../support/a-command.ts';
import { refer, sendAll, sendTo } from '../support/a-referring-vault.ts';
import { aVault } from '../support/a-vault.ts';
import { illegalIn } from '../support/an-assessment.ts';

const STORED = readFileSync(join(import.meta.dirname, '../../docs/exchange.openapi.json'), 'utf8');
interface Content {
  schema: { $ref: string };
}
interface Operation {
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { content: Record<string, Content> }>;
}
const document = JSON.parse(STORED) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { contentSchema?: { $ref: string } }> };
};

/** As somebody has it who knows this file alone. */
const ajv = new Ajv2020({ strict: false, allErrors: true });
// The package is CommonJS, whose types say otherwise.
(formats.default as unknown as (ajv: Ajv2020) => void)(ajv);
// zod's own.
ajv.addFormat('base64', true);
ajv.addSchema(document, 'exchange');

function check(schema: object, value: unknown): string[] {
  const text = JSON.stringify(schema).replaceAll('"#/', '"exchange#/');
  const validate: ValidateFunction = ajv.compile(JSON.parse(text));
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
const named = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const decoded = (part = ''): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
const media = (type = ''): string => type.split(';')[0]!.trim();

function operationOf({ method, url }: Pick<NetworkRequest, 'method' | 'url'>): Operation | undefined {
  const path = new URL(url).pathname.replace(/[0-9a-f-]{36}/, '{referral}');
  return document.paths[path]?.[method.toLowerCase()];
}

/** Everything in which a request does not fit the document. */
function requestProblems(request: NetworkRequest): string[] {
  const operation = operationOf(request);
  if (operation === undefined) return [`no operation for ${request.method} ${request.url}`];
  const { parameters, requestBody } = operation;
  const headers = parameters.filter((parameter) => parameter.in === 'header');
  const [head] = (request.headers['hashline-signature'] ?? '').split('.');
  const content = requestBody?.content[media(request.headers['content-type'])];
  return [
    ...headers.flatMap(({ name, schema }) => check(schema, request.headers[name])),
    ...check(named('HotlineJwsHeader'), decoded(head)),
    ...(request.body === null
      ? []
      : content === undefined
        ? ['a body of a type that is not named']
        : check(content.schema, JSON.parse(Buffer.from(request.body).toString('utf8')))),
  ];
}

/** Everything in which an answer does not fit the document. */
function replyProblems(request: NetworkRequest, { status, headers, body }: NetworkReply): string[] {
  const responses = operationOf(request)?.responses ?? {};
  const response = responses[status] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses.default;
  const schema = response?.content[media(headers['content-type'])]?.schema;
  if (schema === undefined) return [`${status} of a type that is not named`];
  const text = Buffer.from(body).toString('utf8');
  if (media(headers['content-type']) !== 'application/jose') return check(schema, JSON.parse(text));
  const problems = check(schema, text);
  if (problems.length > 0) return problems;
  const [head, payload] = text.split('.');
  const inside = document.components.schemas[schema.$ref.split('/').at(-1)!]?.contentSchema ?? {};
  return [...check(named('DeskJwsHeader'), decoded(head)), ...check(inside, decoded(payload))];
}

describe('docs/exchange.openapi.json', () => {
  test('is what `npm run schema:exchange` makes of the schemas both ends use', () => {
    expect(JSON.parse(STORED)).toEqual(JSON.parse(exchangeText()));
  });

  test('is OpenAPI 3.1, and would not be without what that demands', async () => {
    const valid = async (openapi: Record<string, unknown>): Promise<boolean> =>
      (await new Validator().validate(structuredClone(openapi))).valid;
    const { info: _, ...without } = JSON.parse(STORED);
    expect([await valid(JSON.parse(STORED)), await valid(without)]).toEqual([true, false]);
  });

  test('refers to nothing that is not in it', () => {
    const refs = [...STORED.matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, path]) => path!.split('/'));
    const dead = refs.filter(
      (path) =>
        path.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], document) ===
        undefined,
    );
    expect([refs.length > 10, dead]).toEqual([true, []]);
  });

  test('fits every message of a hotline and a desk: new, repeated, refused, unavailable, amendment, status', async () => {
    const chances: number[] = [];
    await using desk = await aDesk({
      fail: { rate: 0.1, refuseRate: 0.1, dropAfterAcceptRate: 0.1 },
      random: () => chances.shift() ?? 0.9,
    });
    const seen: { request: NetworkRequest; reply: NetworkReply }[] = [];
    const network: Network & { close(): void } = {
      close: () => undefined,
      request: async (request) => {
        const reply = await desk.network.request(request);
        seen.push({ request, reply });
        return reply;
      },
    };
    using vault = await aVault();
    await vault.restart({ network: () => network });
    await sendTo(vault, 'police', desk);

    chances.push(0.9, 0.9, 0);
    const first = await refer(vault, 'first');
    await sendAll(vault);
    chances.push(0, 0.9, 0);
    await refer(vault, 'refused');
    await sendAll(vault);
    const [decision] = (await vault.client.review.case({ id: first.case })).assessments;
    await vault.client.review.correct({
      command: aCommand(),
      case: first.case,
      assessment: decision!.id,
      judgement: illegalIn('BE', { age: 'pubescent' }),
      reason: 'seen again',
    });
    await sendAll(vault);
    const event = TakedownEvent.parse({ status: 'moved', at: '2026-01-01T00:00:00.000Z', country: 'NL' });
    await addTakedown(desk.dir, ReferralId.parse(first.referrals[0]!.id), event);
    await vault.client.referral.refreshTakedowns();

    const was = seen.map(({ request, reply }) => {
      const body = request.body === null ? null : JSON.parse(Buffer.from(request.body).toString('utf8'));
      return `${body?.kind ?? 'status'} ${reply.status} ${media(reply.headers['content-type'])}`;
    });
    expect([...new Set(was)].sort()).toEqual([
      'amendment 201 application/jose',
      'new 200 application/jose',
      'new 422 application/jose',
      'new 503 application/json',
      'status 200 application/jose',
    ]);
    const problems = seen.flatMap(({ request, reply }) => [
      ...requestProblems(request),
      ...replyProblems(request, reply),
    ]);
    expect(problems).toEqual([]);

    // The same messages with one thing wrong each.
    const { request, reply } = seen.find(({ request: { method } }) => method === 'POST')!;
    const body = JSON.parse(Buffer.from(request.body!).toString('utf8'));
    const wrong = { ...body, kind: 'newest' };
    const receipt = seen.find(({ reply: { status } }) => status === 200)!;
    const [head = '', , signature = ''] = Buffer.from(receipt.reply.body).toString('utf8').split('.');
    const empty = Buffer.from(canonicalText({ format: 'hashline-receipt/1' })).toString('base64url');
    expect([
      requestProblems({ ...request, body: Buffer.from(JSON.stringify(wrong)) }).length > 0,
      requestProblems({ ...request, headers: { ...request.headers, 'idempotency-key': 'A' } }).length > 0,
      requestProblems({ ...request, url: `${request.url}/elsewhere` }).length > 0,
      replyProblems(request, { ...reply, status: 201, body: Buffer.from('a receipt') }).length > 0,
      replyProblems(receipt.request, {
        ...receipt.reply,
        body: Buffer.from(`${head}.${empty}.${signature}`),
      }).length > 0,
    ]).toEqual([true, true, true, true, true]);
  });
});
