import { z } from 'zod';

/** Network troubles without further data. */
const PLAIN = [
  'not-https',
  'certificates-unreadable',
  'not-certified',
  'other-key',
  'takes-strangers',
  'no-connection-in-time',
  'ended-in-handshake',
  'ended-without-asking',
  'called-off',
] as const;

/** The codes that come with the name of the system's or library's error, such as `ECONNREFUSED`. */
const BY_ERROR = [
  'no-connection',
  'handshake-failed',
  'handshake-without-key',
  'secure-connection-ended',
  'ended-unanswered',
  'refused-without-asking',
] as const;

/** Why an exchange with a desk gave no reply. */
export const NetworkTrouble = z.discriminatedUnion('code', [
  z.strictObject({ code: z.enum(PLAIN) }),
  z.strictObject({ code: z.enum(BY_ERROR), error: z.string() }),
  z.strictObject({ code: z.literal('not-configured'), host: z.string() }),
  z.strictObject({ code: z.literal('no-answer-in-time'), milliseconds: z.number() }),
  z.strictObject({ code: z.literal('redirected'), status: z.int() }),
  z.strictObject({ code: z.literal('answer-too-long'), maximum: z.int() }),
]);
export type NetworkTrouble = z.infer<typeof NetworkTrouble>;

/** Why a statement by a desk does not hold. */
export const ProofProblem = z.enum([
  'not-a-receipt',
  'not-a-refusal',
  'not-a-report',
  'untrusted-certificate',
  'wrong-purpose',
  'certificate-not-valid-now',
  'bad-signature',
  'other-referral',
  'other-idempotency-key',
  'other-body',
]);
export type ProofProblem = z.infer<typeof ProofProblem>;

/** Why a partner with rules of its own cannot be told, or not yet. */
const OF_PARTNERS = [
  'partner-needs-time',
  'partner-needs-address',
  'partner-needs-country',
  'partner-needs-verdict',
  'partner-needs-classification',
  'partner-needs-site-type',
  'partner-has-baseline',
  'partner-has-acted',
  'partner-has-finished',
  'partner-knows-no-earlier',
] as const;

/** A desk's own words as one bounded line; null where they were withheld, because they look like media. */
const DeskWords = z.string().nullable();
const said = { status: z.int(), error: DeskWords, detail: DeskWords };

/** Why a notice to a provider is not sent, without further data. */
const MAIL = [
  /** The mail server does not offer STARTTLS. */
  'no-starttls',
  /** A case known by hashes alone names no provider. */
  'notice-needs-address',
  'notice-needs-illegal',
  /** The contacts in the vault are not those that a person imported. */
  'contacts-changed',
] as const;

/** Why a referral waits, is parked or was refused, or why a desk's answer about it proves nothing. */
export const DeliveryTrouble = z.discriminatedUnion('code', [
  ...NetworkTrouble.options,
  /** No signed decision orders the referral: something else than Hashline wrote it. */
  z.strictObject({ code: z.literal('not-ordered') }),
  z.strictObject({ code: z.literal('answered'), status: z.int() }),
  z.strictObject({ code: z.literal('answered-with'), ...said }),
  z.strictObject({ code: z.literal('refused-and-signed'), ...said, receiver: DeskWords }),
  z.strictObject({
    code: z.enum(['receipt-unproven', 'refusal-unproven', 'report-unproven']),
    status: z.int(),
    problem: ProofProblem,
  }),
  /** The desk refused a referral that was carried to it, in a signed statement that came back as a file. */
  z.strictObject({
    code: z.literal('refused-by-file'),
    error: DeskWords,
    detail: DeskWords,
    receiver: DeskWords,
  }),
  /** The connection ended when the desk may have had everything: a person decides, because sending again may double. */
  z.strictObject({ code: z.literal('outcome-unknown'), error: z.string() }),
  z.strictObject({ code: z.enum(MAIL) }),
  z.strictObject({ code: z.literal('login-refused'), status: z.int(), detail: DeskWords }),
  z.strictObject({ code: z.literal('folder-unusable'), error: z.string() }),
  z.strictObject({ code: z.literal('no-contact'), host: z.string(), country: z.string().nullable() }),
  z.strictObject({ code: z.literal('first-notice'), address: z.string() }),
  z.strictObject({ code: z.enum(OF_PARTNERS) }),
  z.strictObject({ code: z.literal('partner-answer-unreadable'), status: z.int() }),
  /** Another country's hotline has it; null where the partner names none. */
  z.strictObject({ code: z.literal('partner-assigned-elsewhere'), country: z.string().nullable() }),
  /** What went out under this reference had no answer, and is not where it could be looked up. */
  z.strictObject({ code: z.literal('partner-outcome-unknown'), reference: z.string() }),
  /** The partner's list of codes has not got this one under this name. */
  z.strictObject({ code: z.literal('partner-codes-differ'), list: z.string(), name: z.string() }),
]);
export type DeliveryTrouble = z.infer<typeof DeliveryTrouble>;
