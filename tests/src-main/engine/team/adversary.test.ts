import { describe, expect, test } from 'vitest';
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
