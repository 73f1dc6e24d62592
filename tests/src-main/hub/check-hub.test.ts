import { describe, expect, onTestFinished, test } from 'vitest';
import { checkHub } from '../../../src-main/hub/check-hub.ts';
import { issueStationCertificate } from '../../../src-main/hub/setup/hub-certificates.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import { systemClock } from '../../../src-main/ports/clock.ts';
import { noPostgres } from '../../../tools/postgres-server.ts';
import { aPostgresHub, surroundings, tlsOf } from '../../support/a-postgres.ts';

const ADA = '0190000a-0000-7000-8000-000000000000';
const BEN = '0190000b-0000-7000-8000-000000000000';

async function aHub() {
  const hub = await aPostgresHub();
  onTestFinished(() => hub[Symbol.asyncDispose]());
  await hub.admitFirst(ADA);
  return hub;
}

const wrong = (checks: Awaited<ReturnType<typeof checkHub>>): Record<string, string> =>
  Object.fromEntries(checks.filter(({ ok }) => !ok).map(({ what, finding }) => [what, finding]));

describe.skipIf(noPostgres !== null)('the check of a hub', () => {
  test('finds nothing wrong with a hub as it is set up, and leaves nothing behind', async () => {
    const hub = await aHub();
    const checks = await checkHub(hub.address, await tlsOf(hub.server, ADA), surroundings);
    expect(checks.map(({ what }) => what)).toEqual([
      'reached',
      'schema',
      'tls',
      'server-certificate',
      'own-certificate',
      'strangers',
      'grants',
      'clock',
      'round-trip',
    ]);
    // How long a call takes is not for a test.
    expect(wrong(checks.filter(({ what }) => what !== 'round-trip'))).toEqual({});
    expect(await hub.run('SELECT size FROM hl.head')).toEqual([{ size: '0' }]);
  });

  test('finds what a seat may do that it must not, and undoes it', async () => {
    const hub = await aHub();
    await hub.run('GRANT SELECT, TRUNCATE ON hl.entries TO hashline_station');
    await hub.run(`GRANT TEMPORARY ON DATABASE ${hub.address.database} TO PUBLIC`);
    onTestFinished(async () => {
      await hub.run('REVOKE ALL ON hl.entries FROM hashline_station');
      await hub.run(`REVOKE TEMPORARY ON DATABASE ${hub.address.database} FROM PUBLIC`);
    });
    const found = wrong(await checkHub(hub.address, await tlsOf(hub.server, ADA), surroundings));
    expect(found.grants).toBe(
      'a seat is not refused: SELECT 1 FROM hl.entries LIMIT 1 (done); TRUNCATE hl.entries (23001); ' +
        'CREATE TEMPORARY TABLE kept_here (one integer) (done)',
    );
  });

  test('finds a certificate that ends soon, and clocks that differ', async () => {
    const hub = await aHub();
    const { authority } = hub.server;
    const old = await issueStationCertificate(authority, ADA, Date.now() - 720 * 86_400_000);
    const slow: Clock = { ...systemClock, nowMs: () => Date.now() - 3 * 3_600_000 };
    const found = wrong(
      await checkHub(hub.address, { ca: authority.cert, ...old }, { ...surroundings, clock: slow }),
    );
    delete found['round-trip'];
    expect(found).toEqual({
      'own-certificate': expect.stringMatching(/^ends on 20\d\d-\d\d-\d\d, in 10 days$/),
      clock: expect.stringMatching(/^the hub's clock is 10[78]\d\d(\.\d)? s ahead of this one$/),
    });
  });

  test('says why a hub cannot be reached, and goes no further', async () => {
    const hub = await aHub();
    const tls = await tlsOf(hub.server, ADA);
    const nowhere = await checkHub({ ...hub.address, port: 1 }, tls, surroundings);
    const elsewhere = await checkHub({ ...hub.address, database: 'postgres' }, tls, surroundings);
    const stranger = await checkHub(hub.address, await tlsOf(hub.server, BEN), surroundings);
    expect([nowhere, elsewhere, stranger]).toEqual([
      [{ what: 'reached', ok: false, finding: 'unreachable: ECONNREFUSED' }],
      [{ what: 'reached', ok: false, finding: expect.stringContaining('unfit: 3F000') }],
      [{ what: 'reached', ok: false, finding: 'not-admitted' }],
    ]);
  });
});
