import { assessmentsSchema } from '../assessment/migrations/0009-assessments.ts';
import { blocklistSchema } from '../blocklist/migrations/0014-blocklist.ts';
import { casesSchema } from '../cases/migrations/0003-cases.ts';
import { intakeSchema } from '../intake/migrations/0007-reports.ts';
import { ledgerSchema } from '../ledger/migrations/0004-ledger.ts';
import { hashListsSchema } from '../lists/migrations/0010-hash-lists.ts';
import { caseMatchesSchema } from '../matching/migrations/0012-case-matches.ts';
import { peopleSchema } from '../people/migrations/0005-people.ts';
import { policiesSchema } from '../policy/migrations/0006-policies.ts';
import { referralSchema } from '../referral/migrations/0008-outbox.ts';
import { reviewSchema } from '../review/migrations/0013-review.ts';
import { secondReviewSchema } from '../second-review/migrations/0011-second-reviews.ts';
import { commandsSchema } from '../session/migrations/0002-commands.ts';
import type { Migration } from '../storage/migration.ts';
import { vaultSchema } from '../storage/migrations/0001-vault.ts';
import { teamSchema } from '../team/migrations/0015-team.ts';

/** Every step of the schema, in the order of the rooms: a step only reads what earlier ones created. */
export const migrations: readonly Migration[] = [
  vaultSchema,
  commandsSchema,
  casesSchema,
  ledgerSchema,
  peopleSchema,
  policiesSchema,
  intakeSchema,
  referralSchema,
  assessmentsSchema,
  hashListsSchema,
  secondReviewSchema,
  caseMatchesSchema,
  reviewSchema,
  blocklistSchema,
  teamSchema,
];
