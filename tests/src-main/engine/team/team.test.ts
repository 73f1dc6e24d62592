import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { aTeam } from '../../../support/a-team.ts';

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
});
