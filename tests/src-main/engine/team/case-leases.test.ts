import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';
import { illegalIn } from '../../../support/an-assessment.ts';

/** A team of two seats with two cases that everybody has. */
async function aTeamWithCases(): Promise<ATeam & { sam: Seat; ada: Seat; one: CaseId; two: CaseId }> {
  const team = await aTeam([['Ada', 'analyst']]);
  const [sam, ada] = team.seats as [Seat, Seat];
  for (const name of ['one', 'two'])
    await sam.client.intake.report({
      command: aCommand(),
      report: aReport().of(`https://${name}.example/`).build(),
    });
  await team.settle();
  const [one, two] = (await sam.client.review.queue({})).cases.map(({ id }) => id) as [CaseId, CaseId];
  return Object.assign(team, { sam, ada, one, two });
}

const claim = (seat: Seat, id: CaseId) => seat.client.review.claim({ command: aCommand(), id });
const heldBySam = { data: { reason: 'held-elsewhere', name: 'Sam Supervisor' } };

/** What a seat knows of the open cases of the others. */
const openElsewhere = async ({ client }: Seat) =>
  (await client.team.status()).seats.filter(({ isHere }) => !isHere).map((seat) => seat.case);

describe('a case that is open at one seat', () => {
  test('is refused to the others by name, and they are told which it is', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, one } = team;
    await claim(sam, one);
    await expect(claim(ada, one)).rejects.toMatchObject(heldBySam);
    await ada.sync();
    expect(await openElsewhere(ada)).toEqual([one]);
  });

  test('is free once another is opened there', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, one, two } = team;
    await claim(sam, one);
    await claim(sam, two);
    await claim(ada, one);
    await expect(claim(ada, two)).rejects.toMatchObject(heldBySam);
  });

  test('is free once it is decided there', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, one } = team;
    await claim(sam, one);
    await sam.client.review.assess({ command: aCommand(), case: one, judgement: illegalIn('BE') });
    await claim(ada, one);
    await team.settle();
    expect(await openElsewhere(ada)).toEqual([null]);
  });

  test('stays there while somebody is at it, and is free some time after nobody is', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, one } = team;
    await claim(sam, one);
    for (let time = 0; time < 3; time++) {
      team.vault.clock.advance(10 * 60_000);
      expect(await sam.client.review.stay({ id: one })).toEqual({ heldBy: null });
    }
    await expect(claim(ada, one)).rejects.toMatchObject(heldBySam);
    team.vault.clock.advance(16 * 60_000);
    await claim(ada, one);
    expect(await sam.client.review.stay({ id: one })).toEqual({ heldBy: 'Ada' });
  });

  test('keeps nobody from it who has no contact', async () => {
    await using team = await aTeamWithCases();
    const { sam, ada, one } = team;
    await claim(sam, one);
    team.hub.goAway(ada.device());
    await claim(ada, one);
    expect(await ada.client.review.stay({ id: one })).toEqual({ heldBy: null });
  });
});
