import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { sendOnce, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { aBackupOf, readmitted, rejoined, restoredFrom } from '../../../support/a-restored-seat.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';
import { asVault } from '../../../support/a-team-at-work.ts';
import type { AVault } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { rebuiltFrom, recordedDifferences } from '../../../support/rebuilt.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const report = (seat: Seat, name: string) =>
  seat.client.intake.report({
    command: aCommand(),
    report: aReport().of(`https://${name}.example/`).build(),
  });

/** The first words of the hosts that the queue shows. */
const subjects = async (seat: Seat) =>
  (await seat.client.review.queue({})).cases.map(({ subject }) => new URL(subject).host.split('.')[0]).sort();

const statusOf = (seat: Seat) => seat.client.team.status();

const decide = async (seat: Seat, name: string) => {
  const { cases } = await seat.client.review.queue({});
  const found = cases.find(({ subject }) => subject === `https://${name}.example/`)!;
  await seat.client.review.assess({ command: aCommand(), case: found.id, judgement: illegalIn('BE') });
  return found.id;
};

const record = (seat: Seat) => {
  const log = seat.open().teamSync.log!;
  return log.deeds(0, log.settled).map(({ line }) => line);
};

/** Sam founded; Sue is a supervisor too. Her seat is the one that is restored. */
async function aHotline(): Promise<ATeam & { sam: Seat; sue: Seat; ada: Seat }> {
  const team = await aTeam([
    ['Sue', 'supervisor'],
    ['Ada', 'analyst'],
  ]);
  const [sam, sue, ada] = team.seats as [Seat, Seat, Seat];
  return Object.assign(team, { sam, sue, ada });
}

/** Whether all have equal records and rows, and nothing that could not follow. */
async function agree(seats: readonly Seat[]) {
  const records = seats.map(record);
  const unapplied = seats.flatMap((seat) => seat.open().team.unapplied());
  const problems = await problemsOf(seats[0]!.client);
  for (const seat of seats) seat.lock();
  const rows = [];
  for (const seat of seats.slice(1)) rows.push(...(await recordedDifferences(seats[0]!.folder, seat.folder)));
  for (const seat of seats) await seat.unlock();
  return {
    record: records.every((lines) => JSON.stringify(lines) === JSON.stringify(records[0])),
    rows,
    unapplied,
    problems,
  };
}
const AGREED = { record: true, rows: [], unapplied: [], problems: [] };

describe('a seat that was restored from an older backup', () => {
  test('comes back with what it did since, behind what the former one and others wrote meanwhile', async () => {
    await using team = await aHotline();
    const { sam, sue, ada, hub } = team;
    const former = sue.device();
    await report(sue, 'before');
    await team.settle();
    hub.goAway(former);
    await report(sue, 'waited');
    using backup = await aBackupOf(sue);
    hub.comeBack(former);
    await report(sue, 'after');
    await sue.sync();
    sue.lock();
    await report(sam, 'sam');
    await sam.client.people.add({ command: aCommand(), name: 'Eve', role: 'analyst' });
    await team.settle([sam, ada]);

    const restored = await restoredFrom(team, sue, backup);
    await report(restored, 'alone');
    await expect(restored.sync()).rejects.toThrow();
    expect(await statusOf(restored)).toMatchObject({
      trouble: 'not-admitted',
      restored: { device: restored.device(), replaces: former },
    });
    const steps = await rejoined(sam, restored, await readmitted(sam, restored, former));
    expect(steps).toEqual([
      { state: 'carried', entries: 0 },
      { state: 'rejoined', carried: 0, own: expect.any(Number), withoutEffect: 0 },
    ]);
    const all = [sam, ada, restored];
    await team.settle(all);
    const names = ['after', 'alone', 'before', 'sam', 'waited'];
    expect(await Promise.all(all.map(subjects))).toEqual([names, names, names]);
    const { seats, trouble, restored: from, waiting } = await statusOf(restored);
    expect([trouble, from, waiting]).toEqual([null, null, 0]);
    expect(seats.filter(({ isRemoved }) => isRemoved).map(({ device }) => device)).toEqual([former]);
    expect(sam.open().teamSync.log!.signers.epoch).toEqual({ number: 2, isStale: false });
    expect(await agree(all)).toEqual(AGREED);
    // It works on as any seat does.
    await report(restored, 'more');
    await team.settle(all);
    expect(await subjects(ada)).toContain('more');
  }, 60_000);

  test('brings what waited at the former one, and each decision is at the desk once', async () => {
    await using desk = await aDesk();
    await using team = await aHotline();
    const { sam, sue, ada, hub } = team;
    await sendTo(asVault(team, sam), 'police', desk);
    await team.settle();
    const former = sue.device();
    hub.goAway(former);
    await report(sue, 'waited');
    const waited = await decide(sue, 'waited');
    const { waiting } = await statusOf(sue);
    using backup = await aBackupOf(sue);
    sue.lock();
    const restored = await restoredFrom(team, sue, backup);
    await report(restored, 'alone');
    const alone = await decide(restored, 'alone');
    // Delivers nothing: what it decided has no place.
    await sendOnce(asVault(team, restored));
    expect(await storedAt(desk.dir)).toEqual([]);
    const [, end] = await rejoined(sam, restored, await readmitted(sam, restored, former));
    // And the entry about the lock before the backup.
    expect(end).toMatchObject({ carried: waiting + 1, withoutEffect: 0 });
    const all = [sam, ada, restored];
    await team.settle(all);
    for (let round = 0; round < 2; round++) {
      for (const seat of all) await sendOnce(asVault(team, seat));
      await team.settle(all);
      team.vault.clock.advance(31_000);
    }
    expect((await storedAt(desk.dir)).length).toBe(2);
    for (const id of [waited, alone]) {
      const { referrals } = await ada.client.review.case({ id });
      expect(referrals.map(({ state }) => state)).toEqual(['delivered']);
    }
    expect(await agree(all)).toEqual(AGREED);
  }, 60_000);

  test('and what waited there is late where the former one was removed before: that is counted, the control', async () => {
    await using team = await aHotline();
    const { sam, sue, ada, hub } = team;
    const former = sue.device();
    hub.goAway(former);
    await report(sue, 'waited');
    const { waiting } = await statusOf(sue);
    using backup = await aBackupOf(sue);
    sue.lock();
    const restored = await restoredFrom(team, sue, backup);
    await report(restored, 'alone');
    await sam.client.team.remove({ command: aCommand(), device: former as never });
    const [, end] = await rejoined(sam, restored, await readmitted(sam, restored, former));
    expect(end).toMatchObject({ carried: waiting + 1, withoutEffect: waiting + 1 });
    const all = [sam, ada, restored];
    await team.settle(all);
    expect(await subjects(ada)).toEqual(['alone']);
    expect(await agree(all)).toEqual(AGREED);
  }, 60_000);

  test('comes back too where it was rebuilt from its record, with what waited', async () => {
    await using team = await aHotline();
    const { sam, sue, ada, hub } = team;
    const former = sue.device();
    await report(sue, 'before');
    await team.settle();
    hub.goAway(former);
    await report(sue, 'waited');
    await decide(sue, 'before');
    await report(sam, 'sam');
    await sam.sync();
    using folder = aFolder();
    const vault = asVault(team, sue);
    sue.lock();
    await rebuiltFrom({ ...vault, lock: () => {} } as AVault, join(folder.path, 'seat'), sue.name);
    const restored = await restoredFrom(team, sue, folder);
    await report(restored, 'alone');
    const [, end] = await rejoined(sam, restored, await readmitted(sam, restored, former));
    expect(end).toMatchObject({ state: 'rejoined', withoutEffect: 0 });
    const all = [sam, ada, restored];
    await team.settle(all);
    expect(await subjects(restored)).toEqual(['alone', 'sam', 'waited']);
    expect(await agree(all)).toEqual(AGREED);
  }, 60_000);

  test('that went on as the same seat forks the record: the control', async () => {
    await using team = await aHotline();
    const { sam, sue } = team;
    using backup = await aBackupOf(sue);
    rmSync(`${backup.path}/seat/copy.json`);
    await report(sue, 'one');
    await sue.sync();
    const same = await restoredFrom(team, sue, backup);
    await report(same, 'two');
    await expect(same.sync()).rejects.toThrow();
    expect((await statusOf(same)).trouble).not.toBe(null);
    await team.settle([sam]);
    expect(await subjects(sam)).toEqual(['one']);
  });

  test('is let in by another supervisor where it is the one that founded the team, and makes its own certificate', async () => {
    await using team = await aHotline();
    const { sam, sue, ada } = team;
    const former = sam.device();
    await report(sam, 'waited');
    using backup = await aBackupOf(sam);
    sam.lock();
    const restored = await restoredFrom(team, sam, backup);
    const readmission = await readmitted(sue, restored, former);
    expect(readmission.hasCertificate).toBe(false);
    await rejoined(sue, restored, readmission);
    const all = [sue, ada, restored];
    await team.settle(all);
    expect(await subjects(ada)).toEqual(['waited']);
    expect((await statusOf(restored)).canInvite).toBe(true);
    expect(await agree(all)).toEqual(AGREED);
  }, 60_000);
});

describe('a readmission', () => {
  const reasonOf = async (work: Promise<unknown>) =>
    ((await failureOf(work)) as { data?: { reason?: string } }).data?.reason;

  test('is refused with another code, at another vault, and for whoever may not sign there any more', async () => {
    await using team = await aHotline();
    const { sam, sue, hub } = team;
    const former = sue.device();
    using backup = await aBackupOf(sue);
    sue.lock();
    const restored = await restoredFrom(team, sue, backup);
    const readmission = await readmitted(sam, restored, former);
    const twice = await reasonOf(readmitted(sam, restored, former));
    const one = await reasonOf(readmitted(sam, sam, former));
    const seat = await reasonOf(rejoined(sam, sam, readmission));
    const wrong = await readmitted(
      sam,
      { ...restored, device: () => '00000000-0000-7000-8000-00000000000b' },
      former,
    );
    const code = await reasonOf(rejoined(sam, restored, { ...readmission, code: wrong.code }));
    const elsewhere = await reasonOf(rejoined(sam, restored, wrong));
    await sam.client.people.disable({
      command: aCommand(),
      person: restored.open().session.person.id,
    });
    const disabled = await reasonOf(rejoined(sam, restored, readmission));
    expect({ twice, one, seat, code, elsewhere, disabled }).toEqual({
      twice: 'invitation-open',
      one: 'not-restored',
      seat: 'not-restored',
      code: 'invitation-unfit',
      elsewhere: 'readmission-of-other',
      disabled: 'rejoin-as-another',
    });
    // Nothing of it stands in the record, and the former seat is as it was.
    await sam.sync();
    const { seats } = await statusOf(sam);
    expect(seats.filter(({ isRemoved }) => isRemoved)).toEqual([]);
    expect(hub.backup().content.deeds.every(({ device }) => device !== restored.device())).toBe(true);
  }, 60_000);

  test('that was withdrawn lets nobody in', async () => {
    await using team = await aHotline();
    const { sam, sue } = team;
    using backup = await aBackupOf(sue);
    const former = sue.device();
    sue.lock();
    const restored = await restoredFrom(team, sue, backup);
    const readmission = await readmitted(sam, restored, former);
    await sam.client.team.withdraw({ command: aCommand(), device: restored.device() as never });
    expect(await reasonOf(rejoined(sam, restored, readmission))).toBe('seat-not-let-in');
  });
});
