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
import type { LabelSet } from '../../../shared/domain/label-set.ts';
import type { MemberTable } from '../../../shared/domain/member-table.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import type { Failure } from '../../transport/failure.ts';

export type PolicyView = 'inForce' | 'compare' | 'members' | 'draft';

/** Names a policy that can be compared: a version, a proposal, or the draft. */
export type SideId = `version ${string} ${number}` | `proposal ${string}` | 'draft';

/** The act that is about to be signed. */
export type Signing =
  | { act: 'propose'; rules: RulesText; digests: RulesDigests; version: number }
  | { act: 'activate' | 'withdraw'; proposal: Proposal };

export interface DryRunShown {
  side: SideId;
  last: number;
  progress: { looked: number; total: number } | null;
  result: DryRunResult | null;
}

/** The policy in force, its versions, proposals and draft. */
export interface PolicyState extends DraftActs, SigningActs, DryRunActs {
  view: PolicyView;
  inForce: PolicyInFull | null;
  versions: readonly PolicyVersion[];
  proposals: readonly Proposal[];
  /** The sets of labels that a policy can name. */
  labelSets: readonly LabelSet[];
  /** Earlier versions that have been read. */
  read: Readonly<Record<string, Protocol>>;
  compared: { before: SideId | null; after: SideId | null };
  failure: Failure | null;
  load: () => Promise<void>;
  show: (view: PolicyView) => void;
  compare: (before: SideId, after: SideId) => Promise<void>;
  forgetFailure: () => void;
}

/** Writing a new version. The draft is kept only on the page. */
export interface DraftActs {
  draft: Protocol | null;
  /** Why the engine refused the draft as it was sent. */
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
  /** Asks the engine whether the draft is valid and which digests a signature would cover. */
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

/** The parts that the acts of this store share. */
export interface PolicyBench {
  client: Pick<EngineClient, 'policy'>;
  set: PolicyStore['setState'];
  get: PolicyStore['getState'];
}
