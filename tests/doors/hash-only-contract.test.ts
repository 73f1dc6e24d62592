import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findMedia } from '../../shared/domain/hash-only.ts';
import { witnessVerifierKey } from '../../shared/ledger/cosignature.ts';
import { nodeLedgerCrypto, signingKeyFrom } from '../../src-main/engine/keys/signing-key.ts';
import type { Database } from '../../src-main/engine/storage/database.ts';
import { seededRandom } from '../../tools/fake-data.ts';
import { callByName, PROCEDURES } from '../contract/procedures.ts';
import { aDesk } from '../src-main/receiver/a-desk.ts';
import { aCommand } from '../support/a-command.ts';
import { refer, sendAll, sendTo } from '../support/a-referring-vault.ts';
import { aReport } from '../support/a-report.ts';
import { type AVault, aVault, PERSON } from '../support/a-vault.ts';
import { undetermined } from '../support/an-assessment.ts';
import { atWork, enrolled } from '../support/colleagues.ts';
import { failureOf } from '../support/failure-of.ts';
import { fromSchema } from '../support/from-schema.ts';
import { LIKELY_ENCODINGS, mediaText } from '../support/media-in-text.ts';
import { inDatabaseOf } from '../support/vault-database.ts';

type Path = readonly string[];

/** Where texts stand in a value. */
function textsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value === 'string') return [at];
  if (typeof value !== 'object' || value === null || value instanceof Blob) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, [...at, name]));
}

function withText(value: unknown, [name, ...rest]: Path, text: string): unknown {
  if (name === undefined) return text;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? withText(item, rest, text) : item));
  return { ...(value as object), [name]: withText((value as Record<string, unknown>)[name], rest, text) };
}

const fieldOf = (path: Path): string => path.map((part) => (/^\d+$/.test(part) ? '*' : part)).join('.');

/** Texts that are compared or opened and never kept: nothing can hide in them. */
const NEVER_KEPT = new Set([
  'vault.create passphrase',
  'vault.unlock passphrase',
  'vault.enrol code',
  'vault.enrol passphrase',
  'vault.recover identity',
  'vault.recover passphrase',
  'vault.changePassphrase passphrase',
  'vault.changePassphrase next',
  'vault.changeRecoveryKey identity',
  'vault.changeRecoveryKey passphrase',
  'matching.lookup value',
  'matching.match value',
  'matching.matchMany values.*',
  'lists.find value',
  'lists.removeMapping name',
  'review.queue after',
  'audit.verify since',
  // Of an answer only the line is kept whose signature fits, and such a line has room for nothing else.
  'audit.recordAnchor answer',
  // Sealed with the code, and what it holds has a form of its own.
  'team.join file',
  'team.join code',
  'team.rejoin file',
  'team.rejoin code',
  // Of receipts only what a desk signed is kept; any other line is counted.
  'referral.importReceipts text',
]);
/** Refused by the engine itself, because the schema leaves them open. */
const REFUSED_BY_ENGINE = [
  'audit.anchorRequest witness',
  'audit.recordAnchor witness',
  'intake.open name',
  'intake.saveProfile text',
  'referral.addDestination destination.channel.settings.url',
  'referral.importContacts text',
];

/** A fitting input for each text field a procedure has. */
function fieldsOf(): {
  field: string;
  procedure: (typeof PROCEDURES)[number];
  fitting: unknown;
  path: Path;
}[] {
  return PROCEDURES.flatMap((procedure) => {
    const { input, name } = procedure;
    if (input === null) return [];
    const fitting = fc
      .sample(fromSchema(input), { numRuns: 400, seed: 11 })
      .filter((value) => input.safeParse(value).success);
    const seen = new Map<string, { fitting: unknown; path: Path }>();
    for (const value of fitting) {
      for (const path of textsIn(value)) seen.set(fieldOf(path), { fitting: value, path });
    }
    return [...seen].map(([field, found]) => ({ field: `${name} ${field}`, procedure, ...found }));
  });
}

const FIELDS = fieldsOf();
const PER_FIELD = 40;

describe(`${PER_FIELD} synthetic pictures in 8 encodings in each text field of the contract`, () => {
  test('are refused by its schema wherever a text could be kept, but for those the engine refuses', () => {
    const taken: Record<string, number> = {};
    for (const { field, procedure, fitting, path } of FIELDS) {
      if (NEVER_KEPT.has(field)) continue;
      const random = seededRandom(field.length);
      for (let number = 0; number < PER_FIELD; number++) {
        const text = mediaText(random, LIKELY_ENCODINGS[number % LIKELY_ENCODINGS.length]!, 110);
        for (const spelled of [text, `https://site.example/${text}`]) {
          if (procedure.input?.safeParse(withText(fitting, path, spelled)).success) {
            taken[field] = (taken[field] ?? 0) + 1;
          }
        }
      }
    }
    expect(Object.keys(taken).sort()).toEqual(REFUSED_BY_ENGINE);
  });

  test('and the schemas were asked about every text there is', () => {
    const names = FIELDS.map(({ field }) => field);
    expect(names).toEqual(
      expect.arrayContaining([
        'intake.report report.narrative',
        'intake.report report.source',
        'intake.report report.reference',
        'intake.report report.reporter',
        'intake.report report.subjects.*.url',
        'intake.report report.subjects.*.referrer',
        'intake.report report.subjects.*.siteType',
        'intake.report report.subjects.*.mimeType',
        'intake.report report.subjects.*.hosting.network',
        'review.assess judgement.note',
        'review.saveDraft draft.json',
        'vault.create hotline',
        'vault.create name',
        'vault.extendDuty reason',
        'people.add name',
        'intake.open name',
      ]),
    );
    expect([...NEVER_KEPT].filter((field) => !names.includes(field))).toEqual([]);
  });

  test('are refused by an open engine, which keeps nothing of them', async () => {
    using vault = await aVault();
    const random = seededRandom(12);
    const codes: Record<string, string> = {};
    let texts = 0;
    for (const { field, procedure, fitting, path } of FIELDS) {
      if (NEVER_KEPT.has(field) || procedure.name === 'vault.create') continue;
      const text = mediaText(random, LIKELY_ENCODINGS[texts++ % LIKELY_ENCODINGS.length]!, 110);
      const { code } = await failureOf(callByName(vault.client, procedure, withText(fitting, path, text)));
      if (code !== 'BAD_REQUEST') codes[field] = code;
    }
    expect(codes).toEqual({
      'audit.anchorRequest witness': 'CONFLICT',
      'audit.recordAnchor witness': 'CONFLICT',
      'intake.open name': 'REFUSED',
      'intake.saveProfile text': 'REFUSED',
      'referral.importContacts text': 'REFUSED',
    });
    expect(texts).toBeGreaterThan(30);
    vault.lock();
    expect(await mediaInRowsOf(vault)).toEqual([]);
  });
});

test('a witness’s key with a picture for a name, and a certificate with one behind it, are refused', async () => {
  await using desk = await aDesk();
  using vault = await aVault();
  const picture = mediaText(seededRandom(3), 'base64url', 200);
  const { publicKey } = signingKeyFrom(new Uint8Array(32).fill(5));
  const witness = witnessVerifierKey({ name: picture, publicKey }, nodeLedgerCrypto);
  const { ca, cert, key } = desk.tls;
  const add = (change: Record<string, string>) => {
    const settings = { url: desk.settings.url, ca, cert, key, ...change };
    const destination = { id: 'police', channel: { kind: 'https-json', settings } };
    const input = { command: aCommand(), destination } as Parameters<
      typeof vault.client.referral.addDestination
    >[0];
    return vault.client.referral.addDestination(input);
  };
  const refused = [
    await failureOf(vault.client.audit.anchorRequest({ witness })),
    await failureOf(add({ ca: `${ca}\n${picture}` })),
    await failureOf(add({ cert: `${cert}\n${picture}` })),
    await failureOf(add({ key: `${key}\n${picture}` })),
    await failureOf(add({ url: `${desk.settings.url}?p=${picture}` })),
  ];
  expect(refused.map(({ code }) => code)).toEqual(['CONFLICT', 'REFUSED', 'REFUSED', 'REFUSED', 'REFUSED']);
  expect((await add({})).id).toBe('police');
});

/** Without the indexes of words: FTS5 keeps them in tables of its own, and they hold what stands in the columns of others. */
const tablesOf = (db: Database, type = 'table'): string[] =>
  db
    .prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = ? AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all([type])
    .map(({ name }) => String(name));

/** Every text of every row of a locked vault that looks like media. */
const mediaInRowsOf = (vault: AVault): Promise<string[]> =>
  inDatabaseOf(vault.folder, (db) =>
    tablesOf(db).flatMap((table) =>
      db
        .prepare(`SELECT * FROM ${table}`)
        .all()
        .flatMap((row) =>
          Object.entries(row).flatMap(([column, value]) =>
            typeof value === 'string' && findMedia(value) !== null ? [`${table}.${column}`] : [],
          ),
        ),
    ),
  );

describe('the database', () => {
  test('has no column that could hold bytes: every table is strict, every column text or a number', async () => {
    using vault = await aVault();
    vault.lock();
    const { loose, columns, indexes } = await inDatabaseOf(vault.folder, (db) => ({
      indexes: tablesOf(db, 'virtual'),
      loose: db
        .prepare(
          "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
        )
        .all(),
      columns: tablesOf(db).flatMap((table) =>
        db
          .prepare('SELECT name, type FROM pragma_table_xinfo(?)')
          .all([table])
          .map(({ name, type }) => ({ column: `${table}.${name}`, type: String(type) })),
      ),
    }));
    expect([loose, indexes]).toEqual([[], ['found_notes', 'found_words']]);
    expect(columns.filter(({ type }) => !['TEXT', 'INTEGER', 'REAL'].includes(type))).toEqual([]);
    expect(columns.length).toBeGreaterThan(80);
  });

  test('refuses bytes where text belongs', async () => {
    using vault = await aVault();
    vault.lock();
    const said = await inDatabaseOf(vault.folder, (db) => {
      try {
        db.execute("UPDATE facts SET value = x'ffd8ffe000104a464946'");
        return 'taken';
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    });
    expect(said).toMatch(/cannot store BLOB value in TEXT column/);
  });

  test('holds no media in any row after everything a workstation does', async () => {
    await using desk = await aDesk();
    using vault = await aVault({ sample: true });
    await sendTo(vault, 'police', desk);
    await refer(vault, 'one');
    await sendAll(vault);
    await enrolled(vault, 'Ann', 'analyst');
    await atWork(vault, 'Ann');
    const { client } = vault;
    const report = aReport().of('https://two.example/').saying('as told on the phone').build();
    const { cases } = await client.intake.report({ command: aCommand(), report });
    const id = cases[0]!.id;
    await client.review.claim({ command: aCommand(), id });
    await client.review.saveDraft({ case: id, draft: { json: '{"note":"half"}' } });
    const judgement = undetermined({ note: 'needs another pair of eyes' });
    await client.review.assess({ command: aCommand(), case: id, judgement });
    await client.vault.extendDuty({ command: aCommand(), reason: 'the police wait' });
    await atWork(vault, PERSON);
    for await (const _ of await client.audit.export());
    vault.lock();
    expect(await mediaInRowsOf(vault)).toEqual([]);
    const rows = await inDatabaseOf(vault.folder, (db) =>
      tablesOf(db).map((table) => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n)),
    );
    expect(rows.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(500);
  });

  test('control: media that was written straight into a row is found', async () => {
    using vault = await aVault();
    vault.lock();
    const text = mediaText(seededRandom(1), 'base64', 400);
    await inDatabaseOf(vault.folder, (db) =>
      db.prepare("INSERT INTO facts (name, value) VALUES ('forged', ?)").run([text]),
    );
    expect(await mediaInRowsOf(vault)).toEqual(['facts.value']);
  });
});
