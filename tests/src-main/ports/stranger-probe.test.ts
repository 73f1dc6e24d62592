import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordedReason } from '../../../src-main/engine/referral/recorded-reason.ts';
import type { NetworkFailure, NetworkTls } from '../../../src-main/ports/network.ts';
import { expectRefusal } from '../../../src-main/ports/stranger-probe.ts';
import type { CertifiedKey } from '../../../src-main/receiver/issue-certificate.ts';
import { issueAuthority, issueCertificate } from '../../../src-main/receiver/issue-certificate.ts';
import { serverWithKey } from '../../support/certificate-with-key.ts';
import { type Answer, countingServer, reply } from './counting-server.ts';

const validity = {
  notBefore: new Date(Date.now() - 86_400_000),
  notAfter: new Date(Date.now() + 86_400_000),
};
const NGINX_PAGE =
  '<html>\r\n<head><title>400 No required SSL certificate was sent</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>';

let ca: CertifiedKey;
let desk: CertifiedKey;
let hotline: NetworkTls;

beforeAll(async () => {
  ca = await issueAuthority('Test authority', validity);
  desk = await issueCertificate(ca, 'desk', 'server', ['127.0.0.1'], validity);
  const client = await issueCertificate(ca, 'hotline', 'client', [], validity);
  hotline = { ca: ca.cert, ...client };
});

const serve = (change: TlsOptions, answer: Answer = reply(200, 'fine')) =>
  countingServer({ ...desk, ca: ca.cert, requestCert: true, rejectUnauthorized: true, ...change }, answer);

/** Comes to a port as a stranger. @returns `refused`, or why it was not */
const come = (port: number, change: Partial<NetworkTls> = {}) =>
  expectRefusal(
    { host: '127.0.0.1', port },
    { ...hotline, ...change },
    { timeoutMs: 3_000, waitMs: 400 },
  ).then(
    () => 'refused',
    (failure: NetworkFailure) => recordedReason(failure.trouble),
  );

/** Passes bytes between a client and the server; `alter` decides what becomes of each piece that comes back. */
async function proxy(port: number, alter: (piece: Buffer, at: number, client: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let pieces = 0;
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => undefined));
    client.on('data', (bytes) => upstream.write(bytes)).on('end', () => upstream.end());
    upstream
      .on('data', (bytes: Buffer) => alter(bytes, ++pieces, client))
      .on('end', () => alter(Buffer.alloc(0), ++pieces, client));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('a stranger at a desk', () => {
  it('is refused by one that demands a certificate, and sends it nothing', async () => {
    await using server = await serve({});
    expect([await come(server.port), server.applicationBytes]).toEqual(['refused', 0]);
  });

  it('waits for a refusal that comes late', async () => {
    await using server = await serve({});
    await using slow = await proxy(server.port, (piece, at, client) =>
      setTimeout(() => client.write(piece), at > 1 ? 250 : 0),
    );
    expect(await come(slow.port)).toBe('refused');
  });

  it('sends nothing to a server that does not ask for a certificate', async () => {
    await using server = await serve({ requestCert: false });
    expect([await come(server.port), server.applicationBytes]).toEqual([
      'tls: the server takes clients without a certificate',
      0,
    ]);
  });

  it('sends nothing to a server that does not ask and gives no ticket either', async () => {
    await using server = await serve({ requestCert: false });
    await using mute = await proxy(server.port, (piece, at, client) => at === 1 && client.write(piece));
    expect([await come(mute.port), server.applicationBytes]).toEqual([
      'tls: the server takes clients without a certificate',
      0,
    ]);
  });

  it('asks for nothing but the bare root of a server that asks and goes on without one', async () => {
    await using server = await serve({ rejectUnauthorized: false });
    expect(await come(server.port)).toBe('tls: the server takes clients without a certificate');
    expect(server.received).toBe('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
  });

  it.each([
    ['any request, as nginx does', 400, NGINX_PAGE, 'refused'],
    [
      'with 400 for another reason',
      400,
      'Bad Request',
      'tls: the server takes clients without a certificate',
    ],
    ['with 403 by the application', 403, NGINX_PAGE, 'tls: the server takes clients without a certificate'],
    ['nothing, and quotes nginx', 200, NGINX_PAGE, 'tls: the server takes clients without a certificate'],
  ])('is answered by a server that asks, goes on, and refuses %s', async (_how, status, page, said) => {
    await using server = await serve({ rejectUnauthorized: false }, (socket) => {
      socket.end(`HTTP/1.1 ${status} X\r\nconnection: close\r\n\r\n${page}`);
    });
    expect(await come(server.port)).toBe(said);
  });

  it('takes a connection that ends without a word for no refusal', async () => {
    await using server = await serve({});
    await using cut = await proxy(server.port, (piece, at, client) =>
      at === 1 ? client.write(piece) : client.end(),
    );
    expect(await come(cut.port)).toMatch(/^reset: the connection ended without a word about certificates/);
  });

  it('is not told by an alert before the handshake is complete', async () => {
    await using server = await serve({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
    expect(await come(server.port)).toMatch(/^tls: the handshake failed/);
  });

  it.each([
    ['Ed25519', { name: 'Ed25519' }],
    ['ECDSA over P-521', { name: 'ECDSA', namedCurve: 'P-521' }],
  ] as const)('cannot reach a desk with a key that Electron would not take: %s', async (_name, algorithm) => {
    const other = await serverWithKey(ca, algorithm);
    await using server = await serve(other);
    expect([await come(server.port), server.applicationBytes]).toEqual([
      expect.stringMatching(/^tls: the handshake failed .*P-256/),
      0,
    ]);
  });

  it('says what is wrong with a server that is not the desk', async () => {
    const others = await issueAuthority('Other authority', validity);
    await using server = await serve({});
    expect(await come(server.port, { ca: others.cert })).toMatch(/^tls: the handshake failed/);
    expect(await come(server.port, { pins: ['AAAA'] })).toMatch(/^tls: .*pinned/);
    expect(server.applicationBytes).toBe(0);
  });

  it('says that no desk is there, and ends after its time', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    expect(await come(port)).toBe('unreachable: no connection (ECONNREFUSED)');
    await using silent = await countingServer(null, reply(200));
    const started = expectRefusal({ host: '127.0.0.1', port: silent.port }, hotline, { timeoutMs: 150 });
    await expect(started).rejects.toMatchObject({ kind: 'timeout' });
  });
});
