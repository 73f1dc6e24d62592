import { type CaseState, isDecided } from '../case.ts';
import type { ReferralKind, ReferralState } from '../referral.ts';
import type { Instant } from '../report.ts';
import type { ReplyKind } from './reply-texts.ts';

interface OrderedReferral {
  destination: string;
  purpose: ReferralKind;
  state: ReferralState;
  queuedAt: Instant;
}

/** What decides which replies are true of a case. */
export interface ReplyFacts {
  state: CaseState;
  assessments: readonly { heldUntil: Instant | null; withdrawnAt: Instant | null }[];
  referrals: readonly OrderedReferral[];
}

/**
 * The kinds of replies that are true of a case, the one that tells most last. A decision that can still be taken back is
 * none yet, and what was delivered and then retracted counts as not referred.
 */
export function trueReplies({ state, assessments, referrals }: ReplyFacts, now: Date): ReplyKind[] {
  const isHeld = assessments.some(
    ({ heldUntil, withdrawnAt }) =>
      withdrawnAt === null && heldUntil !== null && Date.parse(heldUntil) > now.getTime(),
  );
  if (!isDecided(state) || isHeld) return ['thanks'];
  const destinations = new Set(referrals.map(({ destination }) => destination));
  const isReferred = [...destinations].some((name) =>
    hasIt(referrals.filter(({ destination }) => destination === name)),
  );
  return isReferred ? ['thanks', 'decided', 'referred'] : ['thanks', 'decided'];
}

/** Whether a destination got a referral that was not retracted since, also where the retraction is still on its way. */
function hasIt(referrals: readonly OrderedReferral[]): boolean {
  const inOrder = referrals
    .filter(({ state }) => state !== 'withdrawn' && state !== 'void')
    .toSorted((a, b) => Date.parse(a.queuedAt) - Date.parse(b.queuedAt));
  const retracted = inOrder.findLastIndex(({ purpose }) => purpose === 'retraction');
  return inOrder.slice(retracted + 1).some(({ state }) => state === 'delivered');
}
