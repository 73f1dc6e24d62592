import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Connect, LetGo } from '../../../src-main/host-loopback/opened-socket.ts';
import { aLoopbackHost, aSocket, sessionOf } from '../../support/a-loopback-host.ts';
import { programFile } from '../../support/programs.ts';

const CONNECT: Connect = {
  type: 'connect',
  opening: {
    upgrade: 'websocket',
    key: 'AAAAAAAAAAAAAAAAAAAAAA==',
    version: '13',
    head: new Uint8Array(),
  },
};
const LET_GO: LetGo = { type: 'let-go' };

/** A connection of which this process has both ends. */
async function aConnection(): Promise<{ page: Socket; host: Socket }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const page = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [host] = await once(server, 'connection');
  server.close();
  return { page, host };
}

test('a page is answered only after the host has let its socket go, because what it says before may be lost', async () => {
  const engine = fork(programFile('engine-process'), [], { serialization: 'advanced', execArgv: [] });
  try {
    await once(engine, 'message');
    const { page, host } = await aConnection();
    let heard = '';
    page.on('data', (bytes) => {
      heard += String(bytes);
    });
    engine.send(CONNECT, host);
    await wait(300);
    expect(heard).toBe('');
    engine.send(LET_GO);
    await once(page, 'data');
    expect(heard).toContain('101 Switching Protocols');
    page.destroy();
  } finally {
    engine.kill('SIGKILL');
  }
});

test('a page that leaves before it is answered ends nothing', async () => {
  const engine = fork(programFile('engine-process'), [], { serialization: 'advanced', execArgv: [] });
  try {
    await once(engine, 'message');
    const { page: leaving, host } = await aConnection();
    engine.send(CONNECT, host);
    leaving.resetAndDestroy();
    await wait(100);
    engine.send(LET_GO);
    const { page, host: next } = await aConnection();
    engine.send(CONNECT, next);
    engine.send(LET_GO);
    const [answer] = await once(page, 'data');
    expect(String(answer)).toContain('101 Switching Protocols');
    page.destroy();
  } finally {
    engine.kill('SIGKILL');
  }
});

test('pages that come at once are each let in, and each hears its own answers', async () => {
  await using running = await aLoopbackHost();
  const session = await sessionOf(running);
  const pages = await Promise.all(Array.from({ length: 50 }, () => aSocket(running.origin, session)));
  const heard = await Promise.all(
    pages.map(async (page, number) => {
      page.ping(String(number));
      const [said] = await once(page, 'pong');
      return Number(said);
    }),
  );
  expect(heard).toEqual(pages.map((_page, number) => number));
  for (const page of pages) page.terminate();
});
