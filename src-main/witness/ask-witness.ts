import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface WitnessReply {
  status: number;
  body: string;
}

const MAXIMUM_BYTES = 64 * 1024;
const TIMEOUT_MS = 30_000;
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/**
 * One exchange with a witness. Plain HTTP is allowed only to the loopback: both sides sign, so secrecy is not needed
 * for that, but a third party must not learn how much a hotline works.
 * @param prefix the witness's submission prefix
 * @param ca PEM of the authority to trust instead of the system's
 * @throws RangeError for an address that is not allowed, Error where no answer came
 */
export function askWitness(
  prefix: string,
  path: 'add-checkpoint' | 'trust-log' | 'verifier-key',
  body: string | null,
  ca: string | undefined,
): Promise<WitnessReply> {
  const url = witnessUrl(prefix, path);
  const options = { method: body === null ? 'GET' : 'POST', timeout: TIMEOUT_MS };
  const { promise, resolve, reject } = Promise.withResolvers<WitnessReply>();
  const outgoing: ClientRequest =
    url.protocol === 'https:'
      ? httpsRequest(url, {
          ...options,
          minVersion: 'TLSv1.3',
          rejectUnauthorized: true,
          ...(ca ? { ca } : {}),
        })
      : httpRequest(url, options);
  outgoing.on('timeout', () => outgoing.destroy(new Error('the witness did not answer in time')));
  outgoing.on('error', reject);
  outgoing.on('response', (incoming) => {
    readText(incoming).then((text) => resolve({ status: incoming.statusCode ?? 0, body: text }), reject);
  });
  outgoing.end(body ?? undefined);
  return promise;
}

function witnessUrl(prefix: string, path: string): URL {
  const url = URL.parse(prefix);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '')
    throw new RangeError('a witness has an http or https address');
  if (url.protocol === 'http:' && !LOOPBACK.includes(url.hostname))
    throw new RangeError('beyond the loopback a witness is asked over https');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  return url;
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAXIMUM_BYTES) throw new Error('the witness answered with more than an answer');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
