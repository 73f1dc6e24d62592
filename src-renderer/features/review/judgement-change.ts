import { AgeCategory, GenderCategory } from '../../../shared/domain/assessment.ts';
import type { Judgement } from './judgement.ts';

/** Something the analyst did to the form. */
export type Change = Partial<Judgement>;

/**
 * Applies a change with what follows from it: a classification, an age or a gender says that the material is illegal;
 * a country says who knows it.
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

/** The gender after this one, round and round. */
export function nextGender(current: GenderCategory | null): GenderCategory {
  const all = GenderCategory.options;
  return all[current === null ? 0 : (all.indexOf(current) + 1) % all.length] ?? 'not-determined';
}

/** The age category the digit stands for. */
export const ageOfDigit = (digit: number): AgeCategory | null => AgeCategory.options[digit - 1] ?? null;

/** Changes that come letter by letter count as one step when undone. */
export const isTyping = (change: Change): boolean => Object.keys(change).length === 1 && 'note' in change;
