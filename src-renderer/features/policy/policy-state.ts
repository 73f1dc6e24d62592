import type { StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type {
  DryRunResult,
  PolicyInFull,
  PolicyVersion,
  Proposal,
  RulesDigests,
  RulesText,
} from '../../../shared/contract/policy.contract.ts';
import type { MemberTable } from '../../../shared/domain/member-table.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import type { Failure } from '../../transport/failure.ts';

export type PolicyView = 'inForce' | 'compare' | 'members' | 'draft';

/** Rules that can be looked at: a version, a proposal, or what is being written. */
export type SideId = `version ${string} ${number}` | `proposal ${string}` | 'draft';

/** What somebody is about to sign. */
export type Signing =
  | { act: 'propose'; rules: RulesText; digests: RulesDigests; version: number }
  | { act: 'activate' | 'withdraw'; proposal: Proposal };

export interface DryRunShown {
  side: SideId;
  last: number;
  progress: { looked: number; total: number } | null;
  result: DryRunResult | null;
}

/** The rules the hotline works by, and other rules on their way. */
export interface PolicyState extends DraftActs, SigningActs, DryRunActs {
  view: PolicyView;
  inForce: PolicyInFull | null;
  versions: readonly PolicyVersion[];
  proposals: readonly Proposal[];
  /** Earlier versions as they were read. */
  read: Readonly<Record<string, Protocol>>;
  compared: { before: SideId | null; after: SideId | null };
  failure: Failure | null;
  load: () => Promise<void>;
  show: (view: PolicyView) => void;
  compare: (before: SideId, after: SideId) => Promise<void>;
  forgetFailure: () => void;
}

/** Writing a new version. Nothing of it is kept but on the page. */
export interface DraftActs {
  draft: Protocol | null;
  /** What the engine refused of the draft as it was sent. */
  refusals: readonly Refusal[];
  begin: (view?: PolicyView) => void;
  change: (change: Partial<Policy>) => void;
  changeMembers: (members: MemberTable) => void;
  importFile: (text: string) => void;
  discard: () => void;
}

export interface SigningActs {
  signing: Signing | null;
  busy: boolean;
  /** Asks the engine whether the draft holds and what a signature would be over. */
  prepare: () => Promise<void>;
  ask: (signing: Signing | null) => void;
  sign: () => Promise<void>;
}

export interface DryRunActs {
  dry: DryRunShown | null;
  runDry: (side: SideId, last: number) => Promise<void>;
  closeDry: () => void;
}

export type PolicyStore = StoreApi<PolicyState>;

/** What the acts share. */
export interface PolicyBench {
  client: Pick<EngineClient, 'policy'>;
  set: PolicyStore['setState'];
  get: PolicyStore['getState'];
}
