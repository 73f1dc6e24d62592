import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VerifyReport } from '../../../../shared/contract/audit.contract.ts';
import type { EngineClient } from '../../../../shared/contract/contract.ts';
import { verifyExport } from '../../../../shared/ledger/export-file.ts';
import { nodeLedgerCrypto } from '../../../../src-main/engine/keys/signing-key.ts';
import type { Database, SqlRow } from '../../../../src-main/engine/storage/database.ts';
import { type Told, toldReport } from '../../../../src-main/host-cli/terminal/fault-text.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { illegalIn, legal, undetermined } from '../../../support/an-assessment.ts';
import { importFile } from '../../../support/an-import.ts';
import { scartFile, scartRow } from '../../../support/intake.ts';
import { ledgerProblemsIn } from '../../../support/ledger-problems.ts';
import { databaseOf, inDatabaseOf } from '../../../support/vault-database.ts';

async function verified(client: EngineClient): Promise<Told<VerifyReport>> {
  for await (const step of await client.audit.verify())
    if (step.phase === 'done') return toldReport(step.report);
  throw new Error('the verification ended without a report');
}

async function exported(client: EngineClient): Promise<string[]> {
  const lines: string[] = [];
  for await (const piece of await client.audit.export()) lines.push(...piece.lines);
  return lines;
}

/** A vault in which many things happened: more than 256 entries of most kinds, checkpoints among them. */
async function aBusyVault(): Promise<AVault> {
  const vault = await aVault();
  const { client } = vault;
  const rows = Array.from({ length: 120 }, (_, i) => scartRow(`https://host-${i}.example/`));
  await importFile(client, scartFile(rows));
  for (const [number, { id }] of (await client.review.queue({ limit: 120 })).cases.entries()) {
    await client.review.claim({ command: aCommand(), id });
    const judgement = [illegalIn('BE'), illegalIn('NL'), legal(), undetermined()][number % 4]!;
    await client.review.assess({ command: aCommand(), case: id, judgement });
  }
  const [md5, sha1] = [aHash(32, 1), aHash(40, 2)];
  for (const hashes of [{ md5 }, { sha1 }, { md5, sha1 }]) {
    await client.intake.report({ command: aCommand(), report: aReport().ofFile(hashes).build() });
  }
  vault.lock();
  await vault.unlock();
  for (let i = 0; i < 20; i++) {
    await client.intake.report({
      command: aCommand(),
      report: aReport().of(`https://late-${i}.example/`).build(),
    });
  }
  return vault;
}

describe('the ledger of a busy vault', () => {
  let vault: AVault;
  beforeAll(async () => {
    vault = await aBusyVault();
  });
  afterAll(() => vault[Symbol.dispose]());

  test('verifies, with a checkpoint at every 256 entries and at every lock', async () => {
    const report = await verified(vault.client);
    const { total } = await vault.client.audit.entries({ limit: 1 });
    expect({ ...report, entries: report.entries > 260 }).toEqual({
      ok: true,
      entries: true,
      root: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      checkpoints: expect.toSatisfy((count: number) => count >= 2),
      problems: [],
      late: 0,
      overtaken: 0,
      withoutEffect: [],
      erased: [],
      witnesses: { quorum: 0, named: [], anchored: 0, cosigned: [] },
    });
    expect(report.entries).toBe(total);
    const { root, size } = await vault.client.audit.checkpoint();
    const after = await verified(vault.client);
    expect({ root, size }).toEqual({ root: after.root, size: after.entries });
  });

  test('has one checkpoint for one size, however often it is asked for', async () => {
    const [one, other] = [await vault.client.audit.checkpoint(), await vault.client.audit.checkpoint()];
    expect(other).toEqual(one);
    expect(one.note.split('\n').slice(0, 3)).toEqual([
      `hashline/${vault.session.device}`,
      String(one.size),
      one.root,
    ]);
  });

  test('can be read newest first, in pages, by case, person and kind', async () => {
    const { client } = vault;
    const all = (await client.audit.entries({ limit: 500 })).entries;
    const [first, second] = [
      await client.audit.entries({ limit: 7 }),
      await client.audit.entries({ limit: 7, before: all[6]!.seq }),
    ];
    const assessed = await client.audit.entries({ kind: 'case.assessed', limit: 500 });
    const ofCase = await client.audit.entries({ case: assessed.entries[0]!.case!, limit: 500 });
    const bySam = await client.audit.entries({ actor: vault.session.person.id, limit: 500 });
    expect({
      order: all.map((entry) => entry.seq),
      pages: [...first.entries, ...second.entries].map((entry) => entry.seq),
      totals: [first.total, second.total],
      assessed: assessed.total,
      ofCase: ofCase.entries.map((entry) => entry.kind),
      bySam: bySam.total,
    }).toEqual({
      order: Array.from({ length: all.length }, (_, i) => all.length - 1 - i),
      pages: all.slice(0, 14).map((entry) => entry.seq),
      totals: [all.length, all.length],
      assessed: 120,
      ofCase: ['case.assessed', 'case.claimed'],
      bySam: all.filter((entry) => entry.actor.id === vault.session.person.id).length,
    });
  });

  test('exports to lines an outsider verifies, and records the export in them', async () => {
    const lines = await exported(vault.client);
    const report = await verifyExport(lines, nodeLedgerCrypto);
    const own = await verified(vault.client);
    expect({ ok: report.ok, problems: report.problems, entries: report.entries, root: report.root }).toEqual({
      ok: true,
      problems: [],
      entries: own.entries,
      root: own.root,
    });
    expect(JSON.parse(lines.at(-2)!).kind).toBe('audit.exported');
    const shortened = await verifyExport(lines.slice(0, -3), nodeLedgerCrypto);
    expect(shortened.ok).toBe(false);
  });

  test('exports with what entries enclose, which is recorded too and verifies', async () => {
    const lines: string[] = [];
    for await (const piece of await vault.client.audit.exportWithEnclosures()) lines.push(...piece.lines);
    const told = lines.filter((line) => line.startsWith('{"enclosure":'));
    const naming = lines.filter((line) => line.includes('"enclosed":"'));
    const bare = await exported(vault.client);
    expect({
      problems: (await verifyExport(lines, nodeLedgerCrypto)).problems,
      each: told.length === naming.length && told.length > 100,
      last: lines.slice(-3, -1).map((line) => JSON.parse(line).kind),
      words: [
        told.some((line) => line.includes('note')),
        bare.some((line) => line.startsWith('{"enclosure":')),
      ],
    }).toEqual({
      problems: [],
      each: true,
      last: ['audit.disclosed', 'audit.exported'],
      words: [true, false],
    });
  });

  test('still verifies after a restart, and goes on where it was', async () => {
    const before = await verified(vault.client);
    await vault.restart();
    const after = await verified(vault.client);
    expect([after.ok, after.entries]).toEqual([true, before.entries + 2]);
  });
});

describe('sixty changes of the database, made with its key and every trigger dropped', () => {
  let vault: AVault;
  let db: Database;
  beforeAll(async () => {
    vault = await aBusyVault();
    vault.lock();
    db = await databaseOf(vault.folder);
  });
  afterAll(() => {
    db.close();
    vault[Symbol.dispose]();
  });

  /** Verifies the database as it stands, in a transaction that is taken back afterwards. */
  async function problemsAfter(tamper: () => void): Promise<string[]> {
    db.execute('BEGIN');
    try {
      for (const { name } of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()) {
        db.execute(`DROP TRIGGER ${name}`);
      }
      tamper();
      return await ledgerProblemsIn(db);
    } finally {
      db.execute('ROLLBACK');
    }
  }

  const entry = (seq: number): SqlRow =>
    db.prepare('SELECT * FROM ledger_entries WHERE position = ?').get([seq])!;
  const run = (sql: string, ...values: (string | number | null)[]) => {
    const { changes } = db.prepare(sql).run(values);
    if (changes === 0) throw new Error(`nothing was changed by ${sql}`);
  };
  const setLine = (seq: number, line: string) =>
    run('UPDATE ledger_entries SET line = ? WHERE position = ?', line, seq);
  const changed = (seq: number, from: RegExp, to: string) => {
    const line = String(entry(seq).line);
    const next = line.replace(from, to);
    if (next === line) throw new Error(`entry ${seq} holds no ${from}`);
    setLine(seq, next);
  };
  /** Entries spread over the whole log, also around the checkpoint at 256. */
  const places = [0, 1, 2, 50, 128, 200, 254, 255, 256, 262];

  const tamperings: [string, () => void][] = places.flatMap((seq): [string, () => void][] => [
    [`the time of entry ${seq}`, () => changed(seq, /"at":"20/, '"at":"19')],
    [
      `the signature of entry ${seq}`,
      () => {
        const line = String(entry(seq).line);
        setLine(
          seq,
          line.replace(/"sig":"(.)/, (_, first) => `"sig":"${first === '/' ? 'A' : '/'}`),
        );
      },
    ],
    [`the bytes of entry ${seq}, by a space`, () => setLine(seq, `${entry(seq).line} `)],
    [`entry ${seq}, which goes`, () => run('DELETE FROM ledger_entries WHERE position = ?', seq)],
    [`entry ${seq}, by that of another place`, () => setLine(seq, String(entry(seq === 3 ? 4 : 3).line))],
  ]);
  tamperings.push(
    [
      'the kind entry 5 is filed under',
      () => run("UPDATE ledger_entries SET kind = 'case.merged' WHERE position = 5"),
    ],
    [
      'the workstation entry 5 is filed under',
      () => run("UPDATE ledger_entries SET device = 'x' WHERE position = 5"),
    ],
    [
      'the number entry 5 is filed under',
      () => run('UPDATE ledger_entries SET seq = 9999 WHERE position = 5'),
    ],
    [
      'the case entry 5 is filed under',
      () => run("UPDATE ledger_entries SET case_id = 'x' WHERE position = 5"),
    ],
    [
      'the person entry 5 is filed under',
      () => run("UPDATE ledger_entries SET actor = 'x' WHERE position = 5"),
    ],
    [
      'the time entry 5 is filed under',
      () => run("UPDATE ledger_entries SET at = '2001' WHERE position = 5"),
    ],
    [
      'the kind entry 5 is found by',
      () => run("UPDATE ledger_filed SET kind = 'case.merged' WHERE position = 5"),
    ],
    ['what entry 5 is found by, which goes', () => run('DELETE FROM ledger_filed WHERE position = 5')],
    [
      'what an entry that is not there is found by',
      () =>
        run(
          'INSERT INTO ledger_filed SELECT 9999, device, seq, kind, actor, at, case_id FROM ledger_filed WHERE position = 5',
        ),
    ],
    [
      'a case entry 5 is found by and does not name',
      () => run("INSERT INTO ledger_mentions SELECT 'x', 5 FROM ledger_frontiers"),
    ],
    ['the cases that reports are found by, which go', () => run('DELETE FROM ledger_mentions')],
    [
      'two entries that change places',
      () => {
        const [a, b] = [String(entry(10).line), String(entry(11).line)];
        setLine(10, b);
        setLine(11, a);
      },
    ],
    [
      'the last entry, which goes',
      () => run('DELETE FROM ledger_entries WHERE position = (SELECT max(position) FROM ledger_entries)'),
    ],
    ['all entries after 100', () => run('DELETE FROM ledger_entries WHERE position > 100')],
    ['all entries', () => run('DELETE FROM ledger_entries')],
    [
      'an entry that is added',
      () =>
        run(
          'INSERT INTO ledger_entries (position, device, seq, kind, actor, at, case_id, line) SELECT position + 1, device, seq + 1, kind, actor, at, case_id, line FROM ledger_entries ORDER BY position DESC LIMIT 1',
        ),
    ],
    ['the size of the tree, less by one', () => run('UPDATE ledger_frontiers SET size = size - 1')],
    ['the size of the tree, more by one', () => run('UPDATE ledger_frontiers SET size = size + 1')],
    [
      'the edge of the tree',
      () => run("UPDATE ledger_frontiers SET roots = replace(roots, substr(roots, 1, 4), 'AAAA')"),
    ],
    ['the edge of the tree, which goes', () => run('DELETE FROM ledger_frontiers')],
    [
      'the root of a checkpoint',
      () =>
        run(
          "UPDATE ledger_checkpoints SET note = replace(note, substr(note, 60, 6), 'AAAAAA') WHERE size = 256",
        ),
    ],
    ['the place of a checkpoint', () => run('UPDATE ledger_checkpoints SET size = 255 WHERE size = 256')],
    ['the checkpoint at 256, which goes', () => run('DELETE FROM ledger_checkpoints WHERE size = 256')],
    [
      'a checkpoint over entries that are not there',
      () => run('INSERT INTO ledger_checkpoints SELECT 9999, note FROM ledger_checkpoints WHERE size = 256'),
    ],
    ['a checkpoint that is no note', () => run("UPDATE ledger_checkpoints SET note = 'x' WHERE size = 256")],
    [
      'the whole end of the log, made to look whole again',
      () => {
        run('DELETE FROM ledger_entries WHERE position >= 200');
        run('UPDATE ledger_frontiers SET size = 200');
      },
    ],
    [
      "the log's key",
      () =>
        run("UPDATE keys SET private_key = ? WHERE purpose = 'log'", Buffer.alloc(32, 1).toString('base64')),
    ],
  );

  test('are found in no unchanged database', async () => {
    expect(await problemsAfter(() => {})).toEqual([]);
    expect(tamperings.length).toBeGreaterThanOrEqual(60);
  });

  test.each(tamperings)('%s is found', async (_what, tamper) => {
    expect((await problemsAfter(tamper)).length).toBeGreaterThan(0);
  });
});

test('a change of the database is found by the product itself, and named', async () => {
  using vault = await aVault();
  for (let i = 0; i < 5; i++) {
    await vault.client.intake.report({
      command: aCommand(),
      report: aReport().of(`https://a-${i}.example/`).build(),
    });
  }
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => {
    db.execute('DROP TRIGGER ledger_entries_unchanged');
    db.execute("UPDATE ledger_entries SET line = replace(line, 'phone', 'mail') WHERE seq = 3");
  });
  await vault.unlock();
  const { ok, problems } = await verified(vault.client);
  expect({ ok, problems: problems.slice(0, 2) }).toEqual({
    ok: false,
    problems: [
      { seq: 3, what: "the person's signature does not fit" },
      { seq: 4, what: 'does not follow the entry that stands before it' },
    ],
  });
});
