import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { SubjectKind } from '../domain/case.ts';
import { DryRunTally, RouteResult } from '../domain/dry-run.ts';
import { AssessmentId, CaseId, CommandId, PersonId, ProposalId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { LabelSet } from '../domain/label-set.ts';
import { MemberTable } from '../domain/member-table.ts';
import { Policy, PolicyWords } from '../domain/policy.ts';
import { Instant } from '../domain/report.ts';
import { repeatable } from './procedure.ts';

/**
 * Rules as in their files, JSON as text: the engine parses them itself and names the place of each fault, whatever
 * client sent them. Without a member table, the one in force stays.
 */
export const RulesText = z.strictObject({
  policy: inboundText(400_000),
  members: inboundText(200_000).optional(),
});
export type RulesText = z.infer<typeof RulesText>;

/** SHA-256 (lower-case hexadecimal) of the canonical JSON of a policy and of its member table. */
const Digest = z.string().regex(/^[0-9a-f]{64}$/);
export const RulesDigests = z.strictObject({ policy: Digest, members: Digest });
export type RulesDigests = z.infer<typeof RulesDigests>;

const Somebody = z.object({ id: PersonId, name: z.string() });

/** A version that is or was in force. */
export const PolicyVersion = z.object({
  id: z.string(),
  version: z.number().int(),
  name: PolicyWords,
  membersAsOf: z.string(),
  digests: RulesDigests,
  activatedAt: Instant,
  /** Null for the version with which the vault was created, which was never proposed. */
  proposedBy: Somebody.nullable(),
  activatedBy: Somebody.nullable(),
  inForce: z.boolean(),
});
export type PolicyVersion = z.infer<typeof PolicyVersion>;

export const PolicyInFull = z.object({ version: PolicyVersion, policy: Policy, members: MemberTable });
export type PolicyInFull = z.infer<typeof PolicyInFull>;

/** Rules that wait to be activated or withdrawn. */
export const Proposal = z.object({
  id: ProposalId,
  policy: Policy,
  members: MemberTable,
  digests: RulesDigests,
  proposedAt: Instant,
  proposedBy: Somebody,
  /**
   * Whether the person at the workstation may activate it: not `own` while there is another supervisor, and not
   * `outdated`, where a newer version has come into force since.
   */
  activation: z.enum(['allowed', 'own', 'outdated', 'not-permitted']),
});
export type Proposal = z.infer<typeof Proposal>;

/** Most cases that a dry run lists; its counts include all. */
export const LISTED_CHANGES = 500;

export const ChangedCase = z.object({
  case: CaseId,
  assessment: AssessmentId,
  /** The subject as the case shows it. Show it defanged. */
  subject: z.string(),
  kind: SubjectKind,
  before: RouteResult,
  after: RouteResult,
});
export type ChangedCase = z.infer<typeof ChangedCase>;

export const DryRunResult = z.object({ tally: DryRunTally, changes: z.array(ChangedCase) });
export type DryRunResult = z.infer<typeof DryRunResult>;

export const DryRunStep = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('routing'), looked: z.number().int(), total: z.number().int() }),
  z.object({ phase: z.literal('done'), result: DryRunResult }),
]);
export type DryRunStep = z.infer<typeof DryRunStep>;

/** A set of labels that was loaded. */
export const LoadedLabels = z.object({
  set: LabelSet,
  /** Of the file. */
  fileSha256: Digest,
  loadedAt: Instant,
  loadedBy: PersonId,
});
export type LoadedLabels = z.infer<typeof LoadedLabels>;

/** What a file of labels has. */
export const LabelCounts = z.object({
  id: z.string(),
  version: z.int(),
  groups: z.int(),
  labels: z.int(),
  /** Labels that say nothing in any of ICCAM's fields. */
  withoutIccam: z.int(),
});
export type LabelCounts = z.infer<typeof LabelCounts>;

export const policyContract = {
  inForce: repeatable('read-ledger').output(PolicyInFull),
  /** Every version that was ever in force, the newest first. */
  versions: repeatable('read-ledger').output(z.array(PolicyVersion)),
  version: repeatable('read-ledger')
    .input(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]{1,40}$/),
        version: z.number().int().positive(),
      }),
    )
    .output(PolicyInFull),
  /** Checks whether rules are valid and could be proposed; answers the digests that would be signed. */
  check: repeatable('manage-policy')
    .input(z.strictObject({ rules: RulesText }))
    .output(RulesDigests),
  /** The waiting proposals, the newest first. */
  proposals: repeatable('read-ledger').output(z.array(Proposal)),
  /** Signs rules for another supervisor to activate. `digests` are those the person confirmed. */
  propose: repeatable('manage-policy')
    .input(z.strictObject({ command: CommandId, rules: RulesText, digests: RulesDigests }))
    .output(z.object({ proposal: ProposalId })),
  withdraw: repeatable('manage-policy')
    .input(z.strictObject({ command: CommandId, proposal: ProposalId }))
    .output(z.object({ withdrawn: z.literal(true) })),
  /** Puts a proposal in force, from now on and for everyone at once. `digests` are those the person confirmed. */
  activate: repeatable('manage-policy')
    .input(z.strictObject({ command: CommandId, proposal: ProposalId, digests: RulesDigests }))
    .output(z.object({ id: z.string(), version: z.number().int() })),
  /** How these rules would have routed the last assessments. Changes nothing. */
  dryRun: repeatable('manage-policy')
    .input(z.strictObject({ rules: RulesText, last: z.number().int().min(1).max(10_000).default(1000) }))
    .output(eventIterator(DryRunStep)),
  /** Every set of labels that was loaded, the newest version of each first. */
  labelSets: repeatable('read-ledger').output(z.array(LoadedLabels)),
  /** Takes in a file of labels, as a whole or not at all; its version must be later than those of its set. */
  loadLabels: repeatable('manage-policy')
    .input(z.strictObject({ command: CommandId, text: inboundText(1_000_000) }))
    .output(LabelCounts),
};
