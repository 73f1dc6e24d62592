import { expect, test } from 'vitest';
import type { EngineClient } from '../../../../shared/contract/contract.ts';
import type { ReportInput } from '../../../../shared/domain/report.ts';
import { SearchStore } from '../../../../src-main/engine/review/search.store.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { decidedBy, REVIEWERS } from '../../../support/a-reviewed-vault.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { importFile } from '../../../support/an-import.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { SCART_HEADER, scartFile } from '../../../support/intake.ts';
import { countIn, inDatabaseOf } from '../../../support/vault-database.ts';

/** What is said of each case that is found, and where. */
async function found(client: EngineClient, text: string): Promise<[string, string][]> {
  const { hits } = await client.search.find({ text });
  return hits.map(({ where, says }): [string, string] => [where, says]);
}

async function takeIn({ client }: AVault, report: ReportInput) {
  const { cases } = await client.intake.report({ command: aCommand(), report });
  return cases[0]!.id;
}

/** Locks the vault, reads everything into the indexes as the engine does between other work, and opens it again. */
async function index(vault: AVault): Promise<{ words: number; notes: number }> {
  vault.lock();
  const reached = await inDatabaseOf(vault.folder, (db) => {
    const store = new SearchStore(db);
    store.index(1000);
    return { words: store.indexed().sightings, notes: store.indexed().notes };
  });
  await vault.restart();
  return reached;
}

const SHA1 = aHash(40, 0xabc123);

/** A vault with a case for every way in which one is found. */
async function aSearchedVault(): Promise<AVault> {
  const vault = await aVault({ staff: REVIEWERS });
  await atWork(vault, 'Ann');
  const noted = await takeIn(vault, aReport().of('hxxps://gallery[.]noted[.]example/album?id=7').build());
  await vault.client.review.assess({
    command: aCommand(),
    case: noted,
    judgement: legal({ note: 'Seen before under another NAME.' }),
  });
  await takeIn(vault, aReport().of('https://münchen.example/seite').build());
  await takeIn(
    vault,
    aReport().of('https://quiet.example/', { referrer: 'https://forum.linked.example/thread/9' }).build(),
  );
  await takeIn(vault, aReport().ofFile({ sha1: SHA1 }).build());
  const rows = ['http://zebra.example/x;;;REF-2026/17;;', 'http://yak.example/x;;;REF-2026/18;;'];
  await importFile(vault.client, scartFile(rows, SCART_HEADER), { name: 'november partner.csv' });
  return vault;
}

const ASKED: readonly [what: string, text: string, wanted: readonly [string, string][]][] = [
  [
    'a part of an address',
    'noted.example/alb',
    [['address', 'hxxps://gallery[.]noted[.]example/album?id=7']],
  ],
  ['an address as Hashline shows it', 'hxxp://zebra[.]example/x', [['address', 'http://zebra.example/x']]],
  ['an address without regard to case', 'ZEBRA.Example', [['address', 'http://zebra.example/x']]],
  ['a host in its own letters', 'münchen.example', [['address', 'https://münchen.example/seite']]],
  ['a host as it is registered', 'xn--mnchen-3ya', [['address', 'https://münchen.example/seite']]],
  [
    'the page that led there',
    'linked.example/thread',
    [['referrer', 'https://forum.linked.example/thread/9']],
  ],
  ['a reference', 'ref-2026/17', [['reference', 'REF-2026/17']]],
  ['the first letter of a host', 'z', [['address', 'http://zebra.example/x']]],
  ['two letters of a host', 'ya', [['address', 'http://yak.example/x']]],
  [
    'the first letters of a reference',
    're',
    [
      ['reference', 'REF-2026/18'],
      ['reference', 'REF-2026/17'],
    ],
  ],
  ['two letters that only stand within', 'eb', []],
  ['the beginning of a hash', SHA1.slice(0, 12), [['hash', `sha1:${SHA1.slice(0, 12)}`]]],
  ['a hash with its algorithm', `sha1:${SHA1}`, [['hash', `sha1:${SHA1}`]]],
  ['a note', 'another name', [['note', 'Seen before under another NAME.']]],
  [
    'the name of a file that was taken in',
    'november',
    [
      ['batch', 'november partner.csv'],
      ['batch', 'november partner.csv'],
    ],
  ],
  ['the name of a person', 'ann', [['person', 'Ann']]],
  ['nothing', 'nowhere.example', []],
  ['characters that mean something to the index', '"a" OR (b*', []],
];

test('a case is found by whatever is known of it, scanned and indexed alike', async () => {
  using vault = await aSearchedVault();
  const ask = () => Promise.all(ASKED.map(async ([what, text]) => [what, await found(vault.client, text)]));
  const wanted = ASKED.map(([what, , hits]) => [what, hits]);
  const scanned = await ask();
  const reached = await index(vault);
  expect([scanned, reached, await ask()]).toEqual([wanted, { words: 6, notes: 1 }, wanted]);
});

test('a hit says who decided the case, and when', async () => {
  using vault = await aSearchedVault();
  const [first] = (await vault.client.search.find({ text: 'noted.example' })).hits;
  const [open] = (await vault.client.search.find({ text: 'zebra' })).hits;
  expect([first?.decided?.by.name, first?.case.state, open?.decided, open?.case.state]).toEqual([
    'Ann',
    'closed',
    null,
    'open',
  ]);
});

test('a case is found by the beginning of its id, and once, however often it was seen', async () => {
  using vault = await aVault();
  const id = await takeIn(vault, aReport().of('https://often.example/1').build());
  await takeIn(vault, aReport().of('https://often.example/1').build());
  expect([await found(vault.client, id.slice(0, 8)), await found(vault.client, 'often')]).toEqual([
    [['case', id]],
    [['address', 'https://often.example/1']],
  ]);
});

test('no more cases are found than were asked for, and the answer says that there are more', async () => {
  using vault = await aVault();
  for (const n of [1, 2, 3]) await takeIn(vault, aReport().of(`https://many.example/${n}`).build());
  const few = await vault.client.search.find({ text: 'many', limit: 2 });
  const all = await vault.client.search.find({ text: 'many', limit: 3 });
  expect([few.hits.length, few.more, all.hits.length, all.more]).toEqual([2, true, 3, false]);
});

test('a case that waits for one’s own second review is found without what was decided', async () => {
  using vault = await aVault({ secondReview: 1, staff: REVIEWERS });
  const { case: id } = await decidedBy(vault, 'Ann', 'drawn', illegalIn('BE', { note: 'told in a note' }));
  await atWork(vault, 'Bob');
  const [byAddress, byNote] = [
    await vault.client.search.find({ text: 'drawn' }),
    await vault.client.search.find({ text: 'told in' }),
  ];
  expect([byAddress.hits, byAddress.waiting, byNote.hits]).toEqual([[], [id], []]);
});

test('the note of a decision that was taken back is found by its author alone', async () => {
  using vault = await aVault({ graceSeconds: 60, staff: REVIEWERS });
  const { case: id, assessment } = await decidedBy(vault, 'Ann', 'undone', legal({ note: 'too early' }));
  await vault.client.review.withdraw({ command: aCommand(), case: id, assessment });
  const own = await found(vault.client, 'too early');
  await atWork(vault, 'Bob');
  expect([own, await found(vault.client, 'too early')]).toEqual([[['note', 'too early']], []]);
});

test('an erased note leaves the index, which is made again of the others', async () => {
  using vault = await aSearchedVault();
  const entries = 'SELECT count(*) AS n FROM found_notes_idx';
  await index(vault);
  await atWork(vault, PERSON);
  const scope = { decidedBefore: '2999-01-01' };
  for await (const step of await vault.client.retention.erase({ scope, reason: 'retention' })) void step;
  vault.lock();
  const left = await inDatabaseOf(vault.folder, (db) => [
    new SearchStore(db).indexed().notes,
    countIn(db, entries),
  ]);
  await vault.restart();
  const reached = await index(vault);
  expect([left, reached.notes, await found(vault.client, 'another name')]).toEqual([[0, 0], 1, []]);
});

test('the engine indexes in the background, once no more rows come, and not for a few of them', async () => {
  const reach = async (rows: number) => {
    using vault = await aVault({ ports: { background: true } });
    const addresses = Array.from({ length: rows }, (_, n) => `http://row${n}.example/;;;;;`);
    await importFile(vault.client, scartFile(addresses, SCART_HEADER));
    for (let turn = 0; turn < 40; turn++) {
      vault.clock.advance(1000);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const hits = await found(vault.client, `row${rows - 1}.`);
    vault.lock();
    const { sightings } = await inDatabaseOf(vault.folder, (db) => new SearchStore(db).indexed());
    return { sightings, hits: hits.length };
  };
  expect([await reach(700), await reach(30)]).toEqual([
    { sightings: 400, hits: 1 },
    { sightings: 0, hits: 1 },
  ]);
});

test('a search says so where the index gave more addresses than were read again for it', async () => {
  using vault = await aVault();
  // Each has every three characters of what is searched for, and not all of them in a row.
  const addresses = Array.from({ length: 3300 }, (_, n) => `http://qrs-rst-stu-tuv-${n}.example/;;;;;`);
  await importFile(vault.client, scartFile(addresses, SCART_HEADER));
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => new SearchStore(db).index(5000));
  await vault.restart();
  const { hits, more } = await vault.client.search.find({ text: 'qrstuv' });
  expect({ hits, more }).toEqual({ hits: [], more: true });
  expect((await vault.client.search.find({ text: 'qrs-rst-stu-tuv-3299.' })).more).toBe(false);
});

test('a search says how many notes it did not read, where very many came since they were indexed', async () => {
  using vault = await aVault();
  const id = await takeIn(vault, aReport().of('https://noted.example/').build());
  await vault.client.review.assess({
    command: aCommand(),
    case: id,
    judgement: legal({ note: 'the first' }),
  });
  vault.lock();
  await inDatabaseOf(vault.folder, (db) =>
    db.execute(`WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 10021)
      INSERT INTO assessments (number, id, case_id, person_id, assessed_at, legality, category, judgement, route,
        state_before, due_at, position, device)
      SELECT i, 'a' || i, case_id, person_id, assessed_at, legality, category, judgement, route, state_before, due_at,
        position, device FROM assessments, n WHERE number = 1`),
  );
  await vault.restart();
  const alone = await vault.client.search.find({ text: 'nowhere' });
  const stop = new AbortController();
  const watch = await vault.client.vault.watch(undefined, { signal: stop.signal });
  const watching = watch.next().catch(() => {});
  const { unread } = await vault.client.search.find({ text: 'nowhere' });
  stop.abort();
  await watching;
  expect(alone.unread).toBe(0);
  expect(unread).toBe(21);
});

test('what reporters tell is found by those who may read it, and each part that is shown leaves an entry', async () => {
  using vault = await aVault();
  const told = aReport().of('https://told.example/').saying('They met it in a SECRET group.').build();
  const id = await takeIn(vault, told);
  await takeIn(vault, aReport().of('https://other.example/').saying('Nothing of that kind.').build());
  const plain = await found(vault.client, 'secret group');
  const none = await vault.client.search.narratives({ text: 'never said' });
  const { hits, next } = await vault.client.search.narratives({ text: 'secret group' });
  const { entries } = await vault.client.audit.entries({ kind: 'narrative.revealed' });
  expect({
    plain,
    none: none.hits,
    says: hits.map(({ says }) => says),
    next,
    entries: entries.map(({ data }) => data),
    short: (await failureOf(vault.client.search.narratives({ text: ' a ' }))).code,
  }).toEqual({
    plain: [],
    none: [],
    says: ['They met it in a SECRET group.'],
    next: null,
    entries: [{ case: id, report: hits[0]?.report }],
    short: 'BAD_REQUEST',
  });
});

test('a long search of what reporters tell goes on where it stopped', async () => {
  using vault = await aVault();
  for (const n of [1, 2, 3])
    await takeIn(vault, aReport().of(`https://page${n}.example/`).saying(`the same words, ${n}`).build());
  const first = await vault.client.search.narratives({ text: 'same words', limit: 2 });
  const rest = await vault.client.search.narratives({ text: 'same words', limit: 2, before: first.next! });
  const said = [...first.hits, ...rest.hits].map(({ says }) => says);
  expect([said, rest.next]).toEqual([['the same words, 3', 'the same words, 2', 'the same words, 1'], null]);
});
