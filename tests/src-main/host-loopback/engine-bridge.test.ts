import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { aLoopbackHost, aSocket, clientOver, sessionCookie } from '../../support/a-loopback-host.ts';
import { anEngine, HOTLINE, PASSPHRASE, PERSON } from '../../support/a-vault.ts';

/** The status a socket is answered with; 101 where it is let in. */
async function statusOf(url: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(url, { headers });
  const opened = once(socket, 'open').then(() => 101);
  const refused = once(socket, 'unexpected-response').then(([, response]) => Number(response.statusCode));
  const failed = once(socket, 'error').then(() => 0);
  const status = await Promise.race([opened, refused, failed]);
  socket.on('error', () => {});
  socket.terminate();
  return status;
}

describe('the socket to the engine', () => {
  test('is open to the page with the session, and to nobody else', async () => {
    await using running = await aLoopbackHost();
    const { origin } = running;
    const cookie = await sessionCookie(running);
    const socket = `${origin.replace('http', 'ws')}/engine`;
    const port = new URL(origin).port;
    expect({
      page: await statusOf(socket, { origin, cookie }),
      noCookie: await statusOf(socket, { origin }),
      wrongCookie: await statusOf(socket, { origin, cookie: `hashline=${'0'.repeat(64)}` }),
      noOrigin: await statusOf(socket, { cookie }),
      otherOrigin: await statusOf(socket, { origin: 'https://evil.example', cookie }),
      nullOrigin: await statusOf(socket, { origin: 'null', cookie }),
      otherHost: await statusOf(socket, { origin, cookie, host: `localhost:${port}` }),
      otherSite: await statusOf(socket, { origin, cookie, 'sec-fetch-site': 'cross-site' }),
      otherPath: await statusOf(`${origin.replace('http', 'ws')}/engine2`, { origin, cookie }),
      query: await statusOf(`${socket}?x=1`, { origin, cookie }),
      secondTab: await statusOf(socket, { origin, cookie }),
    }).toEqual({
      page: 101,
      noCookie: 401,
      wrongCookie: 401,
      noOrigin: 403,
      otherOrigin: 403,
      nullOrigin: 403,
      otherHost: 403,
      otherSite: 403,
      otherPath: 403,
      query: 403,
      secondTab: 101,
    });
  });

  test('is closed on a message larger than an upload piece, and the engine serves the others', async () => {
    await using running = await aLoopbackHost();
    const cookie = await sessionCookie(running);
    const [bad, good] = [await aSocket(running.origin, cookie), await aSocket(running.origin, cookie)];
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
    const cookie = await sessionCookie(running);
    const noisy = await aSocket(running.origin, cookie);
    noisy.on('error', () => {});
    for (const noise of ['', '{', '[]', 'null', '{"i":"1"}', '{"i":1,"p":{"u":"/vault/lock"}}', '\u0000'])
      noisy.send(noise);
    for (const length of [0, 1, 7, 300, 70_000]) noisy.send(new Uint8Array(length).fill(255));
    await wait(200);
    const other = await aSocket(running.origin, cookie);
    expect((await clientOver(other).vault.hello()).vault).toBe('absent');
    other.close();
    noisy.terminate();
  });

  test('serves one engine to two tabs: what one does the other sees', async () => {
    await using running = await aLoopbackHost();
    const cookie = await sessionCookie(running);
    const sockets = [await aSocket(running.origin, cookie), await aSocket(running.origin, cookie)];
    const [one, other] = sockets.map(clientOver);
    await one!.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });
    expect((await other!.vault.session()).person.name).toBe(PERSON);
    for (const socket of sockets) socket.close();
  });
});

describe('the end of the host', () => {
  test('comes with a page still connected and a stream still running, and leaves the vault locked', async () => {
    await using running = await aLoopbackHost();
    const socket = await aSocket(running.origin, await sessionCookie(running));
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
    const { engine, client: next } = anEngine(running.vault);
    await next.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
    const { entries } = await next.audit.entries({ limit: 2 });
    engine.close();
    expect(entries.map((entry) => entry.kind)).toEqual(['session.unlocked', 'session.locked']);
  }, 20_000);
});
