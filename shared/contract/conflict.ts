import { z } from 'zod';
import { ProofProblem } from '../domain/delivery-trouble.ts';
import { CaseId, DeviceId } from '../domain/ids.ts';
import { IndexFault } from '../domain/index-fault.ts';

/** Reasons without further data, by room. */
const PLAIN = [
  // review: deciding
  'already-decided',
  'not-decided',
  'waits-for-supervisor',
  'decided-one-by-one',
  'not-last-decision',
  'not-your-decision-to-take-back',
  'no-longer-held',
  'reviewed-meanwhile',
  'not-your-decision-to-correct',
  'disagreement-unsettled',
  // review: named lists
  'too-many-views',
  // review: assignment of cases
  'case-unassigned',
  // second review; the first two are vague on purpose, where more would reveal to a person what they are to decide
  // themselves
  'waits-for-second-review',
  'entry-waits-for-second-review',
  'no-disagreement',
  'party-to-disagreement',
  'golden-not-decided',
  'golden-already',
  'golden-without-assessment',
  'golden-removed',
  // matching
  'nothing-new-to-report',
  'no-reason-for-these',
  'quarantine-settled',
  // lists
  'list-name-taken',
  'list-removed-meanwhile',
  'list-changed-meanwhile',
  'list-on-its-way',
  'list-files-sent',
  'lists-full-until-unlock',
  'lists-full',
  // intake
  'too-many-imports',
  'import-cancelled',
  'row-taken-in',
  // policy
  'own-proposal',
  'proposal-outdated',
  'rules-not-confirmed',
  // referral
  'referral-not-parked',
  'nothing-to-seal',
  'not-sealable',
  'destination-not-set-up',
  'destination-changed',
  'case-not-referred',
  'step-in-future',
  'step-before-referral',
  'desk-signs-no-reports',
  // seats
  'team-exists',
  'no-team',
  'no-branch',
  'copy-not-allowed',
  'seat-invites',
  'not-this-seat',
  'no-such-seat',
  'stick-changed',
  'stick-of-other-hotline',
  'stick-for-other-seat',
  'stick-gap',
  'stick-of-other-log',
  'seat-cannot-invite',
  'needs-contact',
  'invitation-unfit',
  'invitation-not-open',
  'invitation-open',
  'not-restored',
  'readmission-of-other',
  'restored-twice',
  'restored-differs',
  'rejoin-as-another',
  'seat-not-let-in',
  'hub-log-unfit',
  'overtaken',
  // blocking list
  'blocking-not-allowed',
  'serial-not-exported',
  // audit
  'checkpoint-too-old',
  'witness-not-named',
  // vault and people
  'vault-exists',
  'read-only',
  'backup-folder-not-absolute',
  'watched-folder-not-absolute',
  'hosting-table-not-absolute',
  'no-hosting-table',
  'backup-under-way',
  'no-recovery-recipient',
  'folder-not-empty',
  'copy-waits-for-supervisor',
  'another-at-work',
  'at-work',
  'invitation-outdated',
  'enrolment-finished',
  'passphrase-unchanged',
  'nobody-of-this-name',
  'person-changed-meanwhile',
  'no-recovery-key',
  'keyring-of-another-vault',
  'person-name-taken',
  'last-supervisor',
  'not-yourself',
  // commands
  'command-with-other-input',
  'command-of-another-procedure',
  'command-of-another-person',
] as const;

/** Why the present state does not allow a request, with the values that a text about it needs (shared/locales). */
export const Conflict = z.discriminatedUnion('reason', [
  z.strictObject({ reason: z.enum(PLAIN) }),
  z.strictObject({ reason: z.literal('case-merged'), into: CaseId }),
  /** A desk's report that came as a file. */
  z.strictObject({ reason: z.literal('report-unproven'), problem: ProofProblem }),
  z.strictObject({ reason: z.literal('no-age-recipient'), recipient: z.string() }),
  z.strictObject({ reason: z.literal('not-known-baseline'), case: CaseId }),
  /** `most` is what the policy allows. */
  z.strictObject({ reason: z.literal('too-many-at-once'), most: z.int() }),
  z.strictObject({ reason: z.literal('given-to-another'), name: z.string() }),
  /** They work at it at another seat now. */
  z.strictObject({ reason: z.literal('held-elsewhere'), name: z.string() }),
  z.strictObject({ reason: z.literal('given-before'), name: z.string() }),
  z.strictObject({ reason: z.literal('does-not-work-on-cases'), name: z.string() }),
  /** `problem` is the index's own message, for the administrator. */
  z.strictObject({ reason: z.literal('index-unusable'), fault: IndexFault }),
  z.strictObject({ reason: z.literal('checkpoint-of-another-ledger'), device: DeviceId }),
  /** Versions of the database's schema. */
  z.strictObject({
    reason: z.literal('vault-of-newer-version'),
    schema: z.number().int(),
    known: z.number().int(),
  }),
]);
export type Conflict = z.infer<typeof Conflict>;
