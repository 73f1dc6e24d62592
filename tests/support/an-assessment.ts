import { Assessment } from '../../shared/domain/assessment.ts';

/** A judgement of illegal, baseline material hosted in `country`, or in an unknown place. */
export const illegalIn = (country: string | null, members: Partial<Assessment> = {}): Assessment =>
  Assessment.parse({
    legality: 'illegal',
    hosting: { country, source: country === null ? 'unknown' : 'analyst' },
    classification: 'baseline',
    ...members,
  });

export const legal = (members: Partial<Assessment> = {}): Assessment =>
  Assessment.parse({ legality: 'legal', hosting: { country: null, source: 'unknown' }, ...members });

export const undetermined = (members: Partial<Assessment> = {}): Assessment =>
  Assessment.parse({
    legality: 'undetermined',
    hosting: { country: null, source: 'unknown' },
    reasons: ['needs-second-opinion'],
    ...members,
  });
