import { z } from 'zod';
import { Duty, Role } from '../domain/duty.ts';
import { EntryKind } from './kinds/all-kinds.ts';

/** Faults without further data, by where they are found. */
const PLAIN = [
  // the form of an entry and its place
  'not-an-entry',
  'other-device',
  'does-not-follow',
  'founded-twice',
  'not-sealed',
  'not-founded',
  'other-device-key',
  'other-hotline',
  // its signature
  'device-signature-unfit',
  'recovery-signature-unfit',
  'person-signature-unfit',
  'signer-unknown',
  'signer-disabled',
  // the people it changes
  'person-unsaid',
  'person-added-twice',
  'person-unknown',
  'disabled-unknown',
  'recovery-key-unsaid',
  // what needs a second person
  'decision-unsaid',
  'assessment-unsaid',
  'proposed-policy-unsaid',
  'not-waiting',
  'reviewed-by-author',
  'reviewed-after-seeing',
  'agreement-untrue',
  'settled-by-a-side',
  'replaces-disputed',
  'taken-back-by-another',
  'leaves-sample',
  'policy-not-proposed',
  'other-policy-activated',
  'activated-by-author',
  // checkpoints, and what witnesses signed of them
  'checkpoint-unreadable',
  'checkpoint-twice',
  'checkpoint-of-another-log',
  'checkpoint-signature-unfit',
  'checkpoint-signed-more',
  'anchored-unsaid',
  'anchored-unsealed',
  'cosignature-unfit',
  'anchor-of-another-log',
  // an exported file
  'no-header',
  'file-empty',
  'end-not-exported',
  'end-not-sealed',
  // how a vault stores entries and checkpoints
  'entry-missing',
  'misfiled',
  'checkpoint-over-nothing',
  'other-edge',
  // the rows an entry causes
  'assessment-missing',
  'assessment-differs',
  'referral-missing',
  'referral-differs',
  'taken-back-unsaid',
  'taken-back-stands',
  'assignment-unsaid',
  'assignment-missing',
  'assignment-differs',
  'second-review-missing',
  'second-review-differs',
  'policy-unsaid',
  'policy-misnamed',
  'policy-missing',
  'policy-differs',
  'proposal-missing',
  'proposal-differs',
  'destination-unsaid',
  'destination-unnamed',
  'list-unsaid',
  'list-unnamed',
  'removed-list-unknown',
  'verdict-unsaid',
  'verdict-missing',
  'verdict-differs',
  'quarantine-unsaid',
  'quarantine-missing',
  'quarantine-differs',
  'release-unsaid',
  'release-differs',
] as const;

/** Where there are more or fewer rows than entries that cause them. */
const COUNTED = [
  'count-of-assessments',
  'count-of-assessments-taken-back',
  'count-of-referrals',
  'count-of-referrals-taken-back',
  'count-of-assignments',
  'count-of-draws',
  'count-of-policies',
  'count-of-verdicts',
  'count-of-quarantines',
  'count-of-ended-quarantines',
] as const;
export type CountFault = (typeof COUNTED)[number];

/** What is wrong with a ledger or the rows beside it, with the values that a text about it needs (shared/locales). */
export const Fault = z.discriminatedUnion('code', [
  z.strictObject({ code: z.enum(PLAIN) }),
  z.strictObject({ code: z.enum(COUNTED), rows: z.int(), recorded: z.int() }),
  z.strictObject({ code: z.literal('other-number'), number: z.int() }),
  z.strictObject({
    code: z.enum(['not-for-a-device', 'not-for-recovery', 'not-for-a-person']),
    kind: EntryKind,
  }),
  z.strictObject({ code: z.literal('without-duty'), role: Role, duty: Duty }),
  z.strictObject({ code: z.literal('checkpoint-misplaced'), size: z.int(), after: z.int() }),
  z.strictObject({ code: z.literal('entries-differ'), first: z.int(), last: z.int() }),
  z.strictObject({ code: z.literal('anchored-entries-differ'), last: z.int() }),
  z.strictObject({ code: z.literal('shorter-than-anchor'), size: z.int() }),
  z.strictObject({ code: z.literal('shorter-than-checkpoint'), size: z.int() }),
  z.strictObject({ code: z.literal('witnesses-too-few'), quorum: z.int() }),
  z.strictObject({ code: z.literal('entries-missing'), total: z.int() }),
  z.strictObject({ code: z.literal('count-of-entries'), rows: z.int(), entries: z.int() }),
  z.strictObject({ code: z.literal('hashes-differ'), level: z.int(), index: z.int() }),
  z.strictObject({
    code: z.literal('sent-checkpoint-differs'),
    destination: z.string(),
    referral: z.string(),
  }),
  z.strictObject({ code: z.literal('case-given-otherwise'), case: z.string() }),
  z.strictObject({ code: z.enum(['person-differs', 'person-missing']), person: z.string() }),
  z.strictObject({
    code: z.enum(['destination-missing', 'destination-added', 'destination-differs']),
    destination: z.string(),
  }),
  z.strictObject({ code: z.literal('other-policy-in-force'), id: z.string(), version: z.int() }),
  z.strictObject({ code: z.enum(['proposal-unknown', 'proposal-not-waiting']), proposal: z.string() }),
  z.strictObject({ code: z.enum(['review-differs', 'review-missing']), assessment: z.string() }),
  z.strictObject({
    code: z.enum(['list-not-imported', 'list-missing', 'list-imports-differ', 'list-values-differ']),
    list: z.string(),
  }),
  /** The names of the settings as the entry has them. */
  z.strictObject({
    code: z.literal('list-settings-differ'),
    list: z.string(),
    settings: z.array(z.string()),
  }),
]);
export type Fault = z.infer<typeof Fault>;
