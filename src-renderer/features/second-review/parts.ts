import { type Duty, mayDo, type Role } from '../../../shared/domain/duty.ts';

/** The parts of the second review in order, each with the duty it needs. */
const PARTS = [
  { id: 'waiting', duty: 'assess' },
  { id: 'notes', duty: 'assess' },
  { id: 'disagreements', duty: 'oversee' },
  { id: 'agreement', duty: 'oversee' },
  { id: 'sample', duty: 'export-ledger' },
  { id: 'golden', duty: 'oversee' },
] as const satisfies readonly { id: string; duty: Duty }[];

export type SecondReviewPart = (typeof PARTS)[number]['id'];

export const partsFor = (role: Role): readonly SecondReviewPart[] =>
  PARTS.filter(({ duty }) => mayDo(role, duty)).map(({ id }) => id);
