import { describe, expect, test } from 'vitest';
import { sealDeed } from '../../../../src-main/engine/team/sealed-deed.ts';
import { TeamStore } from '../../../../src-main/engine/team/team.store.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { aTeam, type Seat } from '../../../support/a-team.ts';
import { importFile } from '../../../support/an-import.ts';
import { scartFile, scartRow } from '../../../support/intake.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

describe('a team', () => {
  test('has at each seat what was reported at another', async () => {
    await using team = await aTeam([['Ada', 'analyst']]);
    const [sam, ada] = team.seats as [never, never] as typeof team.seats;
    const report = aReport().of('https://one.example/').build();
    await sam!.client.intake.report({ command: aCommand(), report });
    await team.settle();
    const { cases } = await ada!.client.review.queue({});
    expect(cases.map(({ subject }) => subject)).toEqual(['https://one.example/']);
  });

  test('has at each seat what was imported before there was a team, and after the hub lost it', async () => {
    await using team = await aTeam([], {}, async ({ client }) => {
      await importFile(client, scartFile([scartRow('https://old.example/')]));
    });
    const [sam] = team.seats as [Seat];
    const found = async ({ client }: Seat) =>
      (await client.review.queue({})).cases.map(({ subject }) => subject);
    const ada = await team.join('Ada', 'analyst');
    expect([await found(ada), (await ada.client.team.status()).unapplied]).toEqual([await found(sam), []]);
    const { content } = team.hub.backup();
    team.hub.restore({ content: { ...content, parcels: new Map() } });
    team.hub.takeBack(0);
    await team.settle();
    const joan = await team.join('Joan', 'analyst');
    expect([await found(joan), (await joan.client.team.status()).unapplied]).toEqual([await found(sam), []]);
  });

  test('takes in all others where the rows of one deed among them cannot follow, and lists that one', async () => {
    await using team = await aTeam([['Ada', 'analyst']]);
    const [sam, ada] = team.seats as [Seat, Seat];
    for (const name of ['one', 'two', 'three']) {
      const report = aReport().of(`https://${name}.example/`).build();
      await ada.client.intake.report({ command: aCommand(), report });
    }
    const device = ada.device();
    const log = ada.open().teamSync.log!;
    const [settled, waiting] = [log.settled, log.waiting(10)];
    ada.lock();
    const key = await inDatabaseOf(ada.folder, (db) => new TeamStore(db).epochKey(1)!);
    const deeds = waiting.map(({ line, enclosure, seq }, index) => {
      // It encloses something else than its entry names.
      const other = enclosure && { ...enclosure, salt: new Uint8Array(32) };
      const place = { hotline: sam.device(), device, seq, epoch: 1 };
      return { epoch: 1, sealed: sealDeed(key, place, { line, enclosure: index === 1 ? other : enclosure }) };
    });
    await team.hub.as(device).push(settled, waiting[0]!.seq, deeds);
    await sam.sync();
    const { cases } = await sam.client.review.queue({});
    expect([
      cases.map(({ subject }) => subject).sort(),
      (await sam.client.team.status()).unapplied,
      sam.open().teamSync.log!.settled,
    ]).toEqual([
      ['https://one.example/', 'https://three.example/'],
      [{ position: settled + 1, kind: 'intake.reported', why: 'not-applicable' }],
      settled + 3,
    ]);
  });
});
