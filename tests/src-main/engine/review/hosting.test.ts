import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { aHash, aReport, type ReportBuilder } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { anMmdb } from '../../../support/an-mmdb.ts';
import { failureOf } from '../../../support/failure-of.ts';

const NETWORKS = {
  '192.0.2.0/25': {
    country: { iso_code: 'NL', names: { en: 'one' } },
    registered_country: { iso_code: 'US' },
  },
  '192.0.2.128/25': { registered_country: { iso_code: 'US' } },
  '198.51.100.0/24': { country: 'A name', country_code: 'BE' },
  '2001:db8::/32': { country: { iso_code: 'DE' } },
};

const reported = async ({ client }: AVault, report: ReportBuilder): Promise<string> =>
  (await client.intake.report({ command: aCommand(), report: report.build() })).cases[0]!.id;
const use = ({ client }: AVault, path: string | null) =>
  client.hosting.setTable({ command: aCommand(), path });
const lookedUp = async ({ client }: AVault, id: string) => {
  const { found, without } = await client.hosting.lookUp({ case: id });
  return {
    found: found.map(({ ip, from, country, prefix, why }) => [ip, from, country ?? why, prefix]),
    without,
  };
};

function aTable(content: Uint8Array = anMmdb(NETWORKS)) {
  const folder = aFolder();
  const path = join(folder.path, 'countries.mmdb');
  writeFileSync(path, content);
  return { path, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

test('the country of an address comes from the table that this seat names, with the day it was built', async () => {
  using vault = await aVault();
  using table = aTable();
  const id = await reported(vault, aReport().of('http://192.0.2.7/a'));
  const before = await vault.client.hosting.lookUp({ case: id });
  const named = await use(vault, table.path);
  const ready = {
    state: 'ready',
    path: table.path,
    builtAt: '2026-11-01T00:00:00.000Z',
    type: 'Example-Country',
    addresses: 'ipv4-and-ipv6',
  };
  expect(before).toEqual({ table: { state: 'none' }, found: [], without: [], isCut: false });
  expect([named, await vault.client.hosting.table()]).toEqual([ready, ready]);
  expect(await vault.client.hosting.lookUp({ case: id })).toEqual({
    table: ready,
    found: [{ ip: '192.0.2.7', from: 'subject', sightings: 1, country: 'NL', prefix: 25, why: null }],
    without: [],
    isCut: false,
  });
});

test('what has no IP address is not looked up, and counted; an address that a report states is', async () => {
  using vault = await aVault();
  using table = aTable();
  await use(vault, table.path);
  const named = 'https://one.example/a';
  const id = await reported(vault, aReport().of(named));
  await reported(vault, aReport().of(named));
  await reported(vault, aReport().of(named, { hosting: { country: null, ip: '198.51.100.9' } }));
  const link = await reported(vault, aReport().of(`magnet:?xt=urn:btih:${aHash(40, 7)}`));
  const file = await reported(vault, aReport().ofFile({ sha256: aHash(64, 7) }));
  expect(await lookedUp(vault, id)).toEqual({
    found: [['198.51.100.9', 'report', 'BE', 24]],
    without: [{ why: 'name', sightings: 2 }],
  });
  expect([await lookedUp(vault, link), await lookedUp(vault, file)]).toEqual([
    { found: [], without: [{ why: 'link', sightings: 1 }] },
    { found: [], without: [{ why: 'file', sightings: 1 }] },
  ]);
});

test('an address without a country says why: no such network, a holder’s country alone, or another kind of table', async () => {
  using vault = await aVault();
  using both = aTable();
  using four = aTable(anMmdb({ '32.1.0.0/16': { country: { iso_code: 'FR' } } }, { ipVersion: 4 }));
  const at = (host: string) => reported(vault, aReport().of(`http://${host}/`));
  const ids = [
    await at('203.0.113.1'),
    await at('192.0.2.200'),
    await at('[2001:db8::1]'),
    await at('[::ffff:192.0.2.1]'),
  ];
  const answers = async (path: string) => {
    await use(vault, path);
    const all = await Promise.all(ids.map((id) => lookedUp(vault, id)));
    return all.map(({ found }) => found[0]?.slice(2));
  };
  // 2001:db8:: begins with the bits of 32.1.13.184.
  expect([await answers(both.path), await answers(four.path)]).toEqual([
    [
      ['not-in-table', null],
      ['without-country', 25],
      ['DE', 32],
      ['NL', 25],
    ],
    [
      ['not-in-table', null],
      ['not-in-table', null],
      ['other-addresses', null],
      ['not-in-table', null],
    ],
  ]);
});

test('a file that is no such table is refused, and one that went away or was damaged since is said to be unusable', async () => {
  using vault = await aVault();
  using good = aTable();
  using text = aTable(Buffer.from('no table'));
  using newer = aTable(anMmdb(NETWORKS, { major: 3 }));
  using cut = aTable(anMmdb(NETWORKS).subarray(200));
  const refused = await Promise.all([text, newer, cut].map(({ path }) => failureOf(use(vault, path))));
  expect(new Set(refused.map((failure) => JSON.stringify(failure)))).toEqual(
    new Set([JSON.stringify({ code: 'CONFLICT', data: { reason: 'no-hosting-table' } })]),
  );
  expect(await failureOf(use(vault, 'countries.mmdb'))).toEqual({
    code: 'CONFLICT',
    data: { reason: 'hosting-table-not-absolute' },
  });
  expect(await failureOf(use(vault, `${good.path}.gone`))).toMatchObject({ code: 'STORAGE' });
  expect(await vault.client.hosting.table()).toEqual({ state: 'none' });
  await use(vault, good.path);
  writeFileSync(good.path, 'no table');
  const damaged = await vault.client.hosting.table();
  rmSync(good.path);
  const gone = await vault.client.hosting.table();
  expect([damaged, gone]).toMatchObject([
    { state: 'unusable', problem: 'no MaxMind DB file of version 2' },
    { state: 'unusable', problem: expect.stringContaining('ENOENT') },
  ]);
  expect(await use(vault, null)).toEqual({ state: 'none' });
});

test('a table that was replaced is read again, and the seat knows its file after a restart', async () => {
  using vault = await aVault();
  using table = aTable();
  const id = await reported(vault, aReport().of('http://192.0.2.7/a'));
  await use(vault, table.path);
  await vault.client.hosting.lookUp({ case: id });
  writeFileSync(
    table.path,
    anMmdb({ '192.0.2.0/24': { country: 'FR' } }, { builtAt: '2026-12-01T00:00:00Z' }),
  );
  const replaced = await vault.client.hosting.lookUp({ case: id });
  await vault.restart();
  expect(replaced).toMatchObject({
    table: { builtAt: '2026-12-01T00:00:00.000Z' },
    found: [{ country: 'FR', prefix: 24 }],
  });
  expect(await vault.client.hosting.lookUp({ case: id })).toEqual(replaced);
});

test('bytes of a table that lead nowhere never end in more than an answer that says so', async () => {
  using vault = await aVault();
  const id = await reported(vault, aReport().of('http://192.0.2.7/a'));
  const whole = anMmdb({ '192.0.2.0/24': { country: { iso_code: 'NL' } } });
  const data = whole.indexOf('country') - 2;
  const damages = [0xff, 0x20, 0xe1, 0x3f].map((byte) => {
    const bytes = Buffer.from(whole);
    bytes[data] = byte;
    return bytes;
  });
  const answers: unknown[] = [];
  for (const bytes of damages) {
    using table = aTable(bytes);
    await use(vault, table.path);
    answers.push((await lookedUp(vault, id)).found[0]?.[2]);
  }
  expect(answers.every((answer) => ['unreadable', 'without-country', 'NL'].includes(String(answer)))).toBe(
    true,
  );
  expect(answers).toContain('unreadable');
});

test('of a case with more than 200 different addresses the most frequent are looked up, and the answer says so', async () => {
  using vault = await aVault();
  using table = aTable();
  await use(vault, table.path);
  const url = 'https://one.example/a';
  const stating = (ip: string) => [url, { hosting: { country: null, ip } }] as const;
  const often = stating('198.51.100.9');
  const once = Array.from({ length: 200 }, (_, index) => stating(`192.0.2.${index}`));
  const report = [often, often, ...once].reduce((built, each) => built.of(...each), aReport());
  const { found, isCut } = await vault.client.hosting.lookUp({ case: await reported(vault, report) });
  expect([isCut, found.length, found[0]]).toMatchObject([
    true,
    200,
    { ip: '198.51.100.9', sightings: 2, country: 'BE' },
  ]);
});
