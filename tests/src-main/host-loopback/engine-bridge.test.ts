import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Line } from '../../../src-main/engine-process/engine-service.ts';
import { Doorkeeper } from '../../../src-main/host-loopback/doorkeeper.ts';
import { EngineBridge } from '../../../src-main/host-loopback/engine-bridge.ts';
import { PageSockets } from '../../../src-main/host-loopback/page-sockets.ts';
import { argon2id } from '../../../src-main/ports/passphrase-hash.ts';
import {
  aLoopbackHost,
  aSocket,
  clientOver,
  protocolsWith,
  sessionOf,
} from '../../support/a-loopback-host.ts';
import { anEngine, HOTLINE, PASSPHRASE, PERSON } from '../../support/a-vault.ts';

/** The status a socket is answered with; 101 where it is let in. */
async function statusOf(
  url: string,
  headers: Record<string, string>,
  session: string | null,
): Promise<number> {
  const socket = new WebSocket(url, session === null ? ['hashline'] : protocolsWith(session), { headers });
  const opened = once(socket, 'open').then(() => 101);
  const refused = once(socket, 'unexpected-response').then(([, response]) => Number(response.statusCode));
  const failed = once(socket, 'error').then(() => 0);
  const status = await Promise.race([opened, refused, failed]);
  socket.on('error', () => {});
  socket.terminate();
  return status;
}

describe('the socket to the engine', () => {
  test('is open to the page with the session, and to no other client', async () => {
    await using running = await aLoopbackHost();
    const { origin } = running;
    const session = await sessionOf(running);
    const socket = `${origin.replace('http', 'ws')}/engine`;
    const port = new URL(origin).port;
    const status = (headers: Record<string, string>, url = socket) => statusOf(url, headers, session);
    expect({
      page: await status({ origin }),
      noSession: await statusOf(socket, { origin }, null),
      wrongSession: await statusOf(socket, { origin }, '0'.repeat(64)),
      asCookie: await statusOf(socket, { origin, cookie: `hashline=${session}` }, null),
      noOrigin: await status({}),
      otherOrigin: await status({ origin: 'https://evil.example' }),
      nullOrigin: await status({ origin: 'null' }),
      otherHost: await status({ origin, host: `localhost:${port}` }),
      otherSite: await status({ origin, 'sec-fetch-site': 'cross-site' }),
      otherPath: await status({ origin }, `${origin.replace('http', 'ws')}/engine2`),
      query: await status({ origin }, `${socket}?x=1`),
      again: await status({ origin }),
    }).toEqual({
      page: 101,
      noSession: 401,
      wrongSession: 401,
      asCookie: 401,
      noOrigin: 403,
      otherOrigin: 403,
      nullOrigin: 403,
      otherHost: 403,
      otherSite: 403,
      otherPath: 403,
      query: 403,
      again: 101,
    });
  });

  test('is closed to a request that names two hosts, in whatever order', async () => {
    await using running = await aLoopbackHost();
    const { hostname, port, host } = new URL(running.origin);
    const session = await sessionOf(running);
    const status = async (hosts: string[]): Promise<string | undefined> => {
      const socket = connect(Number(port), hostname);
      const lines = [
        'GET /engine HTTP/1.1',
        ...hosts.map((name) => `Host: ${name}`),
        `Origin: ${running.origin}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        `Sec-WebSocket-Protocol: ${protocolsWith(session).join(', ')}`,
      ];
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      const [first] = await once(socket, 'data');
      socket.destroy();
      return String(first).split(' ')[1];
    };
    expect([
      await status([host]),
      await status([host, 'evil.example']),
      await status(['evil.example', host]),
      await status([host, host]),
    ]).toEqual(['101', '403', '403', '403']);
  });

  test('outlives connections that are reset while they are refused, as a page of another site does that goes away', async () => {
    await using running = await aLoopbackHost();
    const { hostname, port, host } = new URL(running.origin);
    const upgrade = [
      'GET /engine HTTP/1.1',
      `Host: ${host}`,
      'Origin: https://evil.example',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ].join('\r\n');
    for (let times = 0; times < 300; times++) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.write(`${upgrade}\r\n\r\n`);
      if (times % 3 > 0) await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
    }
    await wait(100);
    const late = await aSocket(running.origin, await sessionOf(running));
    expect((await clientOver(late).vault.hello()).product).toBe('hashline');
    late.close();
  });

  test('is closed on a message larger than an upload piece, and the engine serves the others', async () => {
    await using running = await aLoopbackHost();
    const session = await sessionOf(running);
    const [bad, good] = [await aSocket(running.origin, session), await aSocket(running.origin, session)];
    const closed = once(bad, 'close');
    bad.on('error', () => {});
    bad.send(new Uint8Array(400_000));
    const [code] = await closed;
    const hello = await clientOver(good).vault.hello();
    good.close();
    expect([code, hello.product]).toEqual([1009, 'hashline']);
  });

  test('outlives noise: what is no message of the protocol reaches no handler and breaks nothing', async () => {
    await using running = await aLoopbackHost();
    const session = await sessionOf(running);
    const noisy = await aSocket(running.origin, session);
    noisy.on('error', () => {});
    for (const noise of ['', '{', '[]', 'null', '{"i":"1"}', '{"i":1,"p":{"u":"/vault/lock"}}', '\u0000'])
      noisy.send(noise);
    for (const length of [0, 1, 7, 300, 70_000]) noisy.send(new Uint8Array(length).fill(255));
    await wait(200);
    const other = await aSocket(running.origin, session);
    expect((await clientOver(other).vault.hello()).vault).toBe('absent');
    other.close();
    noisy.terminate();
  });

  test('serves one engine to two tabs: what one does the other sees', async () => {
    await using running = await aLoopbackHost();
    const session = await sessionOf(running);
    const sockets = [await aSocket(running.origin, session), await aSocket(running.origin, session)];
    const [one, other] = sockets.map(clientOver);
    await one!.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });
    expect((await other!.vault.session()).person.name).toBe(PERSON);
    for (const socket of sockets) socket.close();
  });
});

describe('an engine that answers faster than a page reads', () => {
  const ANSWERS = 400;
  const ANSWER = new Uint8Array(64 * 1024);

  /** How the connection of such a page goes on: all answers arrive, or the engine's end of it is closed. */
  async function outcomeFor(page: 'reads' | 'sleeps'): Promise<string> {
    const sockets = new PageSockets(4 * 1024 * 1024);
    const opened = Promise.withResolvers<Line>();
    const bridge = new EngineBridge((way) => {
      sockets.accept(way, opened.resolve);
      return true;
    });
    const server = createServer();
    const keeper = Promise.withResolvers<Doorkeeper>();
    server.on('upgrade', async (request, socket, head) =>
      bridge.upgrade(request, socket, head, await keeper.promise),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const doorkeeper = new Doorkeeper((server.address() as AddressInfo).port);
    keeper.resolve(doorkeeper);
    const { origin, hash } = new URL(doorkeeper.address);
    const socket = await aSocket(origin, doorkeeper.exchange(hash.replace('#token=', '')) ?? '');
    const arrived = Promise.withResolvers<string>();
    let count = 0;
    socket.on('message', () => {
      count++;
      if (count === ANSWERS) arrived.resolve('everything arrived');
    });
    if (page === 'sleeps') socket.pause();
    const line = await opened.promise;
    const { promise: closed, resolve: close } = Promise.withResolvers<void>();
    line.open(() => {}, close);
    for (let sent = 0; sent < ANSWERS; sent++) {
      line.send(ANSWER);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const outcome = await Promise.race([arrived.promise, closed.then(() => 'the connection was ended')]);
    socket.terminate();
    server.close();
    return outcome;
  }

  test('is taken from a page that sleeps, before its answers fill the memory of the engine', async () => {
    expect([await outcomeFor('sleeps'), await outcomeFor('reads')]).toEqual([
      'the connection was ended',
      'everything arrived',
    ]);
  });
});

describe('the end of the host', () => {
  test('comes with a page still connected and a stream still running, and leaves the vault locked', async () => {
    await using running = await aLoopbackHost();
    const socket = await aSocket(running.origin, await sessionOf(running));
    const client = clientOver(socket);
    await client.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });
    const watch = await client.vault.watch();
    watch.next().catch(() => {});
    const gone = once(socket, 'close');
    const outcome = await Promise.race([
      running.host.close().then(() => 'closed'),
      wait(5000, 'still running after 5 seconds'),
    ]);
    expect(outcome).toBe('closed');
    await gone;
    const { engine, client: next } = anEngine(running.vault, { passphraseHash: argon2id });
    await next.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
    const { entries } = await next.audit.entries({ limit: 2 });
    engine.close();
    expect(entries.map((entry) => entry.kind)).toEqual(['session.unlocked', 'session.locked']);
  }, 20_000);
});
