import type { AssessmentId, ReferralId } from './ids.ts';

/**
 * An act on a case, as its signer made it. `seen`: how many of the case's acts, in the order of the record, the signer
 * had before them; acts behind that number and before their own were made at another seat meanwhile.
 */
export type CaseAct = { readonly seen: number } & (
  | ({ readonly act: 'decided' } & Decided)
  /** A decision in the place of another: corrected by its author, or overturned by a supervisor. */
  | ({ readonly act: 'replaced'; readonly replaces: AssessmentId } & Decided)
  | { readonly act: 'withdrawn'; readonly assessment: AssessmentId }
  /** Something happened for which the case must be decided again. */
  | { readonly act: 'reopened' }
);

interface Decided {
  readonly assessment: AssessmentId;
  /** The parts in which two decisions must be equal to agree (`decisionText`). */
  readonly decision: string;
  readonly referrals: readonly ReferralId[];
}

/** A decision by somebody who had not seen the one that stands. */
export interface Parallel {
  readonly assessment: AssessmentId;
  /** The one that stands. */
  readonly to: AssessmentId;
  /** Two that agree are recorded as agreement; two that do not are a disagreement, which a third person settles. */
  readonly agrees: boolean;
}

/** What the acts on a case amount to. */
export interface Standing {
  /** The decision in force; null where there is none. */
  readonly decision: AssessmentId | null;
  /** Whether the case must be decided again. */
  readonly isOpen: boolean;
  readonly parallels: readonly Parallel[];
  /** Referrals that never go: of parallels, of decisions taken back, of acts that came too late. */
  readonly void: readonly ReferralId[];
  /** Places of the acts without effect, because another one came first. */
  readonly overtaken: readonly number[];
}

type Round = {
  /** The decision that stands, and the place of its act. */
  readonly first: Decided & { readonly at: number };
  readonly parallels: readonly (Decided & { readonly at: number })[];
};

interface State {
  readonly round: Round | null;
  /** Where the case was reopened since; null where it was not. */
  readonly reopenedAt: number | null;
  readonly void: readonly ReferralId[];
  readonly overtaken: readonly number[];
}

/**
 * Which decision on a case stands: the first in the order of the record. A later one by somebody who had seen it counts
 * only where the case was reopened in between, and they had seen that too; by somebody who had not seen it, it is a
 * parallel. The answer depends on the order of the record and on what each had seen, never on clocks.
 * @param acts in the order of the record
 */
export function standingOf(acts: readonly CaseAct[]): Standing {
  const { round, reopenedAt, void: dead, overtaken } = acts.reduce(after, NOTHING);
  return {
    decision: round?.first.assessment ?? null,
    isOpen: round === null || reopenedAt !== null,
    parallels:
      round?.parallels.map(({ assessment, decision }) => ({
        assessment,
        to: round.first.assessment,
        agrees: decision === round.first.decision,
      })) ?? [],
    void: [...dead, ...(round?.parallels.flatMap(({ referrals }) => referrals) ?? [])],
    overtaken,
  };
}

const NOTHING: State = { round: null, reopenedAt: null, void: [], overtaken: [] };

function after(state: State, act: CaseAct, at: number): State {
  const { round, reopenedAt } = state;
  switch (act.act) {
    case 'reopened':
      // Whoever decides after the first reason to reopen a case has not to know the others.
      return round === null ? state : { ...state, reopenedAt: reopenedAt ?? at };
    case 'decided': {
      if (round === null) return begun(state, act, at);
      const knew = act.seen > round.first.at;
      if (knew && reopenedAt !== null && act.seen > reopenedAt) return begun(state, act, at);
      // Whoever knew it and no reason to decide again has no decision to make.
      return knew ? overtaken(state, act, at) : withParallel(state, round, act, at);
    }
    case 'replaced':
      return round === null ? overtaken(state, act, at) : replaced(state, round, act, at);
    case 'withdrawn':
      return round === null ? overtaken(state, null, at) : withdrawn(state, round, act.assessment, at);
  }
}

/** A first decision, or the one for which the case was reopened. What the parallels of before ordered never goes. */
const begun = (state: State, act: Decided, at: number): State => ({
  ...state,
  round: { first: { ...act, at }, parallels: [] },
  reopenedAt: null,
  void: [...state.void, ...(state.round?.parallels.flatMap(({ referrals }) => referrals) ?? [])],
});

const withParallel = (state: State, round: Round, act: Decided, at: number): State => ({
  ...state,
  round: { ...round, parallels: [...round.parallels, { ...act, at }] },
});

const overtaken = (state: State, act: Decided | null, at: number): State => ({
  ...state,
  void: [...state.void, ...(act?.referrals ?? [])],
  overtaken: [...state.overtaken, at],
});

function replaced(state: State, round: Round, act: Decided & { replaces: AssessmentId }, at: number): State {
  const by = { ...act, at };
  if (act.replaces === round.first.assessment) return { ...state, round: { ...round, first: by } };
  const old = round.parallels.find(({ assessment }) => assessment === act.replaces);
  if (old === undefined) return overtaken(state, act, at);
  const parallels = round.parallels.map((one) => (one === old ? by : one));
  return { ...state, round: { ...round, parallels }, void: [...state.void, ...old.referrals] };
}

/** Where the decision that stands is taken back, the first of those made beside it stands. */
function withdrawn(state: State, round: Round, assessment: AssessmentId, at: number): State {
  const { first, parallels } = round;
  const old = [first, ...parallels].find((one) => one.assessment === assessment);
  if (old === undefined) return overtaken(state, null, at);
  const [next, ...others] = [first, ...parallels].filter((one) => one !== old);
  return {
    ...state,
    round: next === undefined ? null : { first: next, parallels: others },
    reopenedAt: next === undefined ? null : state.reopenedAt,
    void: [...state.void, ...old.referrals],
  };
}
