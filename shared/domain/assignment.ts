import { z } from 'zod';
import { mayDo, type Role } from './duty.ts';
import type { PersonId } from './ids.ts';

/** Why a supervisor gives a case to somebody, or takes it from somebody. Stands in the record as it is. */
export const AssignmentReason = z.enum(['absent', 'handed-over', 'urgent', 'stuck', 'other']);
export type AssignmentReason = z.infer<typeof AssignmentReason>;

/** Fewer characters say nothing. */
export const SHORTEST_WORDS = 3;

/** Whether a reason needs no more words, or has them. */
export const isReasonGiven = (reason: AssignmentReason, words: string): boolean =>
  reason !== 'other' || words.trim().length >= SHORTEST_WORDS;

/** Whether somebody can be given a case. What was given to somebody else counts as free. */
export const canHoldCases = (person: { role: Role; isDisabled: boolean }): boolean =>
  !person.isDisabled && mayDo(person.role, 'assess');

/**
 * Whether a case is firmly somebody else's for this person. A supervisor works on any case: somebody must be able to
 * when nobody else is there.
 * @param assignedTo whom it was given to, if they can still work on it
 */
export const isGivenToAnother = (
  assignedTo: PersonId | null,
  person: { id: PersonId; role: Role },
): boolean => assignedTo !== null && assignedTo !== person.id && !mayDo(person.role, 'oversee');
