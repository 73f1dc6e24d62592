import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { ImportStep } from '../../../../shared/contract/intake.contract.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { importFile, importSteps, openUpload, sendPieces } from '../../../support/an-import.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { reportLine, scartFile, scartRow, vicsCase } from '../../../support/intake.ts';
import { countIn, inDatabaseOf } from '../../../support/vault-database.ts';

const rowsOf = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => scartRow(`https://host-${from + i}.example/page`));

const CONTENT_TABLES = [
  'batches',
  'batch_rows',
  'refusals',
  'reports',
  'cases',
  'case_keys',
  'sightings',
  'ledger_entries',
] as const;

/** How many rows each table holds; the vault is locked for it. */
async function rowCounts(vault: AVault): Promise<Record<string, number>> {
  vault.lock();
  return inDatabaseOf(vault.folder, (db) =>
    Object.fromEntries(
      CONTENT_TABLES.map((table) => [table, countIn(db, `SELECT count(*) AS n FROM ${table}`)]),
    ),
  );
}

/** What an import added, apart from the entries of locking and unlocking. */
async function addedBy(vault: AVault, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await rowCounts(vault);
  await vault.unlock();
  await work();
  const after = await rowCounts(vault);
  await vault.unlock();
  const added = CONTENT_TABLES.map((table) => [
    table,
    after[table]! - before[table]! - (table === 'ledger_entries' ? 2 : 0),
  ]);
  return Object.fromEntries(added.filter(([, count]) => count !== 0));
}

describe('a file that is taken', () => {
  test('becomes a batch, reports, cases and two ledger entries', async () => {
    using vault = await aVault();
    let result: unknown;
    const added = await addedBy(vault, async () => {
      result = await importFile(
        vault.client,
        scartFile([...rowsOf(3), scartRow('https://HOST-0.example:443/page#x')]),
      );
    });
    expect({ result, added }).toEqual({
      result: {
        batch: expect.any(String),
        format: 'scart-csv',
        reports: 4,
        subjects: 4,
        casesNew: 3,
        casesJoined: 1,
        casesReopened: 0,
        refused: [],
        refusedTotal: 0,
        notices: expect.any(Array),
        noticeCounts: expect.any(Object),
        alreadyImported: false,
      },
      added: {
        batch_rows: 1,
        batches: 1,
        reports: 4,
        cases: 3,
        case_keys: 3,
        sightings: 4,
        ledger_entries: 2,
      },
    });
    const { entries } = await vault.client.audit.entries({ kind: 'intake.imported' });
    const [batch] = await vault.client.intake.batches();
    expect(entries[0]?.data).toEqual({
      batch: batch?.id,
      fileSha256: batch?.digest,
      rowsRoot: expect.stringMatching(/^[\w+/]{43}=$/),
      format: 'scart-csv',
      reports: 4,
      subjects: 4,
      refused: 0,
      received: [{ on: null, channel: 'file', reports: 4 }],
    });
  });

  test('a second time changes nothing, under another name too', async () => {
    using vault = await aVault();
    const file = scartFile(rowsOf(5));
    const first = await importFile(vault.client, file);
    let again: unknown;
    const added = await addedBy(vault, async () => {
      again = await importFile(vault.client, file, { name: 'renamed.csv', keepGood: true });
    });
    expect({ again, added }).toEqual({
      again: { ...first, casesNew: 0, casesJoined: 0, alreadyImported: true },
      added: {},
    });
  });

  test('twice at the same time is taken once', async () => {
    using vault = await aVault();
    const file = scartFile(rowsOf(1200));
    const results = await Promise.all([importFile(vault.client, file), importFile(vault.client, file)]);
    expect(results.map((result) => result.alreadyImported).sort()).toEqual([false, true]);
    expect((await vault.client.review.queue({})).total).toBe(1200);
  });

  test('is stored in small steps while a page is open, and in larger ones where nobody waits', async () => {
    using vault = await aVault();
    const { client } = vault;
    const steps = async (host: string) => {
      const rows = Array.from({ length: 2600 }, (_, i) => scartRow(`https://${host}-${i}.example/`));
      return (await importSteps(client, scartFile(rows))).filter(({ phase }) => phase === 'storing').length;
    };
    const alone = await steps('alone');
    const leaving = new AbortController();
    const watch = await client.vault.watch(undefined, { signal: leaving.signal });
    const ended = drained(watch).catch(() => {});
    const watched = await steps('watched');
    leaving.abort();
    await ended;
    expect([alone, watched > 2 * alone, await steps('left')]).toEqual([1, true, 1]);
  });

  test('reports progress that only grows and ends in the result', async () => {
    using vault = await aVault();
    const file = scartFile(rowsOf(2600));
    const steps = await importSteps(vault.client, file);
    const of = (phase: string) => steps.filter((step): step is ImportStep => step.phase === phase);
    const grows = (values: number[]) => values.every((value, i) => i === 0 || value >= values[i - 1]!);
    const [reading, storing] = [of('reading'), of('storing')];
    expect({
      order: [...new Set(steps.map((step) => step.phase))],
      reading: grows(reading.map((step) => step.rows)) && grows(reading.map((step) => step.bytes)),
      storing: grows(storing.map((step) => step.rows)),
      read: reading.at(-1)?.rows,
      stored: storing.at(-1)?.rows,
      totals: [...new Set(storing.map((step) => step.totalRows))],
      bytes: [...new Set(steps.map((step) => ('totalBytes' in step ? step.totalBytes : file.length)))],
    }).toEqual({
      order: ['reading', 'storing', 'done'],
      reading: true,
      storing: true,
      read: 2600,
      stored: 2600,
      totals: [2600],
      bytes: [file.length],
    });
  });
});

describe('a file with bad rows', () => {
  const file = scartFile([
    ...rowsOf(2),
    scartRow('not an address'),
    ...rowsOf(1, 2),
    `${scartRow('https://x.example/')};too;many;columns;here`,
  ]);

  test('is refused as a whole, with every refusal located, and leaves no trace', async () => {
    using vault = await aVault();
    let failure: unknown;
    const added = await addedBy(vault, async () => {
      failure = await failureOf(importFile(vault.client, file));
    });
    expect({ failure, added }).toEqual({
      failure: {
        code: 'REFUSED',
        data: {
          refusals: [
            { row: 4, field: 'URL', reason: 'bad-url', detail: { code: 'not-an-address' } },
            {
              row: 6,
              field: null,
              reason: 'too-many-columns',
              detail: { code: 'more-columns-than-first', columns: 6 },
            },
          ],
        },
      },
      added: {},
    });
  });

  test('gives its good rows where that is wanted, and keeps the others in quarantine with their reasons', async () => {
    using vault = await aVault();
    const result = await importFile(vault.client, file, { keepGood: true });
    const quarantine = await vault.client.intake.refusals({ batch: result.batch });
    const second = await vault.client.intake.refusals({ batch: result.batch, after: 1 });
    const [batch] = await vault.client.intake.batches();
    expect({
      reports: result.reports,
      refused: result.refusedTotal,
      quarantine,
      second,
      batch: batch?.refusedTotal,
    }).toEqual({
      reports: 3,
      refused: 2,
      quarantine: result.refused,
      second: result.refused.slice(1),
      batch: 2,
    });
    expect(result.refused.map((refusal) => [refusal.row, refusal.reason])).toEqual([
      [4, 'bad-url'],
      [6, 'too-many-columns'],
    ]);
  });

  test('of which none is good is refused even so', async () => {
    using vault = await aVault();
    const bad = scartFile([scartRow('nothing')]);
    const added = await addedBy(vault, async () => {
      expect((await failureOf(importFile(vault.client, bad, { keepGood: true }))).code).toBe('REFUSED');
    });
    expect(added).toEqual({});
  });

  test('lists a thousand refusals and counts them all', async () => {
    using vault = await aVault();
    const bad = scartFile([...rowsOf(1), ...Array.from({ length: 1500 }, () => scartRow('nothing'))]);
    const result = await importFile(vault.client, bad, { keepGood: true });
    const all = await vault.client.intake.refusals({ batch: result.batch, limit: 1000, after: 1000 });
    expect([result.refused.length, result.refusedTotal, all.length]).toEqual([1000, 1500, 500]);
    // SQLite would take a negative limit for none at all.
    const boundless = vault.client.intake.refusals({ batch: result.batch, limit: -1 });
    expect((await failureOf(boundless)).code).toBe('BAD_REQUEST');
  });

  test('that breaks off in the middle is refused whole, also where good rows would be kept', async () => {
    using vault = await aVault();
    const file = `${reportLine()}\n${reportLine({ subjects: [{ kind: 'url', url: 'https://b.example/' }] })}\n\u0000`;
    const added = await addedBy(vault, async () => {
      expect((await failureOf(importFile(vault.client, file, { name: 'a.jsonl' }))).code).toBe('REFUSED');
    });
    expect(added).toEqual({});
  });

  test.each<[string, string | Uint8Array, string]>([
    ['empty', '', 'empty-file'],
    ['a header alone', scartFile([]), 'empty-file'],
    ['not UTF-8', Buffer.from([0xff, 0x41, 0x42, 0x0a]), 'not-utf8'],
    ['an archive', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0]), 'archive'],
    ['of no known format', 'hello\nworld\n', 'unknown-format'],
    ['cut off', vicsCase([{ MediaID: 1, MD5: aHash(32, 1) }]).slice(0, -3), 'truncated'],
  ])('%s is refused with the reason', async (_what, content, reason) => {
    using vault = await aVault();
    const { code, data } = await failureOf(importFile(vault.client, content));
    const { refusals } = data as { refusals: { reason: string }[] };
    expect([code, refusals.map((refusal) => refusal.reason)]).toEqual(['REFUSED', [reason]]);
    expect(await vault.client.intake.batches()).toEqual([]);
  });
});

describe('an import that ends early', () => {
  test('by cancelling leaves no trace, and says why to both sides', async () => {
    using vault = await aVault();
    const { client } = vault;
    const added = await addedBy(vault, async () => {
      const { upload, bytes } = await openUpload(client, scartFile(rowsOf(6000)));
      const run = await client.intake.run({ upload });
      const first = run.next();
      await client.intake.append({ upload, bytes: new Blob([bytes.slice(0, 150_000)]) });
      expect((await first).value).toMatchObject({ phase: 'reading' });
      expect(await client.intake.cancel({ upload })).toEqual({ cancelled: true });
      const cancelled = { code: 'CONFLICT', data: { reason: 'import-cancelled' } };
      expect(await failureOf(drained(run))).toEqual(cancelled);
      expect((await failureOf(client.intake.append({ upload, bytes: new Blob(['x']) }))).code).toBe(
        'NOT_FOUND',
      );
      expect(await client.intake.cancel({ upload })).toEqual({ cancelled: false });
    });
    expect(added).toEqual({});
  });

  test('because its watcher left while it waited for a piece leaves no trace at once', async () => {
    using vault = await aVault();
    const added = await addedBy(vault, async () => {
      const open = vault.engine.context.vault.require();
      const file = Buffer.from(scartFile(rowsOf(6000)));
      const upload = open.intake.open('left.csv', file.length, { keepGood: false });
      const leave = new AbortController();
      const run = open.intake.run(upload, leave.signal);
      const first = run.next();
      await open.intake.append(upload, file.subarray(0, 150_000));
      await first;
      const rest = drained(run);
      await wait(50);
      leave.abort();
      await expect(rest).rejects.toThrow('the import was left');
      expect(open.intake.cancel(upload)).toBe(false);
    });
    expect(added).toEqual({});
  });

  test('by a lock while reading leaves no trace after the next unlock', async () => {
    using vault = await aVault();
    const { client } = vault;
    const { upload, bytes } = await openUpload(client, scartFile(rowsOf(6000)));
    const run = await client.intake.run({ upload });
    const first = run.next();
    await client.intake.append({ upload, bytes: new Blob([bytes.slice(0, 150_000)]) });
    await first;
    vault.lock();
    expect(['LOCKED', 'CONFLICT']).toContain((await failureOf(drained(run))).code);
    expect((await failureOf(client.intake.append({ upload, bytes: new Blob(['x']) }))).code).toBe('LOCKED');
    await vault.unlock();
    const counts = await rowCounts(vault);
    expect([counts.batch_rows, counts.batches, counts.reports, counts.cases]).toEqual([0, 0, 0, 0]);
  });

  test('by a lock while storing goes on after the next unlock and ends as if nothing had been', async () => {
    using vault = await aVault();
    const { client } = vault;
    const file = scartFile(rowsOf(12_000));
    const { upload, bytes } = await openUpload(client, file);
    const run = await client.intake.run({ upload });
    const sending = sendPieces(client, upload, bytes);
    for await (const step of run) {
      if (step.phase === 'storing') break;
    }
    await sending;
    vault.lock();
    const between = await inDatabaseOf(vault.folder, (db) =>
      countIn(db, 'SELECT count(*) AS n FROM reports'),
    );
    await vault.unlock();
    await expect
      .poll(async () => (await client.intake.batches())[0]?.state, { timeout: 20_000 })
      .toBe('done');
    const [batch] = await client.intake.batches();
    const counts = await rowCounts(vault);
    expect(between).toBeLessThan(12_000);
    expect({
      new: batch?.casesNew,
      reports: counts.reports,
      cases: counts.cases,
    }).toEqual({
      new: 12_000,
      reports: 12_000,
      cases: 12_000,
    });
  });

  test('because its watcher leaves while storing goes on by itself', async () => {
    using vault = await aVault();
    const { client } = vault;
    const { upload, bytes } = await openUpload(client, scartFile(rowsOf(2000)));
    const run = await client.intake.run({ upload });
    const sending = sendPieces(client, upload, bytes);
    for await (const step of run) if (step.phase === 'storing') break;
    await sending;
    await expect
      .poll(async () => (await client.intake.batches())[0]?.state, { timeout: 20_000 })
      .toBe('done');
    expect((await client.review.queue({})).total).toBe(2000);
  });

  test('after fewer bytes than were announced is refused: the file changed on its way', async () => {
    using vault = await aVault();
    const { client } = vault;
    const whole = scartFile(rowsOf(4));
    const { upload } = await client.intake.open({
      name: 'cut.csv',
      sizeBytes: whole.length,
      keepGood: false,
    });
    const run = await client.intake.run({ upload });
    const sending = sendPieces(client, upload, Buffer.from(scartFile(rowsOf(3)))).catch(() => {});
    const { code, data } = await failureOf(drained(run));
    await sending;
    expect([code, (data as { refusals: { reason: string }[] }).refusals[0]?.reason]).toEqual([
      'REFUSED',
      'truncated',
    ]);
    expect(await client.intake.batches()).toEqual([]);
  });
});

test('no more than eight files can be on their way, and one that ends makes room', async () => {
  using vault = await aVault();
  const { client } = vault;
  const open = () => client.intake.open({ name: 'a.csv', sizeBytes: 1 });
  const uploads = await Promise.all(Array.from({ length: 8 }, open));
  expect(await failureOf(open())).toEqual({
    code: 'CONFLICT',
    data: { reason: 'too-many-imports' },
  });
  await client.intake.cancel(uploads[0]!);
  await open();
});

describe('reports about the same subject', () => {
  const report = (vault: AVault, built: ReturnType<typeof aReport>) =>
    vault.client.intake.report({ command: aCommand(), report: built.build() });

  test('join one case, whose facts are those of all of them', async () => {
    using vault = await aVault();
    const first = await report(
      vault,
      aReport().of('https://a.example/x').receivedAt('2026-01-02T00:00:00.000Z').hostedIn('NL'),
    );
    const second = await report(
      vault,
      aReport()
        .of('HTTP://A.example:80/x#top')
        .receivedAt('2026-01-03T00:00:00.000Z')
        .hostedIn('US')
        .by('police'),
    );
    const { summary, sightings } = await vault.client.review.case({ id: first.cases[0]!.id });
    expect(second.cases).toEqual([{ id: first.cases[0]!.id, isNew: false, isReopened: false }]);
    expect({
      ...summary,
      sightings: summary.sightings,
      seen: sightings.map((sighting) => sighting.subject),
    }).toMatchObject({
      kind: 'url',
      subject: 'https://a.example/x',
      hosting: 'US',
      receivedAt: '2026-01-02T00:00:00.000Z',
      sightings: 2,
      seen: ['HTTP://A.example:80/x#top', 'https://a.example/x'],
    });
  });

  test('about a path that differs by one byte are two cases', async () => {
    using vault = await aVault();
    await report(
      vault,
      aReport().of('https://a.example/x').of('https://a.example/X').of('https://a.example/x?'),
    );
    expect((await vault.client.review.queue({})).total).toBe(3);
  });

  test('merge two cases that turn out to share a hash, and the ledger says so', async () => {
    using vault = await aVault();
    const [md5, sha1, sha256] = [aHash(32, 1), aHash(40, 2), aHash(64, 3)];
    const one = (await report(vault, aReport().ofFile({ md5 }).hostedIn('NL'))).cases[0]!.id;
    vault.clock.advance(1);
    const other = (await report(vault, aReport().ofFile({ sha1 }))).cases[0]!.id;
    const joining = await report(vault, aReport().ofFile({ md5, sha1, sha256 }));
    expect(joining.cases).toEqual([{ id: one, isNew: false, isReopened: false }]);
    const survivor = await vault.client.review.case({ id: one });
    const gone = await vault.client.review.case({ id: other });
    const { entries } = await vault.client.audit.entries({ kind: 'case.merged' });
    expect({
      hashes: survivor.summary.hashes,
      sightings: [survivor.summary.sightings, survivor.sightings.length],
      state: [survivor.summary.state, gone.summary.state],
      mergedInto: gone.mergedInto,
      ledger: entries.map((entry) => [entry.actor.name, entry.data]),
      open: (await vault.client.review.queue({})).cases.map((entry) => entry.id),
      found: (await vault.client.matching.lookup({ algorithm: 'sha1', value: sha1 })).cases.map(
        (entry) => entry.id,
      ),
    }).toEqual({
      hashes: { md5, sha1, sha256 },
      sightings: [3, 3],
      state: ['open', 'merged'],
      mergedInto: one,
      ledger: [['this workstation', { case: other, into: one, report: joining.report }]],
      open: [one],
      found: [one],
    });
  });

  test('merge into the case that is already decided, with its decision, and that is open again', async () => {
    using vault = await aVault();
    const [md5, sha1] = [aHash(32, 1), aHash(40, 2)];
    await report(vault, aReport().ofFile({ md5 }));
    const decided = (await report(vault, aReport().ofFile({ sha1 }))).cases[0]!.id;
    await vault.client.review.assess({
      command: aCommand(),
      case: decided,
      judgement: { legality: 'illegal', hosting: { country: 'BE', source: 'analyst' } },
    });
    const joined = await report(vault, aReport().ofFile({ md5, sha1 }));
    const { summary, assessments, referrals } = await vault.client.review.case({ id: decided });
    expect([joined.cases[0], summary.state, assessments.length, referrals.length]).toEqual([
      { id: decided, isNew: false, isReopened: true },
      'open',
      1,
      1,
    ]);
    expect((await vault.client.review.queue({})).total).toBe(1);
  });

  test('with a claim of a merged case answer with the case it went into', async () => {
    using vault = await aVault();
    const [md5, sha1] = [aHash(32, 1), aHash(40, 2)];
    const one = (await report(vault, aReport().ofFile({ md5 }))).cases[0]!.id;
    vault.clock.advance(1);
    const other = (await report(vault, aReport().ofFile({ sha1 }))).cases[0]!.id;
    await report(vault, aReport().ofFile({ md5, sha1 }));
    const decide = vault.client.review.assess({
      command: aCommand(),
      case: other,
      judgement: { legality: 'legal', hosting: { country: null, source: 'unknown' } },
    });
    expect(await failureOf(decide)).toEqual({
      code: 'CONFLICT',
      data: { reason: 'case-merged', into: one },
    });
  });

  test('with the same subject twice in one report are two sightings of one case', async () => {
    using vault = await aVault();
    const { cases } = await report(vault, aReport().of('https://a.example/').of('https://a.example/'));
    expect(cases).toEqual([
      { id: cases[0]!.id, isNew: true, isReopened: false },
      { id: cases[0]!.id, isNew: false, isReopened: false },
    ]);
  });
});

/** Reads a run to its end. */
async function drained(run: AsyncIterable<unknown>): Promise<number> {
  let steps = 0;
  for await (const _ of run) steps += 1;
  return steps;
}
