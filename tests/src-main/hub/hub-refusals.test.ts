import type { ClientConfig } from 'pg';
import Client from 'pg/lib/client.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FORBIDDEN } from '../../../src-main/hub/hub.store.ts';
import type { HubTls } from '../../../src-main/hub/hub-connection.ts';
import { issueHubAuthority, issueStationCertificate } from '../../../src-main/hub/setup/hub-certificates.ts';
import { HUB_LIMITS } from '../../../src-main/ports/hub-limits.ts';
import type { CertifiedKey } from '../../../src-main/receiver/issue-certificate.ts';
import { noPostgres } from '../../../tools/postgres-server.ts';
import { aPostgresHub, tlsOf, unguarded } from '../../support/a-postgres.ts';
import { clientWithSubject } from '../../support/certificate-with-key.ts';

const ADA = '0190000a-0000-7000-8000-000000000000';
const BEN = '0190000b-0000-7000-8000-000000000000';

type HubOfTest = Awaited<ReturnType<typeof aPostgresHub>>;

async function aHub(): Promise<HubOfTest> {
  const hub = await aPostgresHub();
  onTestFinished(() => hub[Symbol.asyncDispose]());
  for (const device of [ADA, BEN]) await hub.admitFirst(device);
  return hub;
}

/** A session in which a seat says whatever SQL it likes. */
async function session(hub: HubOfTest, tls: Partial<HubTls> | false, given: ClientConfig = {}) {
  const client = new Client({
    ...hub.address,
    user: 'hashline_station',
    ssl: tls === false ? false : { minVersion: 'TLSv1.3', ...tls },
    password: () => 'none',
    ...given,
  });
  client.on('error', () => {});
  onTestFinished(() => client.end().catch(() => {}));
  await client.connect();
  return async (sql: string, values?: unknown[]): Promise<Record<string, unknown>[]> =>
    (await client.query(sql, values)).rows;
}

/** The SQLSTATE, or what is said where the connection ends instead. */
const refusalOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'DONE',
    (error: Error & { code?: string }) => error.code ?? error.message,
  );

async function refusalsOf(asked: Readonly<Record<string, () => Promise<unknown>>>) {
  const found: Record<string, string> = {};
  for (const [what, ask] of Object.entries(asked)) found[what] = await refusalOf(ask());
  return found;
}
const sameFor = (asked: object, code: string) =>
  Object.fromEntries(Object.keys(asked).map((what) => [what, code]));

describe.skipIf(noPostgres !== null)('a hub in PostgreSQL', () => {
  test('lets a seat read and write nothing but by its functions', async () => {
    const hub = await aHub();
    const ask = await session(hub, await tlsOf(hub.server, ADA));
    await ask("SELECT hl.push_1(0, 0, '{1}', '{1}', 'x')");
    const tables = ['head', 'devices', 'entries', 'seals', 'parcels', 'leases', 'registers', 'letters'];
    const statements = [
      ...FORBIDDEN,
      ...tables.flatMap((table) => [
        `SELECT * FROM hl.${table}`,
        `INSERT INTO hl.${table} DEFAULT VALUES`,
        `DELETE FROM hl.${table}`,
        `TRUNCATE hl.${table}`,
        `ALTER TABLE hl.${table} DISABLE TRIGGER USER`,
        `COPY hl.${table} TO STDOUT`,
      ]),
      'SELECT hl.caller()',
      "SELECT hl.next_seq('0190000b-0000-7000-8000-000000000000')",
      'SET ROLE hashline_owner',
      'GRANT SELECT ON hl.entries TO hashline_station',
      'CREATE FUNCTION hl.caller() RETURNS uuid LANGUAGE sql AS $$ SELECT NULL::uuid $$',
      'CREATE SCHEMA other',
      "SELECT pg_read_file('hashline-server.key')",
      "COPY (SELECT 1) TO PROGRAM 'true'",
      'ALTER SYSTEM SET ssl = off',
    ];
    const asked = Object.fromEntries(statements.map((sql) => [sql, () => ask(sql)]));
    expect(await refusalsOf(asked)).toEqual(sameFor(asked, '42501'));
    // The control: there is something to read.
    expect(await hub.run('SELECT count(*) AS n FROM hl.entries')).toEqual([{ n: '1' }]);
  });

  test('shows a seat nothing of a table that was granted to it by mistake', async () => {
    const hub = await aHub();
    const ask = await session(hub, await tlsOf(hub.server, ADA));
    await ask("SELECT hl.push_1(0, 0, '{1}', '{1}', 'x')");
    await hub.run('GRANT SELECT, INSERT ON hl.entries, hl.devices TO hashline_station');
    onTestFinished(async () => {
      await hub.run('REVOKE ALL ON hl.entries, hl.devices FROM hashline_station');
    });
    expect([
      await ask('SELECT * FROM hl.entries'),
      await ask('SELECT * FROM hl.devices'),
      await refusalOf(ask('INSERT INTO hl.devices (device) VALUES (gen_random_uuid())')),
    ]).toEqual([[], [], '42501']);
  });

  test('keeps its owner from changing what is kept, also as a replica', async () => {
    const hub = await aHub();
    const ask = await session(hub, await tlsOf(hub.server, ADA));
    await ask("SELECT hl.push_1(0, 0, '{1}', '{1}', 'x')");
    await ask("SELECT hl.put_seal_1(1, 'note')");
    await ask("SELECT hl.put_parcel_1($1, 'x')", [Buffer.alloc(32)]);
    await ask(`SELECT hl.remove_1('${BEN}')`);
    const statements = [
      'UPDATE hl.entries SET sealed = sealed',
      'DELETE FROM hl.entries',
      'TRUNCATE hl.entries',
      'UPDATE hl.seals SET note = note',
      'DELETE FROM hl.seals',
      'TRUNCATE hl.seals',
      "UPDATE hl.parcels SET sealed = 'y'",
      'UPDATE hl.parcels SET device = gen_random_uuid()',
      'DELETE FROM hl.parcels',
      'TRUNCATE hl.parcels',
      'UPDATE hl.head SET size = 0',
      'UPDATE hl.head SET incarnation = gen_random_uuid()',
      'DELETE FROM hl.head',
      'TRUNCATE hl.head',
      `UPDATE hl.devices SET removed_at = NULL WHERE device = '${BEN}'`,
      `UPDATE hl.devices SET device = gen_random_uuid() WHERE device = '${BEN}'`,
      'DELETE FROM hl.devices',
      'TRUNCATE hl.devices',
    ];
    const asked = Object.fromEntries(
      ['hashline_owner', 'postgres'].flatMap((role) =>
        ['origin', 'replica'].flatMap((mode) =>
          statements.map((sql) => [
            `${role}, ${mode}: ${sql}`,
            () =>
              hub
                .run(
                  `BEGIN; SET LOCAL session_replication_role = '${mode}'; SET LOCAL ROLE ${role}; ${sql}; COMMIT`,
                )
                .finally(() => hub.run('ROLLBACK')),
          ]),
        ),
      ),
    );
    expect(await refusalsOf(asked)).toEqual(sameFor(asked, '23001'));
    // The control: each of these statements does something where nothing guards the tables.
    for (const sql of statements) {
      await hub.run('BEGIN');
      expect(await refusalOf(hub.run(unguarded(sql).replace(/^BEGIN;|COMMIT$/g, ''))), sql).toBe('DONE');
      await hub.run('ROLLBACK');
    }
  });

  test('holds to its limits against a seat that does not keep to them', async () => {
    const hub = await aHub();
    const ask = await session(hub, await tlsOf(hub.server, ADA));
    const bytes = (length: number) => Buffer.alloc(length);
    const push = (epochs: unknown, lengths: unknown, body: Buffer, first = 0, known = 0) =>
      ask('SELECT hl.push_1($1, $2, $3, $4, $5)', [known, first, epochs, lengths, body]);
    const { deedBytes, parcelBytes, registerBytes, letterBytes, noteBytes, leaseMs } = HUB_LIMITS;
    const name = bytes(32);
    const refill = (devices: unknown, seqs: unknown) =>
      ask('SELECT hl.refill_1(0, $1, $2, $3, $4, $5)', [devices, seqs, [1], [1], bytes(1)]);
    const asked = {
      'a deed too long': () => push([1], [deedBytes + 1], bytes(deedBytes + 1)),
      'no deeds': () => push([], [], bytes(0)),
      'no lengths': () => push([1], null, bytes(0)),
      'too many deeds': () => push(Array(1001).fill(1), Array(1001).fill(0), bytes(0)),
      'too many bytes': () => push(Array(16).fill(1), Array(16).fill(deedBytes), bytes(16 * deedBytes)),
      'lengths of other bytes': () => push([1], [2], bytes(1)),
      'a negative length': () => push([1, 1], [3, -1], bytes(2)),
      'fewer epochs': () => push([1], [1, 1], bytes(2)),
      'no epoch': () => push([null], [1], bytes(1)),
      'a negative epoch': () => push([-1], [1], bytes(1)),
      'a negative number': () => push([1], [1], bytes(1), -1),
      'a negative size': () => push([1], [1], bytes(1), 0, -1),
      'a deed of no device': () => refill([null], [0]),
      'a deed without a number': () => refill([ADA], [null]),
      'deeds of fewer devices': () => refill([], []),
      'a parcel too long': () => ask('SELECT hl.put_parcel_1($1, $2)', [name, bytes(parcelBytes + 1)]),
      'a short name': () => ask('SELECT hl.put_parcel_1($1, $2)', [bytes(31), bytes(1)]),
      'a short name to erase': () => ask('SELECT hl.erase_parcel_1($1)', [bytes(31)]),
      'no parcel': () => ask('SELECT hl.put_parcel_1($1, NULL)', [name]),
      'a register too long': () => ask('SELECT hl.put_register_1($1, $2)', [name, bytes(registerBytes + 1)]),
      'a letter too long': () => ask("SELECT hl.put_letter_1('x', 'y', $1)", [bytes(letterBytes + 1)]),
      'a name too long': () => ask("SELECT hl.put_letter_1(repeat('x', 101), 'y', '')"),
      'a note too long': () => ask("SELECT hl.put_seal_1(0, repeat('x', $1))", [noteBytes + 1]),
      'a lease too long': () => ask('SELECT hl.lease_1($1, $2)', [name, leaseMs + 1]),
      'a lease without an end': () => ask('SELECT hl.lease_1($1, NULL)', [name]),
      'no device to admit': () => ask('SELECT hl.admit_1(NULL)'),
      'a negative place': () => ask('SELECT hl.pull_1(-1, 1)'),
    };
    expect(await refusalsOf(asked)).toEqual(sameFor(asked, 'HL006'));
    expect(
      await hub.run(`SELECT (SELECT count(*) FROM hl.entries) + (SELECT count(*) FROM hl.parcels)
        + (SELECT count(*) FROM hl.registers) + (SELECT count(*) FROM hl.letters)
        + (SELECT count(*) FROM hl.seals) + (SELECT count(*) FROM hl.leases) AS n`),
    ).toEqual([{ n: '0' }]);
  });

  test('refuses a session that would see it as it was earlier', async () => {
    const hub = await aHub();
    const ask = await session(hub, await tlsOf(hub.server, ADA));
    await ask('BEGIN ISOLATION LEVEL REPEATABLE READ');
    const refused = await refusalOf(ask('SELECT hl.head_1()'));
    await ask('ROLLBACK');
    expect([refused, await refusalOf(ask('SELECT hl.head_1()'))]).toEqual(['HL006', 'DONE']);
  });

  test('lets a push under way end before it removes the device, and takes none after', async () => {
    const hub = await aHub();
    const [ada, ben] = [
      await session(hub, await tlsOf(hub.server, ADA)),
      await session(hub, await tlsOf(hub.server, BEN)),
    ];
    const push = (first: number) => ben(`SELECT hl.push_1(0, ${first}, '{1}', '{1}', 'x')`);
    await ben('BEGIN');
    await push(0);
    let isRemoved = false;
    const removing = ada(`SELECT hl.remove_1('${BEN}')`).then(() => {
      isRemoved = true;
    });
    await expect
      .poll(
        async () =>
          (await hub.run("SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))[0]?.n,
      )
      .toBe('1');
    const wasRemoved = isRemoved;
    await ben('COMMIT');
    await removing;
    expect([wasRemoved, await refusalOf(push(1)), (await hub.run('SELECT size FROM hl.head'))[0]]).toEqual([
      false,
      'HL001',
      { size: '1' },
    ]);
  });

  test('admits no one without TLS 1.3 and a certificate of the hotline for a device', async () => {
    const hub = await aHub();
    const { authority } = hub.server;
    const good = await tlsOf(hub.server, ADA);
    const other = await issueHubAuthority('another hotline', Date.now());
    const of = (certified: CertifiedKey): HubTls => ({ ca: authority.cert, ...certified });
    const past = await issueStationCertificate(authority, ADA, Date.now() - 800 * 86_400_000);
    const connect = (tls: Partial<HubTls> | false, given?: ClientConfig) => () => session(hub, tls, given);
    const refused = {
      'without TLS': connect(false),
      'with TLS 1.2': connect({ ...good, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as HubTls),
      'without a certificate': connect({ ca: authority.cert }),
      'with a certificate of another authority': connect(
        of(await issueStationCertificate(other, ADA, Date.now())),
      ),
      'with a certificate that has ended': connect(of(past)),
      'with a certificate of another name': connect(of(await clientWithSubject(authority, 'CN=postgres'))),
      'without a name': connect(of(await clientWithSubject(authority, 'O=hotline'))),
      'as another role': connect(good, { user: 'postgres' }),
      'as the owner': connect(good, { user: 'hashline_owner' }),
    };
    const found = await refusalsOf(refused);
    expect(Object.entries(found).filter(([, code]) => code === 'DONE')).toEqual([]);
    expect(Object.keys(found)).toHaveLength(9);
    expect(found).toMatchObject({
      'without TLS': '28000',
      'with a certificate of another name': '28000',
      'without a name': '28000',
      'as another role': '28000',
      'as the owner': '28000',
    });
    // The control: the good one connects.
    expect(await refusalOf(connect(good)())).toBe('DONE');
  });

  test('takes a certificate for no device’s that says more than the id of one', async () => {
    const hub = await aHub();
    const codes: string[] = [];
    for (const subject of [`O=x,CN=${ADA}`, `CN=${ADA},O=x`, `CN=${BEN},CN=${ADA}`]) {
      const certified = await clientWithSubject(hub.server.authority, subject);
      const ask = session(hub, { ca: hub.server.authority.cert, ...certified });
      codes.push(await refusalOf(ask.then((sql) => sql('SELECT hl.head_1()'))));
    }
    expect(codes).toEqual(['HL001', 'HL001', 'HL001']);
  });
});
