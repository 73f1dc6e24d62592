import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DeviceId } from '../../../../shared/domain/ids.ts';
import { seededRandom } from '../../../../tools/fake-data.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { aReport } from '../../../support/a-report.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';
import { teamAtRandom } from '../../../support/a-team-at-work.ts';
import { lootOf, openedWith } from '../../../support/an-opener.ts';
import { recordedDifferences } from '../../../support/rebuilt.ts';
import { thorough } from '../../../support/thorough.ts';
import { OutsideVerifier, pythonProblem } from '../../../support/three-verifiers.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';
import { aDesk, type RunningDesk } from '../../receiver/a-desk.ts';

const SEED = Number(process.env.HASHLINE_SEED ?? Date.now() % 1_000_000);
const DEEDS = thorough(2000, 60);

/** What people do at any time, in contact or not. */
const FREELY = [
  ...['report', 'report', 'import', 'claim', 'assess', 'assess', 'assess', 'narrative', 'draft', 'withdraw'],
  ...[
    'correct',
    'reassign',
    'release',
    'judge',
    'reveal',
    'settle',
    'takedown',
    'consult',
    'golden',
    'ungolden',
    'later',
  ],
];

/** Sam founded it; Ada works at two seats. */
async function aHotline(): Promise<ATeam> {
  const team = await aTeam(
    [
      ['Ada', 'analyst'],
      ['Ben', 'analyst'],
      ['Sue', 'supervisor'],
    ],
    { secondReview: 0.3, graceSeconds: 600 },
  );
  await team.join('Ada', null);
  return team;
}

const apart = (team: ATeam, desk: RunningDesk, deeds: number) =>
  teamAtRandom(team, seededRandom(SEED), deeds, {
    ...{ names: FREELY, desk },
    apart: { changes: 0.05, exchanges: 0.3 },
  });

/** How the recorded rows of each seat differ from the first one's. */
async function differences(seats: readonly Seat[]) {
  for (const seat of seats) seat.lock();
  const [first, ...others] = seats;
  const found = [];
  for (const seat of others) found.push(await recordedDifferences(first!.folder, seat.folder));
  return found;
}

async function exportOf(seat: Seat): Promise<string> {
  const lines: string[] = [];
  for await (const step of await seat.client.audit.export()) lines.push(...step.lines);
  return lines.map((line) => `${line}\n`).join('');
}

describe(`seats that were apart (seed ${SEED})`, () => {
  test(`have equal rows once they are together, after ${DEEDS} deeds, and nothing that could not be applied`, async () => {
    await using desk = await aDesk();
    await using team = await aHotline();
    const done = await apart(team, desk, DEEDS);
    const left = team.seats.map((seat) => [seat.open().seats.status().waiting, seat.open().team.unapplied()]);
    const deeds = Object.values(done).reduce((sum, each) => sum + each, 0);
    expect({ left, deeds }).toEqual({ left: team.seats.map(() => [0, []]), deeds: DEEDS });
    expect(await differences(team.seats)).toEqual([[], [], [], []]);
  }, 180_000);

  test('differ where a change is not taken back: the control', async () => {
    await using team = await aHotline();
    const [sam, ada] = team.seats as [Seat, Seat];
    ada.lock();
    await inDatabaseOf(ada.folder, (db) => {
      db.execute('DROP TRIGGER team_undo_sightings_insert');
      db.execute(
        'CREATE TRIGGER team_undo_sightings_insert AFTER INSERT ON sightings WHEN 0 BEGIN SELECT 1; END',
      );
    });
    await ada.unlock();
    await team.settle();
    for (const [seat, name] of [
      [ada, 'one'],
      [sam, 'two'],
    ] as const)
      await seat.client.intake.report({
        command: aCommand(),
        report: aReport().of(`https://${name}.example/`).build(),
      });
    await sam.sync();
    await team.settle();
    expect((await differences(team.seats)).flat().length).toBeGreaterThan(0);
  });

  test('have equal rows and one key too where a seat is removed in the middle, which then has nothing of what follows', async () => {
    await using desk = await aDesk();
    await using team = await aHotline();
    await apart(team, desk, 40);
    const [sam, , ben] = team.seats as [Seat, Seat, Seat];
    const removed = ben.device();
    await sam.client.team.remove({ command: aCommand(), device: DeviceId.parse(removed) });
    const stay = team.seats.filter((seat) => seat !== ben);
    const settle = () => team.settle(stay);
    const rest = { ...team, seats: stay, settle };
    // What Ben did and could not give any more has no effect at any seat.
    await teamAtRandom(rest, seededRandom(SEED + 1), 40, {
      ...{ names: FREELY, desk },
      apart: { changes: 0.05, exchanges: 0.3 },
    });
    const left = stay.map((seat) => {
      const { waiting, trouble } = seat.open().seats.status();
      return [waiting, trouble, seat.open().team.unapplied()];
    });
    expect(left).toEqual(stay.map(() => [0, null, []]));
    const { content } = team.hub.backup();
    const opening = content.deeds.findIndex(({ epoch }) => epoch === 2);
    expect([opening > 0, content.deeds.at(-1)?.epoch]).toEqual([true, 2]);
    const found = openedWith(await lootOf(ben), team.hub.backup());
    expect(found.places.filter((place) => content.deeds[place]?.epoch === 2)).toEqual([]);
    expect(await differences(stay)).toEqual(stay.slice(1).map(() => []));
  }, 180_000);

  test('give out one log, which every verifier finds right', async () => {
    await using desk = await aDesk();
    await using team = await aHotline();
    using folder = aFolder();
    await apart(team, desk, 50);
    const path = join(folder.path, 'export.jsonl');
    writeFileSync(path, await exportOf(team.seats[3]!));
    using node = new OutsideVerifier(process.execPath, 'hashline-verify.mjs');
    const verdicts = [await node.verify(path)];
    if (pythonProblem() === null) {
      using python = new OutsideVerifier('python3', 'hashline_verify.py');
      verdicts.push(await python.verify(path));
    }
    for (const { ok, places } of verdicts) expect({ ok, places }).toEqual({ ok: true, places: [] });
  }, 120_000);
});
