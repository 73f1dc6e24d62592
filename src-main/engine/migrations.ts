import { reviewSchema } from './cases/migrations/0004-cases.ts';
import { caseCountsSchema } from './cases/migrations/0014-case-counts.ts';
import { intakeSchema } from './intake/migrations/0003-reports.ts';
import { auditSchema } from './ledger/migrations/0006-ledger.ts';
import { ledgerTilesSchema } from './ledger/migrations/0007-ledger-tiles.ts';
import { cosignaturesSchema } from './ledger/migrations/0008-cosignatures.ts';
import { hashListsSchema } from './lists/migrations/0011-hash-lists.ts';
import { caseMatchesSchema } from './matching/migrations/0012-case-matches.ts';
import { feedbackReasonsSchema } from './matching/migrations/0013-feedback-reasons.ts';
import { peopleSchema } from './people/migrations/0002-people.ts';
import { policyProposalsSchema } from './policy/migrations/0009-policy-proposals.ts';
import { referralSchema } from './referral/migrations/0005-outbox.ts';
import { secondReviewSchema } from './second-review/migrations/0010-second-reviews.ts';
import type { Migration } from './storage/migration.ts';
import { vaultSchema } from './storage/migrations/0001-vault.ts';

/** Every step of the schema, in order. */
export const migrations: readonly Migration[] = [
  vaultSchema,
  peopleSchema,
  intakeSchema,
  reviewSchema,
  referralSchema,
  auditSchema,
  ledgerTilesSchema,
  cosignaturesSchema,
  policyProposalsSchema,
  secondReviewSchema,
  hashListsSchema,
  caseMatchesSchema,
  feedbackReasonsSchema,
  caseCountsSchema,
];
