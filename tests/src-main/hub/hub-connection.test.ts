import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { PostgresHub } from '../../../src-main/hub/postgres-hub.ts';
import { issueHubAuthority, issueHubCertificate } from '../../../src-main/hub/setup/hub-certificates.ts';
import { ManualClock } from '../../../src-main/ports/clock.ts';
import { SeededEntropy } from '../../../src-main/ports/entropy.ts';
import { type Hub, HubFailure, type HubTrouble } from '../../../src-main/ports/hub.ts';
import { freePort, noPostgres } from '../../../tools/postgres-server.ts';
import { aPostgresHub, surroundings, tlsOf } from '../../support/a-postgres.ts';
import { aProxy } from '../../support/a-proxy.ts';

const ADA = '0190000a-0000-7000-8000-000000000000';
const STEP_MS = 50;
const deed = (fill: number) => ({ epoch: 1, sealed: new Uint8Array(8).fill(fill) });

const troubleOf = (asked: Promise<unknown>): Promise<HubTrouble | 'done'> =>
  asked.then(
    () => 'done' as const,
    (error: unknown) => {
      if (error instanceof HubFailure) return error.trouble;
      throw error;
    },
  );
const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  const trouble = await troubleOf(asked);
  return trouble === 'done' ? trouble : trouble.code;
};

/** A hub that Ada reaches through a proxy. */
async function aHubBehindProxy({ host = '127.0.0.1', at = surroundings } = {}) {
  const hub = await aPostgresHub();
  onTestFinished(() => hub[Symbol.asyncDispose]());
  await hub.admitFirst(ADA);
  const proxy = await aProxy(hub.server.port, host);
  onTestFinished(() => proxy[Symbol.asyncDispose]());
  const address = { ...hub.address, host: proxy.host, port: proxy.port };
  const ada: Hub = new PostgresHub(address, await tlsOf(hub.server, ADA), at);
  onTestFinished(() => ada.close());
  return { hub, proxy, ada };
}

/** Waits until a call is done. A lost connection is noticed a moment after it was lost. */
const untilDone = (ask: () => Promise<unknown>) =>
  expect.poll(() => codeOf(ask()), { timeout: 10_000, interval: 50 }).toBe('done');

describe.skipIf(noPostgres !== null)('a connection to a hub in PostgreSQL', () => {
  test('that was cut tells it and is made anew', async () => {
    const { proxy, ada } = await aHubBehindProxy();
    await ada.push(0, 0, [deed(1)]);
    proxy.cut();
    const away = await troubleOf(ada.head());
    proxy.mend();
    await untilDone(() => ada.head());
    expect([away, (await ada.head()).size]).toMatchObject([{ code: 'unreachable' }, 1]);
  });

  test('whose answer is lost has done what was asked, and answers the same when asked again', async () => {
    const { hub, proxy, ada } = await aHubBehindProxy();
    await ada.head();
    proxy.swallowAnswers();
    const asked = codeOf(ada.push(0, 0, [deed(1)]));
    await expect.poll(async () => (await hub.run('SELECT size FROM hl.head'))[0]?.size).toBe('1');
    proxy.cut();
    const lost = await asked;
    proxy.mend();
    await untilDone(() => ada.head());
    expect([lost, await ada.push(0, 0, [deed(1)]), (await ada.head()).size]).toEqual(['unreachable', 0, 1]);
  });

  test('gives up after thirty seconds without an answer, and takes none for that of another call', async () => {
    const clock = new ManualClock();
    const at = { clock, entropy: new SeededEntropy() };
    const { hub, proxy, ada } = await aHubBehindProxy({ at });
    await ada.head();
    proxy.swallowAnswers();
    const asked = troubleOf(ada.push(0, 0, [deed(1)]));
    await expect.poll(async () => (await hub.run('SELECT size FROM hl.head'))[0]?.size).toBe('1');
    clock.advance(30_000);
    const gaveUp = await asked;
    proxy.mend();
    expect([gaveUp, (await ada.head()).size]).toMatchObject([
      { code: 'unreachable', why: 'no answer within 30000 ms' },
      1,
    ]);
  });

  test('is tried anew after a pause that grows and differs, and calls meanwhile fail at once', async () => {
    const pausesWith = async (seed: number) => {
      const clock = new ManualClock();
      const { proxy, ada } = await aHubBehindProxy({ at: { clock, entropy: new SeededEntropy(seed) } });
      proxy.cut();
      const pauses: number[] = [];
      for (let round = 0; round < 10; round++) {
        const [triedBefore, fromMs] = [proxy.tried, clock.monotonicMs()];
        for (;;) {
          await codeOf(ada.head());
          if (proxy.tried > triedBefore) break;
          clock.advance(STEP_MS);
        }
        pauses.push(clock.monotonicMs() - fromMs);
      }
      return pauses;
    };
    const [one, other] = [await pausesWith(1), await pausesWith(77)];
    for (const pauses of [one, other]) {
      expect(pauses[0]).toBe(0);
      for (const [nth, pause] of pauses.slice(1).entries()) {
        const longest = Math.min(30_000, 250 * 2 ** nth);
        expect(pause, `pause ${nth}`).toBeGreaterThanOrEqual(longest / 2);
        expect(pause, `pause ${nth}`).toBeLessThanOrEqual(longest + STEP_MS);
      }
    }
    expect(one).not.toEqual(other);
  });

  test('is tried at once where somebody asks for contact, also while a try is under way, and pauses again after it', async () => {
    const clock = new ManualClock();
    const at = { clock, entropy: new SeededEntropy() };
    const { proxy, ada } = await aHubBehindProxy({ at });
    proxy.cut();
    await codeOf(ada.head());
    proxy.mend();
    const inPause = await codeOf(ada.head());
    ada.hurry();
    expect([inPause, (await ada.head()).size]).toEqual(['unreachable', 0]);

    proxy.cut();
    await codeOf(ada.head());
    await codeOf(ada.head());
    const tried = proxy.tried;
    ada.hurry();
    await codeOf(ada.head());
    await codeOf(ada.head());
    expect(proxy.tried).toBe(tried + 1);

    // This try hears nothing, and would go on for seconds.
    proxy.mend();
    proxy.swallowAnswers();
    clock.advance(60_000);
    const before = proxy.tried;
    const underWay = codeOf(ada.head());
    await expect.poll(() => proxy.tried).toBe(before + 1);
    proxy.mend();
    ada.hurry();
    expect([(await ada.head()).size, await underWay]).toEqual([0, 'unreachable']);
  });

  test('is kept while anyone listens: it calls back once it is there again', async () => {
    const { hub, proxy, ada } = await aHubBehindProxy();
    const ending = new AbortController();
    onTestFinished(() => ending.abort());
    let notices = 0;
    await ada.listen(() => notices++, ending.signal);
    proxy.cut();
    const before = notices;
    await hub.run('SELECT 1');
    proxy.mend();
    await expect.poll(() => notices, { timeout: 10_000 }).toBeGreaterThan(before);
    const there = notices;
    await hub.run('NOTIFY hashline');
    await expect.poll(() => notices).toBe(there + 1);
  });

  test('listens although the hub is away at first', async () => {
    const { proxy, ada } = await aHubBehindProxy();
    proxy.cut();
    const ending = new AbortController();
    onTestFinished(() => ending.abort());
    let notices = 0;
    await ada.listen(() => notices++, ending.signal);
    proxy.mend();
    await expect.poll(() => notices, { timeout: 10_000 }).toBe(1);
  });

  test('is not made to a server of another name, or of another authority', async () => {
    const { ada } = await aHubBehindProxy({ host: '127.0.0.2' });
    const { hub } = await aHubBehindProxy();
    const other = await issueHubAuthority('another hotline', Date.now());
    const trusting = async (ca: string) => {
      const seat = new PostgresHub(hub.address, { ...(await tlsOf(hub.server, ADA)), ca }, surroundings);
      onTestFinished(() => seat.close());
      return troubleOf(seat.head());
    };
    expect([await troubleOf(ada.head()), await trusting(other.cert), await trusting('')]).toMatchObject([
      { code: 'unfit', why: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID') },
      { code: 'unfit', why: expect.stringMatching(/CERT|VERIFY|SIGNED/) },
      { code: 'unfit', why: 'the certificates or the key cannot be read' },
    ]);
    expect(await trusting(hub.server.authority.cert)).toBe('done');
  });

  test('takes nothing from the environment', async () => {
    const hub = await aPostgresHub();
    onTestFinished(() => hub[Symbol.asyncDispose]());
    await hub.admitFirst(ADA);
    const poison = {
      PGHOST: 'nowhere.invalid',
      PGHOSTADDR: '192.0.2.1',
      PGPORT: '1',
      PGDATABASE: 'template1',
      PGUSER: 'postgres',
      PGPASSWORD: 'secret',
      PGPASSFILE: '/dev/null',
      PGSERVICE: 'other',
      PGSSLMODE: 'disable',
      PGSSLNEGOTIATION: 'direct',
      PGSSLROOTCERT: '/dev/null',
      PGREQUIRESSL: '0',
      PGOPTIONS: '-c search_path=public',
      PGREPLICATION: 'database',
      PGCLIENT_ENCODING: 'LATIN1',
      PGCLIENTENCODING: 'LATIN1',
      PGAPPNAME: 'other',
      PGBINARY: 'true',
      PGSTATEMENT_TIMEOUT: '1',
      PGCONNECT_TIMEOUT: '1',
      NODE_PG_FORCE_NATIVE: '1',
      DATABASE_URL: 'postgres://nowhere.invalid/',
    };
    for (const [name, value] of Object.entries(poison)) vi.stubEnv(name, value);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const ada = await hub.as(ADA);
    await ada.putSeal(1, 'ü');
    const sessions = await hub.run(
      `SELECT usename, application_name, datname, ssl FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)
       WHERE usename = 'hashline_station' AND datname = current_database()`,
    );
    expect([await ada.seals(0, 1), sessions]).toEqual([
      [{ size: 1, note: 'ü' }],
      [
        {
          usename: 'hashline_station',
          application_name: 'hashline',
          datname: hub.address.database,
          ssl: true,
        },
      ],
    ]);
  });

  test('checks the server although the environment says not to', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    vi.stubEnv('PGSSLMODE', 'no-verify');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const { ada } = await aHubBehindProxy({ host: '127.0.0.2' });
    expect(await codeOf(ada.head())).toBe('unfit');
  });
});

test('a call that joins a try under way is told of the same trouble when that fails', async () => {
  const authority = await issueHubAuthority('a hotline', Date.now());
  const certificate = await issueHubCertificate(authority, ['127.0.0.1'], Date.now());
  const address = { host: '127.0.0.1', port: await freePort(), database: 'hashline' };
  const hub = new PostgresHub(address, { ca: authority.cert, ...certificate }, surroundings);
  onTestFinished(() => hub.close());
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const listening = hub.listen(() => {}, ending.signal);
  expect(await troubleOf(hub.head())).toEqual({ code: 'unreachable', why: 'ECONNREFUSED' });
  await listening;
});

test('a connection to a hub gives no password to a server that asks for one', async () => {
  const authority = await issueHubAuthority('a hotline', Date.now());
  const certificate = await issueHubCertificate(authority, ['127.0.0.1'], Date.now());
  const said: Buffer[] = [];
  const server = createServer((socket) => askForPassword(socket, certificate, said));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  vi.stubEnv('PGPASSWORD', 'secret');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const tls = { ca: authority.cert, ...certificate };
  const hub = new PostgresHub({ host: '127.0.0.1', port, database: 'hashline' }, tls, surroundings);
  onTestFinished(() => hub.close());
  const trouble = await troubleOf(hub.head());
  const text = Buffer.concat(said).toString('latin1');
  expect({ trouble, isSaid: text.includes('hashline_station'), isTold: text.includes('secret') }).toEqual({
    trouble: { code: 'unfit', why: 'the hub asks for a password' },
    isSaid: true,
    isTold: false,
  });
});

/** Plays a server up to its wish for a password in the clear. */
function askForPassword(socket: Socket, certificate: { cert: string; key: string }, said: Buffer[]): void {
  socket.on('error', () => {});
  socket.once('data', () => {
    socket.write('S');
    const secure = new TLSSocket(socket, { isServer: true, ...certificate, minVersion: 'TLSv1.3' });
    secure.on('error', () => {});
    secure.on('data', (data) => {
      if (said.push(data) === 1) secure.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
    });
  });
}
