import { z } from 'zod';
import { AssessedHosting, Assessment } from './assessment.ts';
import { type CaseFacts, type CaseState, isDecided } from './case.ts';
import type { KnownAs } from './case-match.ts';
import { mayDo, type Role } from './duty.ts';
import type { PersonId } from './ids.ts';

/**
 * What a person states about each of several cases. Only the country may differ from case to case: `as-reported` leaves
 * each case the one that its reports state.
 */
export const SaidOfMany = Assessment.omit({ hosting: true }).extend({
  hosting: z.union([AssessedHosting, z.literal('as-reported')]),
});
export type SaidOfMany = z.infer<typeof SaidOfMany>;

/** The assessment of one of the cases. */
export function assessmentFor(
  { hosting, ...said }: SaidOfMany,
  { hostingCountry }: Pick<CaseFacts, 'hostingCountry'>,
): Assessment {
  if (hosting !== 'as-reported') return { ...said, hosting };
  return {
    ...said,
    hosting: { country: hostingCountry, source: hostingCountry === null ? 'unknown' : 'reported' },
  };
}

/**
 * Why a case is not decided together with others: it is gone or part of another one; it waits for the person's second
 * review; it is decided; it waits for a supervisor; somebody else was given it, works at it, or has it open at another
 * seat; it is called legal although lists know it as illegal.
 */
export const WhyLeftOut = z.enum([
  'not-there',
  'merged',
  'second-review',
  'decided',
  'for-supervisor',
  'given',
  'claimed',
  'open-elsewhere',
  'listed',
]);
export type WhyLeftOut = z.infer<typeof WhyLeftOut>;

/** What matters of a case when several are decided. */
export interface CaseAmongMany {
  state: CaseState;
  assignedTo: PersonId | null;
  claimedBy: string | null;
  knownAs: KnownAs | null;
  /** The person may become its second reviewer. */
  isHidden: boolean;
  isOpenElsewhere: boolean;
}

/**
 * Why a case is left out; null where it is decided with the others. Stricter than for one case, where the person has it
 * before their eyes: a claim of somebody else counts, a supervisor takes nobody's case, and no list is contradicted.
 */
export function whyLeftOut(
  { state, assignedTo, claimedBy, knownAs, isHidden, isOpenElsewhere }: CaseAmongMany,
  person: { id: PersonId; role: Role },
  { legality }: Pick<SaidOfMany, 'legality'>,
): WhyLeftOut | null {
  if (state === 'merged') return 'merged';
  if (isHidden) return 'second-review';
  if (isDecided(state)) return 'decided';
  if (state === 'escalated' && !mayDo(person.role, 'oversee')) return 'for-supervisor';
  if (assignedTo !== null && assignedTo !== person.id) return 'given';
  if (claimedBy !== null && claimedBy !== person.id) return 'claimed';
  if (isOpenElsewhere) return 'open-elsewhere';
  if (legality === 'legal' && (knownAs === 'baseline' || knownAs === 'national')) return 'listed';
  return null;
}
