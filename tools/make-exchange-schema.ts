/**
 * Writes the exchange between a hotline and a desk as OpenAPI 3.1, with the JSON Schemas of every message, from the zod
 * schemas both ends use: `npm run schema:exchange`. A test compares the stored file with this.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Digest, Receipt, ReferralBody, Refusal, TakedownReport } from '../shared/domain/referral.ts';
import { DeskJwsHeader } from '../src-main/engine/referral/channels/https-json/receipt.ts';
import { HotlineJwsHeader } from '../src-main/exchange/hotline-signature.ts';
import {
  DeskError,
  DeskErrorCode,
  IDEMPOTENCY_KEY_HEADER,
  MAXIMUM_REFERRAL_BYTES,
  RECEIPT_JWS_TYPE,
  REFERRAL_JWS_TYPE,
  REFERRAL_MEDIA_TYPE,
  REFUSAL_JWS_TYPE,
  SIGNATURE_HEADER,
  SIGNED_ANSWER_MEDIA_TYPE,
  STATUS_REQUEST_JWS_TYPE,
  TAKEDOWN_JWS_TYPE,
} from '../src-main/exchange/referral-wire.ts';

type Json = Record<string, unknown>;

/** A message as a sender has to write it. */
function schemaOf(schema: z.ZodType, title: string, description: string): Json {
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io: 'input' });
  return { title, description, ...made };
}

const StatusRequest = z.strictObject({
  format: z.literal('hashline-status-request/1'),
  referral: ReferralBody.shape.referral,
});

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const answer = (description: string, mediaType: string, schema: Json): Json => ({
  description,
  content: { [mediaType]: { schema } },
});

/** A compact JWS, and what is in it. `contentSchema` annotates: a validator of texts does not decode it. */
const signed = (typ: string, payload: string): Json => ({
  type: 'string',
  pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{86}$',
  description: `Compact JWS (RFC 7515), ES256, typ ${typ}, whose payload is ${payload}.`,
  contentMediaType: SIGNED_ANSWER_MEDIA_TYPE,
  contentSchema: ref(payload),
});

const ERROR = answer(
  'Not final: the hotline sends the same bytes again, or a person looks at it. A desk may use codes of its own.',
  'application/json',
  ref('DeskError'),
);

const signature = (over: string): Json => ({
  name: SIGNATURE_HEADER,
  in: 'header',
  required: true,
  description: `Detached JWS (RFC 7515, appendix F; RFC 7797) over ${over}. Its protected header is HotlineJwsHeader.`,
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,4096}\\.\\.[A-Za-z0-9_-]{85}[AQgw]$' },
});

/** The document as it is stored in docs/exchange.openapi.json. */
export function exchangeDocument(): Json {
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Hashline exchange',
      version: '1',
      summary: 'How a hotline refers cases to a receiving desk, and asks what became of them.',
      description:
        'What a schema cannot say (who signs what, which answers are final, what is compared with what) is in docs/exchange.md.',
      license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' },
    },
    servers: [
      { url: 'https://desk.example', description: 'The desk, over TLS 1.3 with client certificates.' },
    ],
    security: [{ clientCertificate: [] }],
    paths: {
      '/referrals': {
        post: {
          operationId: 'refer',
          summary: 'Refers a case, or amends or retracts what was referred.',
          parameters: [
            {
              name: IDEMPOTENCY_KEY_HEADER,
              in: 'header',
              required: true,
              description: 'The same for every attempt at the same referral.',
              schema: ref('Digest'),
            },
            signature('the exact bytes of the body'),
          ],
          requestBody: {
            required: true,
            description: `RFC 8785 canonical JSON in UTF-8, at most ${MAXIMUM_REFERRAL_BYTES} bytes.`,
            content: { [REFERRAL_MEDIA_TYPE]: { schema: ref('Referral') } },
          },
          responses: {
            '200': answer('It was here before.', SIGNED_ANSWER_MEDIA_TYPE, ref('SignedReceipt')),
            '201': answer('It is stored.', SIGNED_ANSWER_MEDIA_TYPE, ref('SignedReceipt')),
            '4XX': {
              description: 'Signed: refused for good. Not signed: as an error.',
              content: {
                [SIGNED_ANSWER_MEDIA_TYPE]: { schema: ref('SignedRefusal') },
                'application/json': { schema: ref('DeskError') },
              },
            },
            default: ERROR,
          },
        },
      },
      '/referrals/{referral}/status': {
        get: {
          operationId: 'status',
          summary: 'Asks what became of a referral.',
          parameters: [
            {
              name: 'referral',
              in: 'path',
              required: true,
              schema: { $ref: '#/components/schemas/Referral/properties/referral' },
            },
            signature('the canonical JSON of a StatusRequest, which is not sent'),
          ],
          responses: {
            '200': answer('Every event so far.', SIGNED_ANSWER_MEDIA_TYPE, ref('SignedTakedownReport')),
            '4XX': ERROR,
            default: ERROR,
          },
        },
      },
    },
    components: {
      securitySchemes: {
        clientCertificate: {
          type: 'mutualTLS',
          description:
            'A certificate of the desk’s own authority. It lets a party connect and says nothing more.',
        },
      },
      schemas: {
        Digest: schemaOf(Digest, 'Digest', 'SHA-256, lower-case hexadecimal.'),
        Referral: schemaOf(ReferralBody, 'hashline-referral/1', 'What a desk receives.'),
        StatusRequest: schemaOf(StatusRequest, 'hashline-status-request/1', 'Signed, not sent.'),
        HotlineJwsHeader: schemaOf(
          HotlineJwsHeader,
          'Header of a hotline’s signature',
          `typ ${REFERRAL_JWS_TYPE} for a referral, ${STATUS_REQUEST_JWS_TYPE} for a question.`,
        ),
        DeskJwsHeader: schemaOf(
          DeskJwsHeader,
          'Header of a desk’s statement',
          'The certificate in x5c is for document signing (RFC 9336) and issued by the desk’s authority.',
        ),
        Receipt: schemaOf(Receipt, 'hashline-receipt/1', 'That the desk has a referral.'),
        Refusal: schemaOf(Refusal, 'hashline-refusal/1', 'That the desk refuses a referral for good.'),
        TakedownReport: schemaOf(TakedownReport, 'hashline-takedown/1', 'What became of a referral.'),
        SignedReceipt: signed(RECEIPT_JWS_TYPE, 'Receipt'),
        SignedRefusal: signed(REFUSAL_JWS_TYPE, 'Refusal'),
        SignedTakedownReport: signed(TAKEDOWN_JWS_TYPE, 'TakedownReport'),
        DeskError: schemaOf(
          DeskError,
          'Error',
          `Not signed. The reference desk’s codes: ${DeskErrorCode.options.join(', ')}.`,
        ),
      },
    },
  };
}

/** The text of the stored file. */
export const exchangeText = (): string => `${JSON.stringify(exchangeDocument(), null, 2)}\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../docs/exchange.openapi.json', import.meta.url), exchangeText());
}
