import { AgeCategory, GenderCategory } from '../../../shared/domain/assessment.ts';
import type { Judgement } from './judgement.ts';

/** A change that the analyst made to the form. */
export type Change = Partial<Judgement>;

/**
 * Applies a change and its consequences: a classification, an age or a gender implies illegal material; a country
 * implies a source.
 */
export function applyChange(judgement: Judgement, change: Change): Judgement {
  const next = { ...judgement, ...change };
  const classifies = change.classification ?? change.age ?? change.gender;
  if (classifies && change.legality === undefined) next.legality = 'illegal';
  if (change.country !== undefined && change.untakenCountry === undefined) next.untakenCountry = null;
  if (
    change.country !== undefined &&
    change.country !== judgement.country &&
    change.hostingSource === undefined
  ) {
    next.hostingSource = change.country === null ? 'unknown' : 'analyst';
  }
  return next;
}

/** The gender after this one; the last is followed by the first. */
export function nextGender(current: GenderCategory | null): GenderCategory {
  const all = GenderCategory.options;
  return all[current === null ? 0 : (all.indexOf(current) + 1) % all.length] ?? 'not-determined';
}

/** The age category the digit stands for. */
export const ageOfDigit = (digit: number): AgeCategory | null => AgeCategory.options[digit - 1] ?? null;

/** Changes that come letter by letter count as one step when undone. */
export const isTyping = (change: Change): boolean => Object.keys(change).length === 1 && 'note' in change;
