import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { aHashList } from '../../../support/a-hash-list.ts';
import { importList } from '../../../support/a-list-import.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { aTeam, type Seat } from '../../../support/a-team.ts';
import { asVault } from '../../../support/a-team-at-work.ts';
import {
  aPdq,
  arrivals,
  aTeamWithCases,
  at,
  expectWhole,
  matches,
  md5s,
  member,
  NCMEC,
  ofMany,
  record,
  settled,
} from '../../../support/a-team-with-lists.ts';
import { anEngine, PASSPHRASE } from '../../../support/a-vault.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { rebuiltFrom, recordedDifferences } from '../../../support/rebuilt.ts';

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

  test('is what came first in the order where two seats import at once, and the other’s content is gone', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, joan } = team;
    const { list } = await importList(sam.client, md5s(7), { list: { name: 'bare' } });
    await settled(team);
    await importList(joan.client, md5s(1), { list });
    await joan.sync();
    // Sam's seat has not heard of that.
    await importList(sam.client, aHashList([record('x', 5)]).asNcmecXml(), { ...{ list, reading: NCMEC } });
    expect((await matches(sam)).map((text) => text.split(' ')[2])).toEqual(['sha256']);
    await settled(team);
    const own = await matches(joan);
    expect(own.map((text) => text.split(' ')[2])).toEqual(['md5']);
    expect([await matches(sam), await matches(ada)]).toEqual([own, own]);
    expect((await sam.client.lists.list()).map(({ version }) => version)).toEqual([2]);
    expect((await sam.client.lists.imports({ list })).length).toBe(2);
    await expectWhole(team.seats);
  });

  test('is rebuilt from the record of a seat that only fetched it', async () => {
    await using team = await aTeamWithCases();
    const { sam, joan } = team;
    using folder = aFolder();
    const { list } = await importList(sam.client, md5s(1, 2), { list: { name: 'bare' } });
    await importList(sam.client, md5s(5), { list, mode: 'add' });
    await importList(sam.client, aHashList([record('a', 1)]).asNcmecXml(), {
      ...{ list: { name: 'records' }, reading: NCMEC },
    });
    await settled(team);
    expect((await matches(joan)).length).toBeGreaterThan(0);
    const vault = asVault(team, joan);
    joan.lock();
    const rebuilt = await rebuiltFrom(vault, join(folder.path, 'rebuilt'), joan.name);
    expect([rebuilt.unrestored, rebuilt.differing, rebuilt.unreadable]).toEqual([[], [], []]);
    expect(await recordedDifferences(joan.folder, join(folder.path, 'rebuilt'))).toEqual([]);
    const { client, engine } = anEngine(join(folder.path, 'rebuilt'));
    await client.vault.unlock({ name: joan.name, passphrase: PASSPHRASE });
    await engine.context.vault.require().matching.matching.settled();
    expect((await client.lists.find({ value: aHash(32, 5) })).matches.length).toBe(1);
    engine.close();
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
