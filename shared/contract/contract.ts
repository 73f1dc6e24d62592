import {
  type ContractRouter,
  type ContractRouterClient,
  getContractRouter,
  isContractProcedure,
} from '@orpc/contract';
import { auditContract } from './audit.contract.ts';
import { backupContract } from './backup.contract.ts';
import { blocklistContract } from './blocklist.contract.ts';
import { caseMatchesContract } from './case-match.ts';
import { hostingContract } from './hosting.contract.ts';
import { insightContract } from './insight.contract.ts';
import { intakeContract } from './intake.contract.ts';
import { listsContract } from './lists.contract.ts';
import { matchingContract } from './matching.contract.ts';
import { peopleContract } from './people.contract.ts';
import { policyContract } from './policy.contract.ts';
import type { ProcedureMeta } from './procedure.ts';
import { referralContract } from './referral.contract.ts';
import { retentionContract } from './retention.contract.ts';
import { reviewContract } from './review.contract.ts';
import { savedViewsContract } from './saved-view.contract.ts';
import { searchContract } from './search.contract.ts';
import { secondReviewContract } from './second-review.contract.ts';
import { teamContract } from './team.contract.ts';
import { togetherContract } from './together.contract.ts';
import { vaultContract } from './vault.contract.ts';
import { wellbeingContract } from './wellbeing.contract.ts';

/** The contract: everything that passes between a page or a terminal and the engine, and nothing else. */
export const contract = {
  vault: vaultContract,
  people: peopleContract,
  policy: policyContract,
  intake: intakeContract,
  matching: { ...matchingContract, ...caseMatchesContract },
  lists: listsContract,
  review: reviewContract,
  views: savedViewsContract,
  hosting: hostingContract,
  search: searchContract,
  together: togetherContract,
  secondReview: secondReviewContract,
  referral: referralContract,
  audit: auditContract,
  insight: insightContract,
  backup: backupContract,
  retention: retentionContract,
  blocklist: blocklistContract,
  team: teamContract,
  wellbeing: wellbeingContract,
} satisfies ContractRouter<ProcedureMeta>;

/** The metadata of the procedure at this path, or null where the contract has none. */
export function metaOf(path: readonly string[]): ProcedureMeta | null {
  const found = getContractRouter(contract, path);
  return isContractProcedure(found) ? (found['~orpc'].meta as ProcedureMeta) : null;
}

/** A client of the engine, as the page and the terminal use it. */
export type EngineClient = ContractRouterClient<typeof contract>;
