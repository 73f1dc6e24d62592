import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { sendOnce, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';
import { asVault } from '../../../support/a-team-at-work.ts';
import { PASSPHRASE } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { recordedDifferences } from '../../../support/rebuilt.ts';
import { OutsideVerifier, pythonProblem } from '../../../support/three-verifiers.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const report = (seat: Seat, name: string) =>
  seat.client.intake.report({
    command: aCommand(),
    report: aReport().of(`https://${name}.example/`).build(),
  });

const subjects = async (seat: Seat) =>
  (await seat.client.review.queue({})).cases.map(({ subject }) => new URL(subject).host.split('.')[0]).sort();

const decide = async (seat: Seat, name: string) => {
  const { cases } = await seat.client.review.queue({});
  const found = cases.find(({ subject }) => subject === `https://${name}.example/`)!;
  await seat.client.review.assess({ command: aCommand(), case: found.id, judgement: illegalIn('BE') });
  return found.id;
};

const statusOf = (seat: Seat) => seat.client.team.status();
const joinLogs = (seat: Seat) => seat.client.team.joinLogs({ command: aCommand() });

/** Goes on in the joined log. */
const again = async (seat: Seat) => {
  seat.lock();
  await seat.unlock();
};

type Hotline = ATeam & { sam: Seat; sue: Seat; ada: Seat };

/** Sam founded; Sue is a supervisor too. */
async function aHotline(): Promise<Hotline> {
  const team = await aTeam([
    ['Sue', 'supervisor'],
    ['Ada', 'analyst'],
  ]);
  const [sam, sue, ada] = team.seats as [Seat, Seat, Seat];
  return Object.assign(team, { sam, sue, ada });
}

/** The hub is put back after some work of which Sam's seat knows nothing, and that writes to it first. */
async function putBack(team: Hotline, lost: () => Promise<void>, first: () => Promise<void>): Promise<void> {
  const { hub, sam } = team;
  const before = hub.backup();
  hub.goAway(sam.device());
  await lost();
  hub.restore(before);
  hub.comeBack(sam.device());
  await first();
  await sam.sync();
}

async function exportOf(seat: Seat): Promise<string> {
  const lines: string[] = [];
  for await (const step of await seat.client.audit.export()) lines.push(...step.lines);
  return lines.map((line) => `${line}\n`).join('');
}

/** Whether all have equal records and rows, nothing that could not follow, and a log that every verifier finds right. */
async function agree(seats: readonly Seat[]) {
  const records = seats.map((seat) => {
    const log = seat.open().teamSync.log!;
    return JSON.stringify(log.deeds(0, log.settled).map(({ line }) => line));
  });
  const unapplied = seats.flatMap((seat) => seat.open().team.unapplied());
  const problems = [];
  for (const seat of seats) problems.push(...(await problemsOf(seat.client)));
  for (const seat of seats) seat.lock();
  const rows = [];
  for (const seat of seats.slice(1)) rows.push(...(await recordedDifferences(seats[0]!.folder, seat.folder)));
  for (const seat of seats) await seat.unlock();
  return { record: new Set(records).size, rows, unapplied, problems };
}
const AGREED = { record: 1, rows: [], unapplied: [], problems: [] };

describe('a hub that was put back, to which a seat that knew less writes first', () => {
  test('keeps the others apart until a supervisor joins the logs; then nothing is lost or doubled', async () => {
    await using desk = await aDesk();
    await using team = await aHotline();
    const { sam, sue, ada, hub } = team;
    await sendTo(asVault(team, sam), 'police', desk);
    await team.settle();
    let sent = '';
    await putBack(
      team,
      async () => {
        await report(sue, 'sent');
        await sue.sync();
        await ada.sync();
        sent = await decide(ada, 'sent');
        await report(ada, 'ada');
        await ada.sync();
        await sue.sync();
        await sendOnce(asVault(team, ada));
        expect((await storedAt(desk.dir)).length).toBe(1);
        await report(sue, 'sue');
        await sue.sync();
        // What waits is signed after what is lost.
        hub.goAway(ada.device());
        await report(ada, 'waits');
        hub.comeBack(ada.device());
      },
      async () => {
        await report(sam, 'sam');
        await report(sam, 'sent');
      },
    );
    for (const seat of [sue, ada]) await expect(seat.sync()).rejects.toThrow('fork');
    await report(sue, 'meanwhile');
    const { trouble, fork } = await statusOf(sue);
    expect([trouble, fork?.state]).toEqual(['fork', 'told']);
    await sam.sync();
    const { branches } = await statusOf(sam);
    expect(branches.map(({ device }) => device).sort()).toEqual([sue.device(), ada.device()].sort());
    expect(await joinLogs(sam)).toEqual({ joined: 2 });
    for (const seat of [sue, ada]) await expect(seat.sync()).rejects.toThrow('fork');
    for (const seat of [sue, ada]) expect((await statusOf(seat)).fork?.state).toBe('joined');
    for (const seat of [sue, ada]) await again(seat);
    await team.settle();
    expect(await Promise.all(team.seats.map(statusOf))).toEqual(
      team.seats.map(() => expect.objectContaining({ trouble: null, fork: null, branches: [], waiting: 0 })),
    );
    const names = ['ada', 'meanwhile', 'sam', 'sue', 'waits'];
    expect(await Promise.all(team.seats.map(subjects))).toEqual([names, names, names]);
    for (let round = 0; round < 2; round++) {
      for (const seat of team.seats) await sendOnce(asVault(team, seat));
      await team.settle();
      team.vault.clock.advance(31_000);
    }
    expect((await storedAt(desk.dir)).length).toBe(1);
    const { referrals } = await sam.client.review.case({ id: sent as never });
    expect(referrals.map(({ state }) => state)).toEqual(['delivered']);
    expect(await agree(team.seats)).toEqual(AGREED);
    using folder = aFolder();
    const path = join(folder.path, 'export.jsonl');
    writeFileSync(path, await exportOf(sue));
    using node = new OutsideVerifier(process.execPath, 'hashline-verify.mjs');
    const verdicts = [await node.verify(path)];
    if (pythonProblem() === null) {
      using python = new OutsideVerifier('python3', 'hashline_verify.py');
      verdicts.push(await python.verify(path));
    }
    for (const { ok, places } of verdicts) expect({ ok, places }).toEqual({ ok: true, places: [] });
  }, 60_000);

  /** Sue follows what Sam joins. */
  const joined = async ({ sam, sue, settle, seats }: Hotline, stay: readonly Seat[] = seats) => {
    await expect(sue.sync()).rejects.toThrow('fork');
    await sam.sync();
    await joinLogs(sam);
    await expect(sue.sync()).rejects.toThrow('fork');
    await again(sue);
    await settle(stay);
  };
  const namesOf = async (seat: Seat) => (await seat.client.people.list()).map(({ name }) => name).sort();
  const enrolled = async (seat: Seat, name: string) => {
    const { code } = await seat.client.people.add({ command: aCommand(), name, role: 'analyst' });
    await seat.client.vault.enrol({ name, code, passphrase: PASSPHRASE });
  };

  test('keeps people and keys that the lost branch added, and what those did', async () => {
    await using team = await aHotline();
    const { sam, sue, ada } = team;
    await putBack(
      team,
      async () => {
        await enrolled(sue, 'Eve');
        await sue.sync();
        await ada.sync();
        await sue.client.team.remove({ command: aCommand(), device: ada.device() as never });
        await report(sue, 'sue');
        await sue.sync();
      },
      () => report(sam, 'sam').then(() => {}),
    );
    await joined(team, [sue, sam]);
    expect(await namesOf(sam)).toEqual(['Ada', 'Eve', 'Sam Supervisor', 'Sue']);
    expect(sam.open().teamSync.log!.signers.epoch).toEqual({ number: 2, isStale: false });
    expect([await subjects(sam), await subjects(sue)]).toEqual([
      ['sam', 'sue'],
      ['sam', 'sue'],
    ]);
    expect(await agree([sam, sue])).toEqual(AGREED);
  }, 60_000);

  test('says of people that both sides added who came second', async () => {
    await using team = await aHotline();
    const { sam, sue } = team;
    await putBack(
      team,
      async () => {
        await enrolled(sue, 'Eve');
        await sue.sync();
      },
      () => enrolled(sam, 'Ida'),
    );
    await joined(team);
    expect(await namesOf(sue)).toEqual(['Ada', 'Ida', 'Sam Supervisor', 'Sue']);
    expect(await agree(team.seats)).toEqual(AGREED);
  }, 60_000);

  test('and to which they give what it lacks although answers are lost and others write meanwhile', async () => {
    await using team = await aHotline();
    const { sam, sue, ada, hub } = team;
    await putBack(
      team,
      async () => {
        for (const name of ['one', 'two', 'three']) await report(sue, name);
        await sue.sync();
        await ada.sync();
        await report(ada, 'four');
        await ada.sync();
      },
      () => report(sam, 'sam').then(() => {}),
    );
    for (const seat of [sue, ada]) await expect(seat.sync()).rejects.toThrow('fork');
    await sam.sync();
    await joinLogs(sam);
    await report(sam, 'five');
    for (let lost = 1; lost < 12; lost++) {
      hub.loseAnswers(1, sue.device());
      await sue.sync().catch(() => {});
      if (lost % 3 === 0) await sam.sync();
      if (lost === 6) await report(sam, 'six').then(() => sam.sync());
    }
    for (const seat of [sue, ada]) await expect(seat.sync()).rejects.toThrow('fork');
    for (const seat of [sue, ada]) await again(seat);
    await team.settle();
    const names = ['five', 'four', 'one', 'sam', 'six', 'three', 'two'];
    expect(await Promise.all(team.seats.map(subjects))).toEqual([names, names, names]);
    expect(await agree(team.seats)).toEqual(AGREED);
  }, 60_000);

  test('is found by the next seat also where it has grown to the very size that this one knows', async () => {
    await using team = await aHotline();
    const { sam, sue, hub } = team;
    await team.settle();
    await putBack(
      team,
      async () => {
        await report(sue, 'sue');
        await sue.sync();
      },
      () => report(sam, 'sam').then(() => {}),
    );
    const sizes = [hub.backup().content.deeds.length, sue.open().teamSync.log!.settled];
    await report(sue, 'more');
    await expect(sue.sync()).rejects.toThrow('fork');
    expect([sizes[0] === sizes[1], hub.backup().content.deeds.length]).toEqual([true, sizes[0]]);
    await joined(team);
    expect(await agree(team.seats)).toEqual(AGREED);
  }, 60_000);

  test('twice: each branch is joined', async () => {
    await using team = await aHotline();
    const { sam, sue } = team;
    for (const round of ['one', 'two']) {
      await putBack(
        team,
        async () => {
          await report(sue, `sue-${round}`);
          await sue.sync();
        },
        () => report(sam, `sam-${round}`).then(() => {}),
      );
      await joined(team);
    }
    expect((await subjects(sue)).length).toBe(4);
    expect(await agree(team.seats)).toEqual(AGREED);
  }, 60_000);

  test('has one key again where both sides opened the same epoch', async () => {
    await using team = await aHotline();
    const { sam, sue, ada } = team;
    const device = ada.device() as never;
    const removed = (seat: Seat) => seat.client.team.remove({ command: aCommand(), device });
    await putBack(
      team,
      async () => {
        await removed(sue);
        await report(sue, 'sue');
        await sue.sync();
      },
      async () => {
        await sam.sync();
        await removed(sam);
      },
    );
    await joined(team, [sam, sue]);
    await report(sue, 'more');
    await team.settle([sue, sam]);
    expect(await subjects(sam)).toEqual(['more', 'sue']);
    expect(await agree([sam, sue])).toEqual(AGREED);
  }, 60_000);

  test('and whose other side has no supervisor is put back once more, for theirs to be first', async () => {
    await using team = await aHotline();
    const { sam, sue, ada, hub } = team;
    const before = hub.backup();
    hub.goAway(ada.device());
    await report(sue, 'sue');
    await sue.sync();
    await sam.sync();
    hub.restore(before);
    hub.comeBack(ada.device());
    await report(ada, 'ada');
    await ada.sync();
    for (const seat of [sam, sue]) await expect(seat.sync()).rejects.toThrow('fork');
    expect(await failureOf(joinLogs(sam))).toEqual({ code: 'CONFLICT', data: { reason: 'needs-contact' } });
    hub.restore(before);
    for (const seat of [sam, sue]) await seat.sync();
    await expect(ada.sync()).rejects.toThrow('fork');
    await sam.sync();
    await joinLogs(sam);
    await expect(ada.sync()).rejects.toThrow('fork');
    await again(ada);
    await team.settle();
    expect(await subjects(sam)).toEqual(['ada', 'sue']);
    expect(await agree(team.seats)).toEqual(AGREED);
  }, 60_000);

  test('lets in again who joined after the backup, once a seat was unlocked', async () => {
    await using team = await aHotline();
    const { sam, hub } = team;
    const before = hub.backup();
    const ben = await team.join('Ben', 'analyst');
    await team.settle();
    hub.restore(before);
    await again(sam);
    await sam.sync();
    await report(ben, 'ben');
    await team.settle();
    expect(await subjects(sam)).toEqual(['ben']);
  }, 60_000);

  test('joins nothing where nobody is on another branch, or the signer may not', async () => {
    await using team = await aHotline();
    const { sam, ada } = team;
    expect([await failureOf(joinLogs(sam)), await failureOf(joinLogs(ada))]).toEqual([
      { code: 'CONFLICT', data: { reason: 'no-branch' } },
      { code: 'NOT_PERMITTED', data: { duty: 'manage-people' } },
    ]);
  }, 60_000);
});
