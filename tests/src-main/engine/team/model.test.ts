import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../tools/fake-data.ts';
import { aTeam } from '../../../support/a-team.ts';
import { teamAtRandom } from '../../../support/a-team-at-work.ts';
import { recordedDifferences } from '../../../support/rebuilt.ts';
import { thorough } from '../../../support/thorough.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const SEED = Number(process.env.HASHLINE_SEED ?? Date.now() % 1_000_000);

const NAMES = [
  'report',
  'report',
  'import',
  'claim',
  'assess',
  'assess',
  'assess',
  'narrative',
  'draft',
  'withdraw',
  'correct',
  'reassign',
  'release',
  'judge',
  'reveal',
  'settle',
  'takedown',
  'golden',
  'ungolden',
  'export',
  'later',
];

describe(`seats that were apart (seed ${SEED})`, () => {
  test('have equal rows once they are together', async () => {
    await using desk = await aDesk();
    await using team = await aTeam(
      [
        ['Ada', 'analyst'],
        ['Ben', 'analyst'],
        ['Sue', 'supervisor'],
      ],
      { secondReview: 0.3 },
    );
    const done = await teamAtRandom(team, seededRandom(SEED), thorough(2000, 300), {
      names: NAMES,
      desk,
      apart: { changes: 0.05, exchanges: 0.3 },
    });
    console.log(done);
    const unapplied = team.seats.map((seat) => [
      seat.name,
      seat.open().teamSync.log!.settled,
      seat.open().teamSync.log!.countWaiting(),
    ]);
    console.log(unapplied);
    for (const seat of team.seats) console.log(seat.name, seat.open().team.unapplied());
    for (const seat of team.seats) seat.lock();
    const [first, ...others] = team.seats;
    const differing = [];
    for (const seat of others) differing.push(await recordedDifferences(first!.folder, seat.folder));
    expect(differing).toEqual(others.map(() => []));
  }, 120_000);
});
