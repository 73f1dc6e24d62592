import type { CaseMatch } from '../../../shared/contract/case-match.ts';
import { MatchId } from '../../../shared/domain/ids.ts';
import { aListMatch } from './a-hash-list.ts';

/** A match of a case nobody spoke on yet. */
export const aCaseMatch = (number: number, change: Partial<CaseMatch> = {}): CaseMatch => ({
  ...aListMatch({ ref: number, algorithm: 'sha256', record: `record-${number}` }),
  id: MatchId.parse(number.toString(16).padStart(32, '0')),
  caseValue: 'ab'.repeat(32),
  matchedAt: '2026-11-02T08:00:00.000Z',
  standing: 'counts',
  verdict: null,
  history: [],
  quarantine: null,
  ...change,
});
