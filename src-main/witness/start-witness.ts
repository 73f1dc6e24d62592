import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import type { LedgerCrypto, SignEd25519 } from '../../shared/ledger/crypto.ts';
import { makePrivateFolder } from '../server/durable-file.ts';
import { namesOneHost } from '../server/one-host.ts';
import { readBody } from '../server/read-body.ts';
import { TrustedLogs } from './trusted-logs.ts';
import { Witness, type WitnessAnswer } from './witness.ts';
import { witnessIdentity } from './witness-identity.ts';
import { WitnessedLogs } from './witnessed-logs.ts';

export interface WitnessOptions {
  /** Holds `witness.json`, `logs.txt` and `logs/`. */
  dir: string;
  /** 0 for any free port. */
  port: number;
  host?: string;
  /** Key name for a new witness: an address without a scheme. */
  name: string;
  /** PEM. Without it the witness speaks plain HTTP, and only on the loopback. */
  tls?: { cert: string; key: string };
  /** Lets a log introduce itself with `POST /trust-log`. For trials. */
  trustOnFirstUse?: boolean;
  crypto: LedgerCrypto;
  keyFrom: (seed: Uint8Array) => { publicKey: Uint8Array; sign: SignEd25519 };
  nowMs?: () => number;
  log?: (event: { path: string; status: number }) => void;
}

export interface RunningWitness {
  /** The submission prefix: requests go to `<url>/add-checkpoint`. */
  url: string;
  verifierKey: string;
  close(): Promise<void>;
}

/** Far larger than any request: 63 hashes and a note with many signatures. */
const MAXIMUM_BYTES = 64 * 1024;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/**
 * Starts the reference witness. Both sides sign, and messages hold only sizes and hashes, so plain HTTP reveals no more
 * than the number of entries; beyond the loopback it requires TLS all the same.
 * @throws RangeError where it should listen beyond the loopback without TLS
 */
export async function startWitness(options: WitnessOptions): Promise<RunningWitness> {
  const { dir, port, host = '127.0.0.1', tls, crypto, nowMs = Date.now } = options;
  if (!tls && !LOOPBACK.includes(host))
    throw new RangeError('beyond the loopback a witness needs a certificate');
  await makePrivateFolder(dir);
  const { name, seed } = await witnessIdentity(dir, options.name);
  const witness = new Witness({
    name,
    ...options.keyFrom(seed),
    crypto,
    nowMs,
    trusted: await TrustedLogs.open(join(dir, 'logs.txt'), crypto),
    witnessed: await WitnessedLogs.open(join(dir, 'logs'), crypto),
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      const told = await route(witness, request, options.trustOnFirstUse ?? false);
      options.log?.({ path: request.url ?? '', status: told.status });
      response.writeHead(told.status, { 'content-type': told.mediaType });
      response.end(told.body);
    } catch {
      // The disk failed or the sender hung up: in both cases there is no signature to give.
      if (response.headersSent || request.socket.destroyed) response.destroy();
      else response.writeHead(500).end();
    }
  };
  const limits = { headersTimeout: 10_000, requestTimeout: 30_000 };
  const server = tls
    ? createTlsServer(
        { ...tls, ...limits, minVersion: 'TLSv1.3' },
        (request, response) => void answer(request, response),
      )
    : createServer(limits, (request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    verifierKey: witness.verifierKey,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer extends Omit<WitnessAnswer, 'status'> {
  status: number;
}

async function route(witness: Witness, request: IncomingMessage, trusting: boolean): Promise<Answer> {
  const plain = (status: number, body: string): Answer => ({
    status,
    mediaType: 'text/plain; charset=utf-8',
    body,
  });
  if (!namesOneHost(request)) return plain(400, 'host is to be named once\n');
  if (request.url === '/verifier-key' && request.method === 'GET')
    return plain(200, `${witness.verifierKey}\n`);
  if (request.method !== 'POST') return plain(request.url === '/add-checkpoint' ? 405 : 404, '');
  const body = await readBody(request, MAXIMUM_BYTES);
  if (body === null) return plain(413, 'too large\n');
  const text = new TextDecoder().decode(body);
  if (request.url === '/add-checkpoint') return witness.addCheckpoint(text);
  if (request.url === '/trust-log' && trusting)
    return (await witness.trust(text.trim())) ? plain(200, 'trusted\n') : plain(409, 'known, or no key\n');
  return plain(404, '');
}
