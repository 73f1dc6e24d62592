import { describe, expect, test } from 'vitest';
import { ReferralId } from '../../../../shared/domain/ids.ts';
import {
  goneSince,
  type TakedownEvent,
  type TakedownSource,
  type TakedownStatus,
} from '../../../../shared/domain/takedown.ts';
import { answerSigner } from '../../../../src-main/receiver/answer-signer.ts';
import { signedReport } from '../../../../src-main/receiver/signed-report.ts';
import { addTakedown } from '../../../../src-main/receiver/takedown-log.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { refer, sendOnce, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { rebuiltFrom, recordedDifferences } from '../../../support/rebuilt.ts';
import { aDesk, type RunningDesk } from '../../receiver/a-desk.ts';

const now = (vault: AVault, hours = 0): string =>
  new Date(vault.clock.nowMs() + hours * 3_600_000).toISOString();

async function state(
  vault: AVault,
  id: Awaited<ReturnType<typeof refer>>['case'],
  event: TakedownEvent,
  source: TakedownSource = 'phone',
  note = '',
) {
  return vault.client.referral.stateTakedown({ command: aCommand(), case: id, event, source, note });
}

/** The desk's signed report on its first referral, as it would lie on a stick. */
async function reportFile(desk: RunningDesk, vault: AVault): Promise<string> {
  const [stored] = await storedAt(desk.dir);
  const { report } = await signedReport(stored!.record, {
    ...{ dir: desk.dir, name: 'Example Desk', nowMs: () => vault.clock.nowMs() },
    signer: answerSigner(desk.receiver.certificates.receipt),
  });
  return report;
}

const entriesOf = async (vault: AVault, kind: string) => {
  const { entries } = await vault.client.audit.entries({ limit: 500 });
  return entries.filter((entry) => entry.kind === kind).reverse();
};

describe('a step that a person states', () => {
  test('stands on the case with its source, its author and when it was recorded; the note stays in the vault', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { case: id, referrals } = await refer(vault, 'a');
    await sendOnce(vault);
    vault.clock.advance(7_200_000);
    const event = { status: 'verbal-approval', at: now(vault, -1) } as const;
    await state(vault, id, event, 'phone', 'Magistrate on duty, by phone at nine');
    const { referrals: shown } = await vault.client.review.case({ id });
    const [entry] = await entriesOf(vault, 'takedown.stated');
    expect({ shown: shown[0]!.takedown, entry: entry!.data, by: entry!.actor.name }).toEqual({
      shown: [
        {
          ...event,
          recordedAt: now(vault),
          source: 'phone',
          by: vault.session.person.id,
          note: 'Magistrate on duty, by phone at nine',
        },
      ],
      entry: {
        ...{ case: id, referral: referrals[0]!.id, destination: 'police', event, source: 'phone' },
        noteSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      by: 'Sam Supervisor',
    });
  });

  test('that it moved opens the case for a new route, as if the desk had said so', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { case: id } = await refer(vault, 'a');
    await sendOnce(vault);
    await state(vault, id, { status: 'moved', at: now(vault), country: 'NL' }, 'letter');
    const { summary } = await vault.client.review.case({ id });
    const again = await vault.client.review.assess({
      command: aCommand(),
      case: id,
      judgement: illegalIn('NL'),
    });
    expect([
      summary.state,
      summary.reopened?.reason,
      summary.hosting,
      again.referrals[0]?.destination,
    ]).toEqual(['open', 'moved', 'NL', 'iccam']);
  });

  test('is possible while the desk cannot be reached, and for no case that is at no desk', async () => {
    using vault = await aVault();
    const { case: id } = await refer(vault, 'a');
    const told = await state(vault, id, { status: 'acknowledged', at: now(vault) });
    const other = await refer(vault, 'b');
    const undecided = aReport().of('https://undecided.example/').build();
    const { cases } = await vault.client.intake.report({ command: aCommand(), report: undecided });
    const event = { status: 'acknowledged', at: now(vault) } as const;
    const aboutAnother = {
      ...({ command: aCommand(), case: id, source: 'phone', event } as const),
      referral: ReferralId.parse(other.referrals[0]!.id),
    };
    expect([
      told.state,
      await failureOf(vault.client.referral.stateTakedown(aboutAnother)),
      await failureOf(state(vault, cases[0]!.id, event)),
    ]).toEqual([
      'queued',
      { code: 'NOT_FOUND', data: { what: 'referral', id: other.referrals[0]!.id } },
      { code: 'CONFLICT', data: { reason: 'case-not-referred' } },
    ]);
  });

  test('of the future, or from before the referral, is refused with what to check', async () => {
    using vault = await aVault();
    const { case: id } = await refer(vault, 'a');
    const at = (hours: number) =>
      failureOf(state(vault, id, { status: 'acknowledged', at: now(vault, hours) }));
    expect([await at(1), await at(-25)]).toEqual([
      { code: 'CONFLICT', data: { reason: 'step-in-future' } },
      { code: 'CONFLICT', data: { reason: 'step-before-referral' } },
    ]);
  });

  test('that the desk later signs too stands twice, because each says something of its own', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { case: id, referrals } = await refer(vault, 'a');
    await sendOnce(vault);
    const event = { status: 'temporarily-inaccessible' as const, at: now(vault) };
    await state(vault, id, event);
    await addTakedown(desk.dir, ReferralId.parse(referrals[0]!.id), event);
    const asked = await vault.client.referral.refreshTakedowns();
    const { referrals: shown } = await vault.client.review.case({ id });
    expect([asked.events, shown[0]!.takedown.map(({ source }) => source)]).toEqual([1, ['phone', 'desk']]);
  });

  test('follows from the record alone: the rows rebuilt from it are equal', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { case: id } = await refer(vault, 'a');
    await sendOnce(vault);
    await state(
      vault,
      id,
      { status: 'moved', at: now(vault), country: 'NL' },
      'meeting',
      'said at the table',
    );
    using folder = aFolder();
    await rebuiltFrom(vault, folder.path);
    expect(await recordedDifferences(vault.folder, folder.path)).toEqual([]);
  });
});

describe('a signed report in a file', () => {
  test('is taken as if it had been asked for, and once', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { referrals } = await refer(vault, 'a');
    await sendOnce(vault);
    const referral = ReferralId.parse(referrals[0]!.id);
    const event = { status: 'written-order' as const, at: now(vault) };
    await addTakedown(desk.dir, referral, event);
    const report = await reportFile(desk, vault);
    const read = [await vault.client.referral.readReport({ report })];
    read.push(await vault.client.referral.readReport({ report }));
    expect({ read, asked: (await vault.client.referral.refreshTakedowns()).events }).toEqual({
      read: [
        { referral, events: [event], refused: 0 },
        { referral, events: [], refused: 0 },
      ],
      asked: 0,
    });
  });

  test('of another authority, of another referral, or that is no report, is refused, and nothing of it recorded', async () => {
    await using desk = await aDesk();
    await using stranger = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { referrals } = await refer(vault, 'a');
    await sendOnce(vault);
    await addTakedown(desk.dir, ReferralId.parse(referrals[0]!.id), {
      status: 'acknowledged',
      at: now(vault),
    });
    const [stored] = await storedAt(desk.dir);
    const forge = (certified: RunningDesk, changes: object = {}) =>
      signedReport(
        { ...stored!.record, ...changes },
        {
          ...{ dir: desk.dir, name: 'Example Desk', nowMs: () => vault.clock.nowMs() },
          signer: answerSigner(certified.receiver.certificates.receipt),
        },
      ).then(({ report }) => report);
    const told = [];
    for (const report of [
      await forge(stranger),
      await forge(desk, { bodySha256: '0'.repeat(64) }),
      stored!.record.receipt,
      'a.b.c',
    ])
      told.push(await failureOf(vault.client.referral.readReport({ report })));
    const unproven = (problem: string) => ({
      code: 'CONFLICT',
      data: { reason: 'report-unproven', problem },
    });
    expect([told, await entriesOf(vault, 'takedown.recorded')]).toEqual([
      [
        unproven('untrusted-certificate'),
        unproven('other-body'),
        unproven('not-a-report'),
        unproven('not-a-report'),
      ],
      [],
    ]);
    // The control: the same bytes, signed by the desk about this referral, are taken.
    const good = await vault.client.referral.readReport({ report: await forge(desk) });
    expect(good.events.length).toBe(1);
  });
});

describe('the reminder to ask again', () => {
  test('names delivered referrals without news for the days of the policy, and no others', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const days = vault.session.policy.takedown.recheckDays;
    const cases = [];
    for (const name of ['silent', 'heard', 'removed', 'again', 'repeated'])
      cases.push(await refer(vault, name));
    await sendOnce(vault);
    const [silent, heard, removed, again, repeated] = cases;
    const due = async () =>
      (await vault.client.referral.rechecks()).referrals.map((referral) => referral.case);
    await state(vault, removed!.case, { status: 'permanently-removed', at: now(vault) });
    await state(vault, again!.case, { status: 'permanently-removed', at: now(vault) });
    vault.clock.advance(3_600_000);
    await state(vault, again!.case, { status: 'provider-contacted', at: now(vault) });
    const before = await due();
    vault.clock.advance((days - 1) * 86_400_000);
    await state(vault, heard!.case, { status: 'acknowledged', at: now(vault) });
    await state(vault, repeated!.case, { status: 'acknowledged', at: now(vault) });
    vault.clock.advance(86_400_000);
    expect([before, await due()]).toEqual([[], [silent!.case, again!.case]]);
    vault.clock.advance(days * 86_400_000);
    expect(new Set(await due())).toEqual(new Set([silent, again, heard, repeated].map((one) => one!.case)));
  });
});

test('the days to removal are counted as the pure rule says', async () => {
  await using desk = await aDesk();
  using vault = await aVault();
  await sendTo(vault, 'police', desk);
  const courses: TakedownStatus[][] = [
    ['temporarily-inaccessible', 'permanently-removed'],
    ['moved', 'unavailable'],
    ['unavailable', 'moved'],
    ['acknowledged', 'not-illegal'],
  ];
  const cases = [];
  for (let i = 0; i < courses.length; i++) cases.push((await refer(vault, `host-${i}`)).case);
  await sendOnce(vault);
  for (let round = 0; round < 2; round++) {
    vault.clock.advance(2.5 * 86_400_000);
    for (const [index, id] of cases.entries()) {
      const status = courses[index]![round]!;
      await state(vault, id, { status, at: now(vault), ...(status === 'moved' ? { country: 'BE' } : {}) });
    }
  }
  const gone = [];
  for (const id of cases) {
    const { referrals } = await vault.client.review.case({ id });
    gone.push(goneSince(referrals.flatMap(({ takedown }) => takedown)) !== null);
  }
  const { daysToRemoval } = await vault.client.insight.summary({});
  expect({ gone, counted: Object.values(daysToRemoval).reduce((sum, n) => sum + n, 0) }).toEqual({
    gone: [true, true, false, false],
    counted: 2,
  });
});
