import { z } from 'zod';
import { mayDo, type Role } from './duty.ts';
import type { PersonId } from './ids.ts';

/** Why a supervisor assigns a case to a person or takes it from them. The ledger states it unchanged. */
export const AssignmentReason = z.enum(['absent', 'handed-over', 'urgent', 'stuck', 'other']);
export type AssignmentReason = z.infer<typeof AssignmentReason>;

/** A shorter explanation says nothing. */
export const SHORTEST_WORDS = 3;

/** Whether a reason needs no explanation, or has one. */
export const isReasonGiven = (reason: AssignmentReason, words: string): boolean =>
  reason !== 'other' || words.trim().length >= SHORTEST_WORDS;

/** Whether a person can be assigned cases. A case assigned to a person who cannot counts as free. */
export const canHoldCases = (person: { role: Role; isDisabled: boolean }): boolean =>
  !person.isDisabled && mayDo(person.role, 'assess');

/**
 * Whether a case is assigned to another person, and closed to this one. Supervisors may work on any case, because one
 * of them must be able to when nobody else is present.
 * @param assignedTo the person it is assigned to, if they can still work on it
 */
export const isGivenToAnother = (
  assignedTo: PersonId | null,
  person: { id: PersonId; role: Role },
): boolean => assignedTo !== null && assignedTo !== person.id && !mayDo(person.role, 'oversee');
