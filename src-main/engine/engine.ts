import type { EnginePorts } from '../ports/engine-ports.ts';
import { fillWithSamples } from './intake/sample.ts';
import { auditRouter } from './routes/audit.router.ts';
import { backupRouter } from './routes/backup.router.ts';
import { blocklistRouter } from './routes/blocklist.router.ts';
import { caseMatchesRouter } from './routes/case-matches.router.ts';
import { hostingRouter } from './routes/hosting.router.ts';
import { insightRouter } from './routes/insight.router.ts';
import { intakeRouter } from './routes/intake.router.ts';
import { listsRouter } from './routes/lists.router.ts';
import { matchingRouter } from './routes/matching.router.ts';
import { peopleRouter } from './routes/people.router.ts';
import { policyRouter } from './routes/policy.router.ts';
import { referralRouter } from './routes/referral.router.ts';
import { retentionRouter } from './routes/retention.router.ts';
import { reviewRouter } from './routes/review.router.ts';
import { savedViewRouter } from './routes/saved-view.router.ts';
import { searchRouter } from './routes/search.router.ts';
import { secondReviewRouter } from './routes/second-review.router.ts';
import { teamRouter } from './routes/team.router.ts';
import { togetherRouter } from './routes/together.router.ts';
import { vaultRouter } from './routes/vault.router.ts';
import { wellbeingRouter } from './routes/wellbeing.router.ts';
import { Announcer } from './session/announcer.ts';
import type { House } from './vault/opening.ts';
import { Vault } from './vault/vault.ts';
import { migrations } from './whole/migrations.ts';
import { type OpenVault, openVault } from './whole/open-vault.ts';
import { doors, type EngineContext } from './whole/procedure.ts';

export const router = doors.router({
  vault: vaultRouter,
  people: peopleRouter,
  policy: policyRouter,
  intake: intakeRouter,
  matching: { ...matchingRouter, ...caseMatchesRouter },
  lists: listsRouter,
  review: reviewRouter,
  views: savedViewRouter,
  hosting: hostingRouter,
  search: searchRouter,
  together: togetherRouter,
  secondReview: secondReviewRouter,
  referral: referralRouter,
  audit: auditRouter,
  insight: insightRouter,
  backup: backupRouter,
  retention: retentionRouter,
  blocklist: blocklistRouter,
  team: teamRouter,
  wellbeing: wellbeingRouter,
});

/** The engine: a router that implements the contract, and the state behind it. */
export interface Engine {
  router: typeof router;
  context: EngineContext;
  /** Locks the vault; the engine can be discarded afterwards. */
  close(): void;
  /** Resolves once keys were in this process's memory and the vault is closed: a host ends the process then. */
  spent: Promise<void>;
  isSpent(): boolean;
}

export const house: House<OpenVault> = {
  migrations,
  open: openVault,
  fillWithSamples: (open, { assets, clock }) => fillWithSamples(open.importer, assets, clock.nowMs()),
};

/** The composition root. The host provides the ports and the transport. */
export function createEngine(ports: EnginePorts): Engine {
  const announcer = new Announcer();
  const vault = new Vault(ports, announcer, house);
  return {
    router,
    context: { ports, vault, announcer },
    close: () => vault.lock(),
    spent: vault.memory.spent,
    isSpent: () => vault.memory.isSpent,
  };
}
