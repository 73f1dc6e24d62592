import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aHashList, type WrittenRecord } from '../../../support/a-hash-list.ts';
import { importList, type ListImportSettings } from '../../../support/a-list-import.ts';
import { withBitsFlipped } from '../../../support/a-matched-vault.ts';
import { activate, nextPolicy, proposed } from '../../../support/a-proposal.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';
import { legal } from '../../../support/an-assessment.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const NCMEC = { format: 'ncmec-xml' } as const;
const member = { id: '7', name: 'Example Member' };
const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
/** One that is far from all others. */
const aPdq = (seed: number): string => createHash('sha256').update(String(seed)).digest('hex');
const record = (id: string, seed: number, day = 1): WrittenRecord => ({
  ...{ id, member, updatedAt: at(day), md5: aHash(32, seed), sha1: aHash(40, seed) },
  ...{ sha256: aHash(64, seed), pdq: aPdq(seed), classification: 'A1' },
});
const md5s = (...seeds: number[]) => aHashList(seeds.map((seed) => ({ md5: aHash(32, seed) }))).asSums();
/** Values that take three parcels. */
const MANY = 150_000;

interface Trio extends ATeam {
  sam: Seat;
  ada: Seat;
  joan: Seat;
}

/** Three seats. Cases of several kinds of hashes were taken in at one, and are at all. */
async function aTeamWithCases(): Promise<Trio> {
  const team = await aTeam([
    ['Ada', 'analyst'],
    ['Joan', 'supervisor'],
  ]);
  const [sam, ada, joan] = team.seats as [Seat, Seat, Seat];
  const hashes = [
    { md5: aHash(32, 1) },
    { sha1: aHash(40, 2) },
    { pdq: withBitsFlipped(aPdq(4), 5) },
    { sha256: aHash(64, 5) },
  ];
  for (const one of hashes)
    await sam.client.intake.report({ command: aCommand(), report: aReport().ofFile(one).build() });
  await team.settle();
  return Object.assign(team, { sam, ada, joan });
}

/** Exchanges until every seat has everything, lists too. */
async function settled(team: ATeam, seats: readonly Seat[] = team.seats): Promise<void> {
  for (let round = 0; round < 3; round++) for (const seat of seats) await seat.syncLists();
}

/** What lists say of the cases of a seat. */
async function matches({ client }: Seat): Promise<string[]> {
  const { cases } = await client.review.queue({});
  const found = await Promise.all(cases.map(({ id }) => client.review.case({ id })));
  return found
    .flatMap((one) =>
      one.matches.map(({ listName, algorithm, distance, value }) =>
        [one.summary.subject, listName, algorithm, distance, value].join(' '),
      ),
    )
    .sort();
}

const arrivals = async ({ client }: Seat) =>
  (await client.lists.list()).map(({ name, version, arrival }) => [name, version, arrival]);

const ofMany = (seat: Seat, settings: ListImportSettings = {}) =>
  importList(
    seat.client,
    `${Array.from({ length: MANY }, (_, index) => aHash(32, index + 1)).join('\n')}\n`,
    settings,
  );

/** Nothing is left without effect, no list is missing, and rows are what was signed. */
async function expectWhole(seats: readonly Seat[]): Promise<void> {
  for (const { client } of seats) {
    const { unapplied, lists, trouble } = await client.team.status();
    expect([unapplied, lists, trouble, await problemsOf(client)]).toEqual([[], [], null, []]);
  }
}

describe('a hash list that one seat imports', () => {
  test('gives the same matches at every seat, whatever kinds of values are on it', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, joan } = team;
    const records = aHashList([record('a', 1), record('b', 2), record('c', 3), record('d', 5)]);
    await importList(sam.client, records.asNcmecXml(), { list: { name: 'records' }, reading: NCMEC });
    await importList(sam.client, aHashList([{ pdq: aPdq(4), quality: 90 }]).asPdq(), {
      list: { name: 'near', pdqDistance: 20 },
      reading: { format: 'pdq' },
    });
    await importList(sam.client, md5s(1, 8), { list: { name: 'bare' } });
    await settled(team);
    const [own, ofAda, ofJoan] = [await matches(sam), await matches(ada), await matches(joan)];
    const kinds = own.map((text) => text.split(' ').slice(1, 4).join(' ')).sort();
    expect(kinds).toEqual([
      'bare md5 0',
      'near pdq 5',
      'records md5 0',
      'records sha1 0',
      'records sha256 0',
    ]);
    expect([ofAda, ofJoan]).toEqual([own, own]);
    const history = await joan.client.lists.imports({ list: (await joan.client.lists.list())[0]!.id });
    expect(history.map(({ files, importedBy }) => [files.length, importedBy])).toEqual([
      [1, sam.open().session.person.name],
    ]);
    await expectWhole(team.seats);
  });

  test('matches nothing elsewhere where its parcels do not come: the control', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, lies } = team;
    lies.set(ada.device(), { parcel: () => null });
    await importList(sam.client, md5s(1), { list: { name: 'bare' } });
    await settled(team);
    expect([(await matches(sam)).length, await matches(ada)]).toEqual([1, []]);
    expect(await arrivals(ada)).toEqual([['bare', 1, { answers: 0, taken: 0, of: null, isUnfit: false }]]);
    lies.delete(ada.device());
    await settled(team);
    expect(await matches(ada)).toEqual(await matches(sam));
  });

  test('does not keep other entries waiting, says how far it is, and goes on behind a lock', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, lies } = team;
    let given = 0;
    // A slow way: the manifest and two parcels come, and then none.
    lies.set(ada.device(), { parcel: (sealed) => (given++ < 3 ? sealed : null) });
    await ofMany(sam, { list: { name: 'large' } });
    const late = aReport().of('https://late.example/').build();
    await sam.client.intake.report({ command: aCommand(), report: late });
    await sam.sync();
    await ada.syncLists();
    const { cases } = await ada.client.review.queue({});
    expect(cases.map(({ subject }) => subject)).toContain('https://late.example/');
    expect(await arrivals(ada)).toEqual([['large', 1, { answers: 0, taken: 2, of: 3, isUnfit: false }]]);
    const { lists } = await ada.client.team.status();
    expect(lists.map(({ name, taken, of }) => [name, taken, of])).toEqual([['large', 2, 3]]);
    ada.lock();
    await ada.unlock();
    const asked: number[] = [];
    lies.set(ada.device(), {
      parcel: (sealed) => {
        asked.push(sealed?.length ?? 0);
        return sealed;
      },
    });
    await ada.syncLists();
    // The one that was missing, and then the look whether the hub has what is here.
    expect([asked.length, await matches(ada)]).toEqual([2, await matches(sam)]);
    await expectWhole([ada]);
  });

  test('reaches a seat that joins later', async () => {
    await using team = await aTeamWithCases();
    const { sam } = team;
    const { list } = await ofMany(sam, { list: { name: 'large' } });
    await importList(sam.client, md5s(900_001), { list, mode: 'add' });
    await settled(team);
    const late = await team.join('Lea', 'analyst');
    await settled(team);
    expect(await matches(late)).toEqual(await matches(sam));
    expect((await matches(late)).length).toBe(1);
    await expectWhole([late]);
  });

  test('reaches others from a vault that had it before there were several seats', async () => {
    await using team = await aTeam([['Ada', 'analyst']], {}, async ({ client }) => {
      await importList(client, md5s(1, 2), { list: { name: 'old' } });
      await importList(client, md5s(1), { list: { name: 'older' } });
    });
    const [sam, ada] = team.seats as [Seat, Seat];
    await sam.client.intake.report({
      command: aCommand(),
      report: aReport()
        .ofFile({ md5: aHash(32, 1) })
        .build(),
    });
    await settled(team);
    expect((await matches(sam)).length).toBe(2);
    expect(await matches(ada)).toEqual(await matches(sam));
    await expectWhole(team.seats);
  });
});

describe('a list of several versions', () => {
  test('is the newest at a seat that was away while it was replaced, updated and switched off', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, joan, hub } = team;
    const { list } = await importList(sam.client, md5s(1), { list: { name: 'bare' } });
    await settled(team);
    hub.goAway(ada.device());
    await importList(sam.client, md5s(7), { list });
    await settled(team, [sam, joan]);
    expect([(await matches(ada)).length, await matches(joan)]).toEqual([1, []]);
    await importList(joan.client, aHashList([record('x', 5)]).asNcmecXml(), {
      ...{ list, reading: NCMEC },
    });
    await settled(team, [sam, joan]);
    hub.comeBack(ada.device());
    await settled(team);
    const own = await matches(sam);
    expect(own.length).toBe(1);
    expect([await matches(ada), await matches(joan)]).toEqual([own, own]);
    await joan.client.lists.disable({ command: aCommand(), list });
    await settled(team);
    expect([await matches(ada), await matches(sam)]).toEqual([[], []]);
    await expectWhole(team.seats);
  });

  test('goes on answering as before while its new version is on its way', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, lies } = team;
    const { list } = await importList(sam.client, md5s(1), { list: { name: 'bare' } });
    await settled(team);
    lies.set(ada.device(), { parcel: () => null });
    await importList(sam.client, md5s(7), { list });
    await settled(team);
    expect(await arrivals(ada)).toEqual([['bare', 2, { answers: 1, taken: 0, of: null, isUnfit: false }]]);
    expect([(await matches(ada)).length, await matches(sam)]).toEqual([1, []]);
    lies.delete(ada.device());
    await settled(team);
    expect(await matches(ada)).toEqual([]);
    await expectWhole(team.seats);
  });

  test('takes updates and deletions of records, made at different seats, to all of them', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, joan } = team;
    const first = aHashList([record('a', 1), record('b', 2), record('c', 5)]).asNcmecXml();
    const { list } = await importList(sam.client, first, { list: { name: 'records' }, reading: NCMEC });
    await settled(team);
    const gone = aHashList([{ id: 'a', member, deleted: true, updatedAt: at(2) }, record('b', 9, 2)]);
    await importList(joan.client, gone.asNcmecXml(), { list, mode: 'delta', reading: NCMEC });
    await settled(team);
    await importList(sam.client, aHashList([record('b', 2, 3), record('d', 8)]).asNcmecXml(), {
      ...{ list, mode: 'delta', reading: NCMEC },
    });
    await settled(team);
    const late = await team.join('Lea', 'analyst');
    await settled(team);
    const own = await matches(sam);
    expect(own.map((text) => text.split(' ')[2])).toEqual(['sha1', 'sha256'].sort());
    for (const seat of [ada, joan, late]) expect(await matches(seat)).toEqual(own);
    await expectWhole(team.seats);
  });

  test('is not added to at a seat where a part of it is missing, nor where another version came in between', async () => {
    await using team = await aTeamWithCases();
    const { sam, joan, lies } = team;
    const { list } = await importList(sam.client, md5s(1), { list: { name: 'bare' } });
    lies.set(joan.device(), { parcel: () => null });
    await settled(team);
    const adding = () => importList(joan.client, md5s(3), { list, mode: 'add' });
    expect(await failureOf(adding())).toMatchObject({ data: { reason: 'list-on-its-way' } });
    lies.delete(joan.device());
    await settled(team);
    await adding();
    await settled(team);
    await expectWhole(team.seats);
  });

  test('leaves nothing of itself at any seat, nor at the hub, once it is removed', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, hub } = team;
    const { list } = await ofMany(sam, { list: { name: 'large' } });
    await settled(team);
    const kept = () => [...hub.backup().content.parcels.values()].filter((sealed) => sealed !== null).length;
    expect(kept()).toBe(4);
    await sam.client.lists.remove({ command: aCommand(), list });
    await settled(team);
    expect([await matches(ada), await ada.client.lists.list(), kept()]).toEqual([[], [], 0]);
    expect((await ada.client.lists.find({ value: aHash(32, 1) })).matches).toEqual([]);
    await expectWhole(team.seats);
  });
});

describe('what matching finds at every seat', () => {
  /** Two supervisors bring other rules on matching into force. */
  async function withMatching({ sam, joan }: Trio, matching: object): Promise<void> {
    const { policy } = sam.open().session;
    const proposal = await proposed(sam, nextPolicy(sam, { matching: { ...policy.matching, ...matching } }));
    for (const seat of [sam, joan]) await seat.sync();
    await activate(joan, proposal);
  }

  test('puts a record that floods in quarantine once, and a release counts at every seat', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, joan, hub, lies } = team;
    await withMatching(team, { floodCases: 2 });
    await settled(team);
    const flood = aHashList([{ ...record('flood', 60), pdq: aPdq(50) }]).asNcmecXml();
    await importList(sam.client, flood, { list: { name: 'records', trust: 'high' }, reading: NCMEC });
    await sam.sync();
    hub.goAway(sam.device());
    for (const { device } of [ada, joan]) lies.set(device(), { parcel: () => null });
    const files = [1, 2, 3].map((bit) =>
      aReport()
        .ofFile({ pdq: withBitsFlipped(aPdq(50), bit) })
        .build(),
    );
    for (const report of files) await ada.client.intake.report({ command: aCommand(), report });
    await settled(team, [ada, joan]);
    // Each of them matches before it hears of what the other found.
    lies.clear();
    for (const seat of [ada, joan]) await seat.syncLists();
    hub.comeBack(sam.device());
    await settled(team);
    const [one, ...more] = await sam.client.matching.quarantine();
    expect([one?.record, more]).toEqual(['flood', []]);
    const listed = async ({ client }: Seat) => (await client.review.queue({ knownAs: 'baseline' })).total;
    expect((await joan.client.matching.quarantine()).map(({ id }) => id)).toEqual([one!.id]);
    expect(await Promise.all(team.seats.map(listed))).toEqual([0, 0, 0]);
    const said = (await sam.client.audit.entries({ kind: 'match.quarantined' })).entries;
    expect(said.length).toBe(3);
    await joan.client.matching.release({ command: aCommand(), quarantine: one!.id, as: 'released' });
    await settled(team);
    expect(await Promise.all(team.seats.map(listed))).toEqual([3, 3, 3]);
    await expectWhole(team.seats);
  });

  test('reopens a decided case once, and the decision that follows counts', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, joan, hub, lies } = team;
    await importList(sam.client, md5s(70), { list: { name: 'bare' } });
    await sam.sync();
    hub.goAway(sam.device());
    for (const { device } of [ada, joan]) lies.set(device(), { parcel: () => null });
    const report = aReport()
      .ofFile({ md5: aHash(32, 70) })
      .build();
    const { cases } = await ada.client.intake.report({ command: aCommand(), report });
    const { id } = cases[0]!;
    await ada.client.review.assess({ command: aCommand(), case: id, judgement: legal() });
    await settled(team, [ada, joan]);
    // Each of them matches before it hears of what the other found.
    lies.clear();
    for (const seat of [ada, joan]) await seat.syncLists();
    hub.comeBack(sam.device());
    await settled(team);
    const entries = (await sam.client.audit.entries({ kind: 'case.reopened' })).entries;
    expect(entries.length).toBe(3);
    for (const { client } of team.seats) {
      const { summary } = await client.review.case({ id });
      expect([summary.state, summary.reopened?.reason]).toEqual(['open', 'on-a-list']);
    }
    await expectWhole(team.seats);
  });
});

describe('parcels that are not what the entry says', () => {
  const swapped =
    (team: Trio, one: number, other: number) =>
    (sealed: Uint8Array | null): Uint8Array | null => {
      const all = [...team.hub.backup().content.parcels.values()];
      const same = (bytes: Uint8Array | null | undefined) =>
        bytes && sealed && Buffer.compare(bytes, sealed) === 0;
      return same(all[one]) ? all[other]! : sealed;
    };

  test('are not used where the hub gives one in the place of another, and the seat says so', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, joan, lies } = team;
    await ofMany(sam, { list: { name: 'large' } });
    lies.set(ada.device(), { parcel: swapped(team, 1, 0) });
    await settled(team);
    expect(await arrivals(ada)).toEqual([['large', 1, { answers: 0, taken: 1, of: 3, isUnfit: true }]]);
    expect([await matches(ada), (await matches(joan)).length]).toEqual([[], 1]);
    lies.delete(ada.device());
    await settled(team);
    expect(await matches(ada)).toEqual(await matches(sam));
    await expectWhole([ada]);
  });

  test('are not used where a seat of the hotline left other values, and are used once it left the right ones', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, joan, hub } = team;
    for (const { device } of [ada, joan]) hub.goAway(device());
    await importList(sam.client, md5s(1, 2, 3), { list: { name: 'bare' } });
    await settled(team, [sam]);
    const values = (...seeds: number[]) =>
      Buffer.concat(seeds.map((seed) => Buffer.from(aHash(32, seed), 'hex'))).toString('base64');
    // The hub lost its parcels, and gets from Sam's seat what is there now.
    const leave = async (sums: string) => {
      sam.lock();
      await inDatabaseOf(sam.folder, (db) => db.execute(`UPDATE list_blocks SET sums = '${sums}'`));
      const { content } = hub.backup();
      hub.restore({ content: { ...content, parcels: new Map() } });
      await sam.unlock();
      await sam.syncLists();
    };
    await leave(values(1, 2, 9));
    hub.comeBack(ada.device());
    await settled(team, [ada]);
    expect(await arrivals(ada)).toEqual([['bare', 1, { answers: 0, taken: 0, of: null, isUnfit: true }]]);
    expect(await matches(ada)).toEqual([]);
    expect((await problemsOf(sam.client)).map(({ what }) => what)).toEqual([
      expect.stringContaining('holds other values than were signed'),
    ]);
    await leave(values(1, 2, 3));
    ada.lock();
    await ada.unlock();
    await settled(team, [ada]);
    expect((await matches(ada)).length).toBe(1);
    await expectWhole([ada]);
  });
});
