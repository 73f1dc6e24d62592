import type { EnginePorts } from '../ports/engine-ports.ts';
import { auditRouter } from './audit/audit.router.ts';
import { insightRouter } from './insight/insight.router.ts';
import { intakeRouter } from './intake/intake.router.ts';
import { caseMatchesRouter } from './matching/case-matches.router.ts';
import { listsRouter } from './matching/lists.router.ts';
import { matchingRouter } from './matching/matching.router.ts';
import { peopleRouter } from './people/people.router.ts';
import { policyRouter } from './policy/policy.router.ts';
import { doors, type EngineContext } from './procedure.ts';
import { referralRouter } from './referral/referral.router.ts';
import { reviewRouter } from './review/review.router.ts';
import { secondReviewRouter } from './second-review/second-review.router.ts';
import { Announcer } from './vault/announcer.ts';
import { vaultRouter } from './vault/vault.router.ts';
import { Vault } from './vault/vault.ts';

export const router = doors.router({
  vault: vaultRouter,
  people: peopleRouter,
  policy: policyRouter,
  intake: intakeRouter,
  matching: { ...matchingRouter, ...caseMatchesRouter },
  lists: listsRouter,
  review: reviewRouter,
  secondReview: secondReviewRouter,
  referral: referralRouter,
  audit: auditRouter,
  insight: insightRouter,
});

/** The engine: a router that serves the contract, and the state behind it. */
export interface Engine {
  router: typeof router;
  context: EngineContext;
  /** Locks the vault; the engine can be dropped afterwards. */
  close(): void;
}

/** The composition root. The host brings the ports and the transport. */
export function createEngine(ports: EnginePorts): Engine {
  const announcer = new Announcer();
  const vault = new Vault(ports, announcer);
  return { router, context: { ports, vault, announcer }, close: () => vault.lock() };
}
