import { describe, expect, test } from 'vitest';
import { type CaseId, DeviceId } from '../../../../shared/domain/ids.ts';
import type { HubDeed } from '../../../../src-main/ports/hub.ts';
import { aCommand } from '../../../support/a-command.ts';
import { sendOnce, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';
import { asVault } from '../../../support/a-team-at-work.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const report = (seat: Seat, name: string) =>
  seat.client.intake.report({
    command: aCommand(),
    report: aReport().of(`https://${name}.example/`).build(),
  });

const subjects = async (seat: Seat) =>
  (await seat.client.review.queue({})).cases.map(({ subject }) => subject).sort();

const troubleOf = (seat: Seat) => seat.client.team.status().then(({ trouble }) => trouble);

/** Two seats; Sam reported one case that Ada has not taken in yet. */
async function aTeamWithNews(): Promise<ATeam & { sam: Seat; ada: Seat }> {
  const team = await aTeam([['Ada', 'analyst']]);
  const [sam, ada] = team.seats as [Seat, Seat];
  await report(sam, 'one');
  await report(sam, 'two');
  await sam.sync();
  return Object.assign(team, { sam, ada });
}

/** A deed with one bit of its sealed content turned. */
const changed = (deed: HubDeed): HubDeed => {
  const sealed = deed.sealed.slice();
  sealed[20]! ^= 1;
  return { ...deed, sealed };
};

/** What an operator does with what a seat asks for, which cannot stay unseen. */
const CHANGES: readonly (readonly [name: string, (deeds: HubDeed[]) => HubDeed[], trouble: string])[] = [
  ['changes a deed', (deeds) => deeds.map((deed, at) => (at === 0 ? changed(deed) : deed)), 'deed-unfit'],
  [
    'swaps two',
    ([first, second, ...rest]) =>
      first && second
        ? [{ ...first, sealed: second.sealed }, { ...second, sealed: first.sealed }, ...rest]
        : [first, second].filter((deed) => deed !== undefined),
    'deed-unfit',
  ],
  ['leaves one out', ([, ...rest]) => rest, 'place-missing'],
  [
    'leaves one out and closes the gap',
    ([, ...rest]) => rest.map((deed) => ({ ...deed, position: deed.position - 1 })),
    'fork',
  ],
  [
    'gives one twice',
    ([first, ...rest]) =>
      first ? [first, ...[first, ...rest].map((deed) => ({ ...deed, position: deed.position + 1 }))] : [],
    'fork',
  ],
  [
    'gives one as another workstation’s',
    (deeds) => deeds.map((deed) => ({ ...deed, device: '00000000-0000-7000-8000-000000000001' })),
    'deed-unfit',
  ],
  [
    'gives one as sealed in another epoch',
    (deeds) => deeds.map((deed) => ({ ...deed, epoch: 7 })),
    'epoch-unknown',
  ],
];

describe('an operator of the hub who', () => {
  test.each(CHANGES)('%s is found out at the next exchange, and work goes on', async (_, change, trouble) => {
    await using team = await aTeamWithNews();
    const { ada, sam, lies } = team;
    lies.set(ada.device(), { pull: change });
    await expect(ada.sync()).rejects.toThrow();
    expect([await troubleOf(ada), await subjects(ada)]).toEqual([trouble, []]);
    await report(ada, 'mine');
    expect(await subjects(ada)).toEqual(['https://mine.example/']);
    lies.delete(ada.device());
    await team.settle();
    const all = ['mine', 'one', 'two'].map((name) => `https://${name}.example/`);
    expect([await subjects(ada), await subjects(sam), await troubleOf(ada)]).toEqual([all, all, null]);
  });

  test('shows two seats two logs must keep them apart: one entry that crosses shows it', async () => {
    await using team = await aTeamWithNews();
    const { ada, sam, lies } = team;
    // Ada is not shown what Sam did; what she does is shown to him as if she had seen it.
    const hidden = sam.device();
    lies.set(ada.device(), {
      pull: (deeds, from) =>
        deeds.filter(({ device }) => device !== hidden).map((deed, at) => ({ ...deed, position: from + at })),
    });
    await ada.sync().catch(() => {});
    await report(ada, 'mine');
    await ada.sync().catch(() => {});
    lies.delete(ada.device());
    await ada.sync().catch(() => {});
    await team.settle().catch(() => {});
    // At Ada's seat her entry stands where the others have Sam's.
    expect([await troubleOf(sam), await troubleOf(ada)]).toEqual([null, 'fork']);
    await report(ada, 'after');
    expect(await subjects(ada)).toEqual(['https://after.example/', 'https://mine.example/']);
  });

  test('hides what others did from one who gives something is found out, and does not keep them busy', async () => {
    await using team = await aTeamWithNews();
    const { ada, lies } = team;
    await report(ada, 'mine');
    lies.set(ada.device(), { pull: () => [] });
    await expect(ada.sync()).rejects.toThrow();
    expect(await troubleOf(ada)).toBe('place-missing');
    lies.delete(ada.device());
    await team.settle();
    expect([await troubleOf(ada), (await subjects(ada)).length]).toEqual([null, 3]);
  });

  test('puts the hub back to an earlier state gets back what it lost from any seat', async () => {
    await using team = await aTeamWithNews();
    const { ada, sam, hub } = team;
    await team.settle();
    const { size } = await hub.as(ada.device()).head();
    hub.takeBack(size - 3);
    await report(ada, 'mine');
    await team.settle();
    expect(await subjects(sam)).toEqual(await subjects(ada));
    expect((await hub.as(ada.device()).head()).size).toBeGreaterThan(size);
  });

  test('puts it back before a seat writes that had not seen what is lost keeps the others apart, and each is told', async () => {
    await using team = await aTeam([['Ada', 'analyst']]);
    const [sam, ada] = team.seats as [Seat, Seat];
    const { size } = await team.hub.as(sam.device()).head();
    team.hub.goAway(ada.device());
    for (const name of ['one', 'two']) await report(sam, name);
    await sam.sync();
    team.hub.takeBack(size);
    team.hub.comeBack(ada.device());
    await report(ada, 'mine');
    await ada.sync();
    await expect(sam.sync()).rejects.toThrow();
    expect([await troubleOf(sam), await troubleOf(ada)]).toEqual(['fork', null]);
    await report(sam, 'after');
    expect(await subjects(sam)).toEqual(['after', 'one', 'two'].map((name) => `https://${name}.example/`));
    expect(await subjects(ada)).toEqual(['https://mine.example/']);
  });

  test('begins it anew gets all of it from any seat', async () => {
    await using team = await aTeamWithNews();
    const { ada, sam, hub } = team;
    await team.settle();
    hub.forget();
    for (const seat of team.seats) hub.admitFirst(seat.device());
    await report(sam, 'mine');
    await team.settle();
    expect(await subjects(ada)).toEqual([
      'https://mine.example/',
      'https://one.example/',
      'https://two.example/',
    ]);
  });

  test('grants one lease to two makes double work, and no double referral', async () => {
    await using desk = await aDesk();
    await using team = await aTeamWithNews();
    const { ada, sam, lies } = team;
    await sendTo(asVault(team, sam), 'police', desk);
    await team.settle();
    for (const seat of team.seats)
      lies.set(seat.device(), { lease: (lease, device) => ({ ...lease, device, leftMs: 30_000 }) });
    const [found] = (await sam.client.review.queue({})).cases;
    const decide = (seat: Seat) =>
      seat.client.review.assess({ command: aCommand(), case: found!.id, judgement: illegalIn('BE') });
    await sam.client.review.claim({ command: aCommand(), id: found!.id });
    await ada.client.review.claim({ command: aCommand(), id: found!.id });
    await decide(sam);
    await decide(ada);
    await team.settle();
    await Promise.all([sendOnce(asVault(team, sam)), sendOnce(asVault(team, ada))]);
    await team.settle();
    expect((await storedAt(desk.dir)).length).toBe(1);
    for (const seat of team.seats) {
      const { referrals } = await seat.client.review.case({ id: found!.id });
      expect(referrals.map(({ state }) => state).sort()).toEqual(['delivered', 'void']);
    }
  });

  test('whose clock makes two seats hold one turn at a desk makes no double referral', async () => {
    await using desk = await aDesk();
    await using team = await aTeamWithNews();
    const { ada, sam, lies } = team;
    await sendTo(asVault(team, sam), 'police', desk);
    await team.settle();
    // To Sam the hub's seconds last an hour; to Ada his turn is over when it says so.
    lies.set(sam.device(), { lease: (lease) => ({ ...lease, leftMs: lease.leftMs * 3600 }) });
    const [one, two] = (await sam.client.review.queue({})).cases;
    const decide = (seat: Seat, id: CaseId) =>
      seat.client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('BE') });
    await decide(sam, one!.id);
    await team.settle();
    await sendOnce(asVault(team, sam));
    team.vault.clock.advance(31_000);
    await decide(sam, two!.id);
    await team.settle();
    await Promise.all([sendOnce(asVault(team, sam)), sendOnce(asVault(team, ada))]);
    await team.settle();
    expect((await storedAt(desk.dir)).length).toBe(2);
  });

  test('keeps back the newest entries is not told from an outage, and when each seat was last heard of is shown', async () => {
    await using team = await aTeamWithNews();
    const { ada, sam, lies } = team;
    const heardAt = new Date(team.vault.clock.nowMs()).toISOString();
    lies.set(ada.device(), { pull: () => [] });
    await ada.sync();
    team.vault.clock.advance(3_600_000);
    await ada.sync();
    const { seats, trouble } = await ada.client.team.status();
    const other = seats.find(({ device }) => device === sam.device());
    expect([trouble, other?.heardAt, await subjects(ada)]).toEqual([null, heardAt, []]);
    lies.delete(ada.device());
    await team.settle();
    expect(await subjects(ada)).toEqual(await subjects(sam));
  });

  test('keeps back what stands before an entry that it took is found out, and is not asked for ever', async () => {
    await using team = await aTeamWithNews();
    const { ada, sam, lies } = team;
    lies.set(ada.device(), { pull: () => [] });
    await report(ada, 'mine');
    await expect(ada.sync()).rejects.toThrow();
    expect([await troubleOf(ada), await subjects(ada)]).toEqual(['place-missing', ['https://mine.example/']]);
    lies.delete(ada.device());
    await team.settle();
    expect([await subjects(ada), await troubleOf(ada)]).toEqual([await subjects(sam), null]);
  });

  test('adds a seat of their own is found out by the first entry of it, which nobody takes in', async () => {
    await using team = await aTeamWithNews();
    const { ada, sam, hub } = team;
    await team.settle();
    const stranger = '00000000-0000-7000-8000-00000000000a';
    hub.admitFirst(stranger);
    await hub.as(stranger).push(0, 0, [{ epoch: 1, sealed: new Uint8Array(600).fill(7) }]);
    await expect(ada.sync()).rejects.toThrow();
    await report(ada, 'mine');
    const { seats, trouble } = await ada.client.team.status();
    expect([trouble, seats.length, (await subjects(ada)).length]).toEqual(['deed-unfit', 2, 3]);
    await expect(sam.sync()).rejects.toThrow();
    expect(await troubleOf(sam)).toBe('deed-unfit');
  });

  test('lets a removed seat in again gets no effect for what it signed meanwhile', async () => {
    await using team = await aTeamWithNews();
    const { ada, sam, hub } = team;
    await team.settle();
    hub.goAway(ada.device());
    await report(ada, 'late');
    await sam.client.team.remove({ command: aCommand(), device: DeviceId.parse(ada.device()) });
    await sam.sync();
    hub.admitFirst(ada.device());
    hub.comeBack(ada.device());
    // It was given no key of what follows its removal, and goes on with no older one.
    await expect(ada.sync()).rejects.toMatchObject({ discord: { code: 'epoch-withheld', epoch: 2 } });
    await sam.sync();
    const two = ['one', 'two'].map((name) => `https://${name}.example/`);
    expect([await subjects(sam), await troubleOf(sam)]).toEqual([two, null]);
  });

  test('loses answers makes nothing happen twice', async () => {
    await using team = await aTeamWithNews();
    const { ada, sam, hub } = team;
    for (let each = 0; each < 6; each++) {
      await report(ada, `again-${each}`);
      hub.loseAnswers(1 + (each % 3), ada.device());
      for (let round = 0; round < 5; round++) await ada.sync().catch(() => {});
    }
    hub.loseAnswers(0, ada.device());
    await team.settle();
    expect(await subjects(sam)).toEqual(await subjects(ada));
    expect((await subjects(sam)).length).toBe(8);
  });

  test('takes the hub away stops what needs the others, and no work on cases', async () => {
    await using team = await aTeamWithNews();
    const { sam, hub } = team;
    hub.goAway();
    await expect(sam.sync()).rejects.toThrow();
    await report(sam, 'alone');
    await expect(
      sam.client.people.add({ command: aCommand(), name: 'Eve', role: 'analyst' }),
    ).rejects.toMatchObject({ data: { reason: 'needs-contact' } });
    expect(await sam.client.team.status()).toMatchObject({ isInContact: false, trouble: 'unreachable' });
    hub.comeBack();
    await team.settle();
    await sam.client.people.add({ command: aCommand(), name: 'Eve', role: 'analyst' });
  });
});

describe('what the hub holds', () => {
  test('says the same of other cases: names, sizes and numbers', async () => {
    const shapes = [];
    for (const words of ['alpha', 'omega']) {
      await using team = await aTeam([['Ada', 'analyst']]);
      const [sam] = team.seats as [Seat];
      const { size } = await team.hub.as(sam.device()).head();
      await report(sam, words);
      const [found] = (await sam.client.review.queue({})).cases;
      await sam.client.review.claim({ command: aCommand(), id: found!.id });
      await sam.client.review.assess({ command: aCommand(), case: found!.id, judgement: illegalIn('BE') });
      await team.settle();
      const deeds = await team.hub.as(sam.device()).pull(size, 100);
      const text = JSON.stringify(team.hub.backup(), (_, value: unknown) =>
        value instanceof Uint8Array
          ? Buffer.from(value).toString('latin1')
          : value instanceof Map
            ? [...value]
            : value,
      );
      for (const word of [words, 'example', 'Ada', 'Sam', 'case.assessed', 'illegal', found!.id])
        expect([word, text.includes(word)]).toEqual([word, false]);
      shapes.push(
        deeds.map(({ position, seq, epoch, sealed }) => [position - size, seq, epoch, sealed.length]),
      );
    }
    expect(shapes[0]).toEqual(shapes[1]);
  });
});
