import { auditSchema } from './audit/migrations/0006-ledger.ts';
import { ledgerTilesSchema } from './audit/migrations/0007-ledger-tiles.ts';
import { cosignaturesSchema } from './audit/migrations/0008-cosignatures.ts';
import { intakeSchema } from './intake/migrations/0003-reports.ts';
import { hashListsSchema } from './matching/migrations/0011-hash-lists.ts';
import { caseMatchesSchema } from './matching/migrations/0012-case-matches.ts';
import { feedbackReasonsSchema } from './matching/migrations/0013-feedback-reasons.ts';
import type { Migration } from './migration.ts';
import { peopleSchema } from './people/migrations/0002-people.ts';
import { policyProposalsSchema } from './policy/migrations/0009-policy-proposals.ts';
import { referralSchema } from './referral/migrations/0005-outbox.ts';
import { reviewSchema } from './review/migrations/0004-cases.ts';
import { caseCountsSchema } from './review/migrations/0014-case-counts.ts';
import { secondReviewSchema } from './second-review/migrations/0010-second-reviews.ts';
import { vaultSchema } from './vault/migrations/0001-vault.ts';

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
