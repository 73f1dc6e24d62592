import { expect, test } from 'vitest';
import type { Assessment } from '../../../../shared/domain/assessment.ts';
import { type CaseId, DestinationId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { activate, nextPolicy, proposed } from '../../../support/a-proposal.ts';
import { refer, sendAll, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { rebuiltFrom, recordedDifferences } from '../../../support/rebuilt.ts';
import { aDesk, type RunningDesk } from '../../receiver/a-desk.ts';

/** A policy by which what goes to ICCAM goes to the police too. */
async function withCopies(vault: AVault): Promise<void> {
  const { categories } = nextPolicy(vault);
  const both = ['iccam', 'police'].map((id) => DestinationId.parse(id));
  const copied = categories.map((category) =>
    category.destinations.includes(both[0]!) ? { ...category, destinations: both } : category,
  );
  await activate(vault, await proposed(vault, nextPolicy(vault, { categories: copied })));
}

const stored = async (desk: RunningDesk) =>
  (await storedAt(desk.dir)).map(({ body }) => ({
    id: body.referral as string,
    destination: body.destination,
    kind: body.kind,
    inReplyTo: body.inReplyTo,
    assessment: body.assessment.id as string,
  }));

async function correct(vault: AVault, id: CaseId, judgement: Assessment) {
  const { assessments } = await vault.client.review.case({ id });
  return vault.client.review.correct({
    command: aCommand(),
    case: id,
    assessment: assessments.at(-1)!.id,
    judgement,
    reason: 'a slip',
  });
}

test('a decision whose route names two destinations goes to both, and so does what changes it or takes it back', async () => {
  await using iccam = await aDesk();
  await using police = await aDesk();
  using vault = await aVault();
  await withCopies(vault);
  await sendTo(vault, 'iccam', iccam);
  await sendTo(vault, 'police', police);
  const { case: id, referrals } = await refer(vault, 'abroad', 'NL');
  await sendAll(vault);
  await correct(vault, id, illegalIn('NL', { classification: 'national' }));
  await sendAll(vault);
  // Hosted at home: the police alone.
  await correct(vault, id, illegalIn('BE'));
  await sendAll(vault);
  await correct(vault, id, legal());
  await sendAll(vault);
  const [there, here] = [await stored(iccam), await stored(police)];
  const { entries } = await vault.client.audit.entries({ kind: 'case.assessed' });
  expect({
    ordered: (entries[0]!.data.referrals as { destination: string }[]).map((one) => one.destination),
    ids: referrals.map((one) => one.id),
    there: there.map(({ kind, inReplyTo }) => [kind, inReplyTo]),
    here: here.map(({ kind, inReplyTo }) => [kind, inReplyTo]),
    sameDecision:
      there[0]!.assessment === here[0]!.assessment && there[1]!.assessment === here[1]!.assessment,
    own: [
      there.every((one) => one.destination === 'iccam'),
      here.every((one) => one.destination === 'police'),
    ],
    problems: await problemsOf(vault.client),
  }).toEqual({
    ordered: ['iccam', 'police'],
    ids: [there[0]!.id, here[0]!.id],
    there: [
      ['new', null],
      ['amendment', there[0]!.id],
      ['retraction', there[1]!.id],
    ],
    here: [
      ['new', null],
      ['amendment', here[0]!.id],
      ['amendment', here[1]!.id],
      ['retraction', here[2]!.id],
    ],
    sameDecision: true,
    own: [true, true],
    problems: [],
  });
  using folder = aFolder();
  const { unrestored, differing } = await rebuiltFrom(vault, folder.path);
  expect([unrestored, differing, await recordedDifferences(vault.folder, folder.path)]).toEqual([[], [], []]);
});

test('a copy waits for its own desk alone, and a decision that is taken back in time reaches neither', async () => {
  await using iccam = await aDesk();
  await using police = await aDesk({ fail: { status: 503, rate: 1 } });
  using vault = await aVault({ graceSeconds: 60 });
  await withCopies(vault);
  await sendTo(vault, 'iccam', iccam);
  await sendTo(vault, 'police', police);
  const kept = await refer(vault, 'kept', 'NL');
  vault.clock.advance(61_000);
  const withdrawn = await refer(vault, 'withdrawn', 'NL');
  const { assessments } = await vault.client.review.case({ id: withdrawn.case });
  await vault.client.review.withdraw({
    command: aCommand(),
    case: withdrawn.case,
    assessment: assessments[0]!.id,
  });
  vault.clock.advance(61_000);
  for await (const _ of await vault.client.referral.send({}));
  const { referrals } = await vault.client.referral.outbox({ limit: 10 });
  const stateOf = (ids: { id: string; destination: string }[]) =>
    ids.map(({ id, destination }) => [destination, referrals.find((one) => one.id === id)!.state]);
  expect([stateOf(kept.referrals), stateOf(withdrawn.referrals), (await stored(iccam)).length]).toEqual([
    [
      ['iccam', 'delivered'],
      ['police', 'queued'],
    ],
    [
      ['iccam', 'withdrawn'],
      ['police', 'withdrawn'],
    ],
    1,
  ]);
});
