import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type DeskCertificates, makeCertificates } from '../receiver/certificates.ts';
import { makePrivateFolder } from '../server/durable-file.ts';
import { readBody } from '../server/read-body.ts';
import type { IccamApi } from './iccam-api.ts';

export interface StandInOptions {
  /** Holds `certificates/`. Nothing else is kept: what was posted is gone when the stand-in ends. */
  dir: string;
  /** 0 for any free port. */
  port: number;
  host?: string;
  api: IccamApi;
  /** Waits before every answer. */
  delayMs?: number;
}

export interface StandIn {
  /** The root of the interface, with a slash at its end. */
  url: string;
  port: number;
  certificates: DeskCertificates;
  close(): Promise<void>;
}

const LONGEST_BODY = 1024 * 1024;

/**
 * Starts a stand-in for ICCAM on HTTPS with client certificates. It enforces the rules that public code and its comments
 * show, and is for trying the channel: ICCAM itself is closed.
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { dir, port, host = '127.0.0.1', api, delayMs = 0 } = options;
  await makePrivateFolder(dir);
  const certificates = await makeCertificates({ dir: join(dir, 'certificates'), names: [host] });
  const { cert, key } = certificates.server;
  const server = createServer(
    { cert, key, ca: certificates.ca, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' },
    (request, response) =>
      void answer(api, delayMs, request, response).catch(() => {
        response.destroy();
      }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `https://${host}:${bound}/`,
    port: bound,
    certificates,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  api: IccamApi,
  delayMs: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, LONGEST_BODY);
  if (delayMs > 0) await wait(delayMs);
  const reply =
    body === null
      ? { status: 413, body: '' }
      : api.answer({
          method: request.method ?? '',
          path: (request.url ?? '').slice(1),
          authorization: request.headers.authorization ?? null,
          body: new TextDecoder().decode(body),
        });
  if (reply === 'hang-up') {
    request.socket.destroy();
    return;
  }
  response.writeHead(reply.status, { 'content-type': 'application/json' });
  response.end(reply.body);
}
