import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import { anId } from './an-id.ts';

/** A case as the queue lists it. */
export const aCase = (number: number, change: Partial<CaseSummary> = {}): CaseSummary => ({
  id: CaseId.parse(anId(100 + number)),
  kind: 'url',
  subject: `https://site${number}.example/page`,
  hashes: null,
  hosting: 'NL',
  priority: 100 - number,
  why: [],
  dueAt: null,
  receivedAt: null,
  state: 'open',
  sightings: 1,
  claimedBy: null,
  claimedAt: null,
  assignedTo: null,
  knownAs: null,
  reopened: null,
  ...change,
});

/** What the engine shows of a case nothing is known of yet. */
export const aCaseDetail = (summary: CaseSummary): CaseDetail => ({
  summary,
  sightings: [],
  hostings: [],
  assessments: [],
  labels: [],
  referrals: [],
  consultations: [],
  assignments: [],
  matches: [],
  matched: {
    meaning: null,
    trust: null,
    suppressed: false,
    conflict: false,
    knownAs: null,
    isPending: false,
    total: 0,
  },
  proposal: null,
  similar: [],
  apart: [],
  mergedInto: null,
  erased: null,
  draft: null,
});
