import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { contentSecurityPolicy, pageHeaders } from '../page/content-security-policy.ts';
import type { PageFiles } from '../page/page-files.ts';
import type { Doorkeeper, Knock } from './doorkeeper.ts';

const MAXIMUM_BODY_BYTES = 1024;
const Exchange = z.strictObject({ token: z.string().max(128) });

export const knockOf = ({ headers, headersDistinct }: IncomingMessage): Knock => ({
  // Given two Host headers, Node keeps the first, while a proxy in front of it may keep the other.
  host: headersDistinct.host?.length === 1 ? headers.host : undefined,
  origin: headers.origin,
  protocols: headers['sec-websocket-protocol'],
  fetchSite: headers['sec-fetch-site']?.toString(),
});

/** Serves the built page and the exchange of the token; all other traffic of the page uses the socket. */
export function createPageServer(files: PageFiles, doorkeeper: () => Doorkeeper): Server {
  return createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 10_000 }, (request, response) => {
    answer(request, response, files, doorkeeper()).catch(() => end(response, 400));
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: PageFiles,
  doorkeeper: Doorkeeper,
): Promise<void> {
  const path = request.url ?? '/';
  if (request.method === 'POST' && path === '/session') {
    const verdict = doorkeeper.admitExchange(knockOf(request));
    if (!verdict.admitted) return end(response, verdict.status);
    const session = doorkeeper.exchange(Exchange.parse(JSON.parse(await readBody(request))).token);
    if (session === null) return end(response, 401);
    response.writeHead(200, { ...pageHeaders, 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify({ session }));
    return;
  }
  const isEntrance = doorkeeper.isEntrance(path);
  const knock = knockOf(request);
  const verdict = isEntrance ? doorkeeper.admitEntrance(knock) : doorkeeper.admitFile(knock);
  if (!verdict.admitted) return end(response, verdict.status);
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405);
  const nonce = randomBytes(16).toString('base64url');
  const file = files.find(isEntrance ? '/' : path, nonce);
  if (!file) return end(response, 404);
  const policy = contentSecurityPolicy(nonce, [doorkeeper.socketOrigin]);
  response.writeHead(200, { ...pageHeaders, 'content-type': file.type, 'content-security-policy': policy });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  if (response.headersSent) return;
  response.writeHead(status, { ...pageHeaders, ...headers, connection: 'close' }).end();
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > MAXIMUM_BODY_BYTES) throw new RangeError('the body is too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
