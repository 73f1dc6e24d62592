import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { type DeskInbox, type DeskReferral, DeskStep, MOST_AT_DESK } from '../../shared/domain/desk-page.ts';
import { ReferralBody } from '../../shared/domain/referral.ts';
import { parseJsonBytes } from '../exchange/parse-json-bytes.ts';
import { contentSecurityPolicy, pageHeaders } from '../page/content-security-policy.ts';
import type { PageFiles } from '../page/page-files.ts';
import { readBody } from '../server/read-body.ts';
import type { Desk } from './desk.ts';
import type { ReceiverEvent } from './receiver-event.ts';
import type { DeskRecord } from './referral-store.ts';
import { addTakedown, readTakedown } from './takedown-log.ts';

export interface DeskPageParts {
  /** The desk's folder. */
  dir: string;
  name: string;
  desk: Desk;
  files: PageFiles;
  /** Host names and addresses under which the desk is reached. */
  hosts: ReadonlySet<string>;
  nowMs: () => number;
  log: (event: ReceiverEvent) => void;
}

const MAXIMUM_STEP_BYTES = 1024;
/** An officer's clock may be slightly ahead of the desk's. */
const A_MOMENT_MS = 60_000;

/**
 * The page on which officers of the desk read what came and record the steps of the protocol. The caller has let in
 * only connections with an officer's certificate. A browser sends that certificate for every page that asks, so each
 * request is also checked to come from this page.
 */
export class DeskPage {
  readonly #parts: DeskPageParts;

  constructor(parts: DeskPageParts) {
    this.#parts = parts;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#comesFromHere(request)) return end(response, 403);
    const path = request.url ?? '';
    const id = /^\/desk\/referrals\/([0-9a-f-]{36})\/steps$/.exec(path)?.[1];
    if (id !== undefined && request.method === 'POST') return this.#addStep(request, response, id);
    if (request.method !== 'GET') return end(response, 405);
    if (path === '/desk/referrals') return json(response, 200, await this.#inbox(officerOf(request)));
    return this.#file(response, path);
  }

  /** The host must be one of the desk's, and the request neither another site's nor a form's. */
  #comesFromHere({ headers, method }: IncomingMessage): boolean {
    const { host = '', origin } = headers;
    if (!this.#parts.hosts.has(host.replace(/:\d{1,5}$/, ''))) return false;
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
    if (origin !== undefined && origin !== `https://${host}`) return false;
    return method === 'GET' || (origin !== undefined && headers['content-type'] === 'application/json');
  }

  async #inbox(officer: string): Promise<DeskInbox> {
    const { desk, name } = this.#parts;
    const records = desk.records();
    const shown = records.slice(0, MOST_AT_DESK);
    return {
      ...{ name, officer, total: records.length },
      referrals: await Promise.all(shown.map((record) => this.#show(record))),
    };
  }

  async #show({ referral, reference, receivedAt, bodySha256, body }: DeskRecord): Promise<DeskReferral> {
    const { events, damagedLines } = await readTakedown(this.#parts.dir, referral);
    return {
      ...{ reference, receivedAt, bodySha256, damagedLines },
      body: ReferralBody.parse(JSON.parse(body)),
      steps: events,
    };
  }

  async #addStep(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const { desk, dir, nowMs, log } = this.#parts;
    const body = await readBody(request, MAXIMUM_STEP_BYTES);
    const step = DeskStep.safeParse(body === null ? null : parseJsonBytes(body));
    const record = desk.records().find(({ referral }) => referral === id);
    if (record === undefined) return end(response, 404);
    if (!step.success || Date.parse(step.data.at) > nowMs() + A_MOMENT_MS) return end(response, 400);
    await addTakedown(dir, record.referral, step.data);
    log({ type: 'step', referral: id, status: step.data.status, by: officerOf(request) });
    json(response, 201, await this.#show(record));
  }

  #file(response: ServerResponse, path: string): void {
    const nonce = randomBytes(16).toString('base64url');
    const name = path === '/' ? '/desk.html' : path.startsWith('/assets/') ? path : null;
    const file = name === null ? null : this.#parts.files.find(name, nonce);
    if (file === null) {
      end(response, 404);
      return;
    }
    response.writeHead(200, {
      ...pageHeaders,
      'content-type': file.type,
      'content-security-policy': contentSecurityPolicy(nonce),
    });
    response.end(file.body);
  }
}

/** The name in the officer's certificate. */
const officerOf = (request: IncomingMessage): string =>
  /^CN=(.*)$/m.exec((request.socket as TLSSocket).getPeerX509Certificate()?.subject ?? '')?.[1] ?? '';

function json(response: ServerResponse, status: number, value: DeskInbox | DeskReferral): void {
  response.writeHead(status, { ...pageHeaders, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, pageHeaders).end();
}
