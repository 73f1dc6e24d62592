import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { aTeam, type Seat } from '../../../support/a-team.ts';
import { importFile } from '../../../support/an-import.ts';
import { scartFile, scartRow } from '../../../support/intake.ts';

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
});
