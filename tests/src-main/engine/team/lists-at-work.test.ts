import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aHashList } from '../../../support/a-hash-list.ts';
import { importList } from '../../../support/a-list-import.ts';
import { withBitsFlipped } from '../../../support/a-matched-vault.ts';
import { activate, nextPolicy, proposed } from '../../../support/a-proposal.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import type { Seat } from '../../../support/a-team.ts';
import {
  aPdq,
  arrivals,
  aTeamWithCases,
  expectWhole,
  matches,
  md5s,
  NCMEC,
  ofMany,
  record,
  settled,
  type Trio,
} from '../../../support/a-team-with-lists.ts';
import { legal } from '../../../support/an-assessment.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

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
