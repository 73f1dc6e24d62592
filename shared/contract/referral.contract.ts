import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { BaseName } from '../domain/base-name.ts';
import { ChannelInput, ChannelKind, SettingName } from '../domain/channels/all-channels.ts';
import { Consultation, ConsultationCount, ConsultationResult } from '../domain/consultation.ts';
import { Contact } from '../domain/contact.ts';
import { DeliveryTrouble, ProofProblem } from '../domain/delivery-trouble.ts';
import { BatchId, CaseId, CommandId, DestinationId, PersonId, ReferralId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { Digest, ReferralState } from '../domain/referral.ts';
import { Refusal } from '../domain/refusal.ts';
import { Instant } from '../domain/report.ts';
import { TakedownEvent, TakedownSource } from '../domain/takedown.ts';
import { repeatable, unrepeatable } from './procedure.ts';
import { ReferralSummary } from './review.contract.ts';

export const DestinationInput = z.strictObject({ id: DestinationId, channel: ChannelInput });
export type DestinationInput = z.infer<typeof DestinationInput>;

const NewValue = inboundText(64 * 1024)
  .nullable()
  .optional();

/** New values of settings; null takes one away, and what is not named stays. */
export const SettingChanges = z.strictObject(
  Object.fromEntries(SettingName.options.map((name) => [name, NewValue])) as Record<
    SettingName,
    typeof NewValue
  >,
);
export type SettingChanges = z.infer<typeof SettingChanges>;

/** A desk that gave no sign of life at several attempts in a row; meanwhile one attempt now and then looks for it. */
export const Outage = z.object({
  since: z.string(),
  failures: z.int(),
  nextProbeAt: z.string(),
  /** What the last attempt met. */
  trouble: DeliveryTrouble.nullable(),
  /** It lasts longer than the policy allows before another way of handing over is offered. */
  isLong: z.boolean(),
});
export type Outage = z.infer<typeof Outage>;

/** A destination as it is shown; keys never leave the engine. */
export const Destination = z.object({
  id: DestinationId,
  /** Null where the policy names it but it is not configured yet; its referrals wait. */
  kind: ChannelKind.nullable(),
  /** Null also where its channel has no address. */
  url: z.string().nullable(),
  /**
   * Whether address, authority and certificate are those that were signed when it was configured; otherwise nothing is
   * sent. Null where it is not configured.
   */
  isAsSetUp: z.boolean().nullable(),
  /** Lower-case hexadecimal SHA-256 of the authority's certificate, or of the file's text where it holds several. */
  caFingerprint: z.string().nullable(),
  certificateExpiresAt: z.string().nullable(),
  /**
   * The certificates that end within 30 days, or have ended: those among its settings, and its server's own as the last
   * connection showed it.
   */
  ending: z.array(z.object({ certificate: z.enum(['ca', 'cert', 'server']), at: z.string() })),
  /** The settings that were typed and are no secret; empty where it is not configured. */
  settings: z.record(z.string(), z.string()),
  /** Those being sent included. */
  waiting: z.number().int(),
  sending: z.int(),
  delivered: z.number().int(),
  parked: z.number().int(),
  /** What the desk was told of for the base that it adds to; null where its settings name none. */
  contributed: z.int().nullable(),
  /** Referrals for it can be put into an encrypted file. */
  sealable: z.boolean(),
  oldestQueuedAt: z.string().nullable(),
  /** Who paused it and when; nothing is sent meanwhile. Null where it is not paused. */
  paused: z.object({ at: z.string(), by: PersonId }).nullable(),
  outage: Outage.nullable(),
});
export type Destination = z.infer<typeof Destination>;

export const SendResult = z.object({
  delivered: z.number().int(),
  retrying: z.number().int(),
  refused: z.number().int(),
  parked: z.number().int(),
});
export type SendResult = z.infer<typeof SendResult>;

/** The result of asking the desks. */
export const TakedownsAsked = z.object({
  /** Referrals that a desk answered about. */
  asked: z.int(),
  events: z.int(),
  /**
   * Reported events that were not recorded: dated before the referral or in the future, or beyond the number a referral
   * may have.
   */
  refused: z.int(),
  /** Referrals that a desk answered about without a valid signed statement: nothing of it is recorded. */
  unproven: z.int(),
  /** Desks without a usable answer. */
  unanswered: z.int(),
});
export type TakedownsAsked = z.infer<typeof TakedownsAsked>;

/** What an import of contacts changed. */
export const ContactsImported = z.object({
  contacts: z.int(),
  added: z.int(),
  removed: z.int(),
  /** Contacts whose language no notice can be written in: they get English. */
  inEnglish: z.int(),
});
export type ContactsImported = z.infer<typeof ContactsImported>;

/** What is printed and goes with a sealed file. It says nothing of what is in it but how much. */
export const SealedCover = z.object({
  destination: DestinationId,
  hotline: z.object({ name: z.string(), country: z.string() }),
  /** Thumbprint of the hotline's signing key (RFC 7638): the desk compares it with the one it knows. */
  thumbprint: z.string(),
  recipient: z.string(),
  /** Lower-case hexadecimal. */
  fileSha256: z.string(),
  sealedAt: Instant,
  /** Ids of the referrals, oldest first. */
  referrals: z.array(z.string()),
  /** How many of them were in an earlier file already; the desk takes each once. */
  again: z.int(),
});
export type SealedCover = z.infer<typeof SealedCover>;

export const SealedFile = z.object({
  /** The age file, base64. */
  file: z.string(),
  cover: SealedCover,
  /** Waiting referrals that no signed decision orders; they are left out. */
  unordered: z.int(),
  /** Whether more wait than one file carries. */
  more: z.boolean(),
});
export type SealedFile = z.infer<typeof SealedFile>;

/** What a desk's signed statements told that came back as a file. */
export const ReceiptsImported = z.object({
  delivered: z.int(),
  refused: z.int(),
  /** Statements about referrals that were delivered or refused before. */
  known: z.int(),
  /** The valid ones, in the order of the file. */
  statements: z.array(
    z.object({
      line: z.int(),
      told: z.enum(['delivered', 'refused', 'known']),
      /** Null while its case waits for the person's own second review. */
      referral: ReferralSummary.nullable(),
    }),
  ),
  problems: z.array(z.object({ line: z.int(), problem: z.union([ProofProblem, z.literal('not-ours')]) })),
  /**
   * What was carried to the desks of these statements and has no receipt yet, oldest first; without the referrals of
   * cases that wait for the person's own second review.
   */
  unanswered: z.array(ReferralSummary),
});
export type ReceiptsImported = z.infer<typeof ReceiptsImported>;

/** The result of a try to connect. */
export const DestinationTested = z.object({
  id: DestinationId,
  /** `nothing`: only a person goes there. */
  tried: z.enum(['connection', 'nothing']),
  /** Why a referral could not be sent now; null where one could. */
  trouble: DeliveryTrouble.nullable(),
});
export type DestinationTested = z.infer<typeof DestinationTested>;

/** The result of fetching what a partner has for the hotline. */
export const DestinationPulled = z.object({
  destination: DestinationId,
  /** What the partner listed. Each is counted in one of the five that follow. */
  listed: z.int(),
  taken: z.int(),
  /** Here already. */
  known: z.int(),
  /** Reported by this hotline. */
  own: z.int(),
  /** Assigned to another country. */
  elsewhere: z.int(),
  /** What could not be taken in, with the partner's reference. */
  refused: z.array(z.object({ reference: z.string(), refusals: z.array(Refusal) })),
  /** Taken or known, and the partner could not be told so: it will be listed again. */
  unmarked: z.int(),
  /** The partner's list was full: there may be more. */
  isMore: z.boolean(),
  /** The import that has what was taken; null where nothing was. */
  batch: BatchId.nullable(),
  /** Why nothing, or not all, was fetched. */
  trouble: DeliveryTrouble.nullable(),
});
export type DestinationPulled = z.infer<typeof DestinationPulled>;

/** One attempt of this workstation to deliver a referral. */
export const DeliveryAttempt = z.object({
  number: z.int(),
  at: z.string(),
  /** Null, like `outcome`, where it was cut off or is still under way. */
  endedAt: z.string().nullable(),
  outcome: z.enum(['delivered', 'refused', 'stuck', 'retry']).nullable(),
  trouble: DeliveryTrouble.nullable(),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

/** The exact bytes of a referral and the attempts to deliver them. */
export const FrozenView = z.object({
  /** RFC 8785 canonical JSON; its UTF-8 bytes are what is signed and sent. */
  body: z.string(),
  bodySha256: Digest,
  bytes: z.int(),
  idempotencyKey: Digest,
  /** The latest first. */
  attempts: z.array(DeliveryAttempt),
  /** Earlier attempts that are no longer kept. */
  attemptsNotKept: z.int(),
});
export type FrozenView = z.infer<typeof FrozenView>;

/** What a signed report that came as a file told. */
export const TakedownRecorded = z.object({
  referral: ReferralId,
  /** The events that were not known. */
  events: z.array(TakedownEvent),
  /** Events that were not recorded; see `TakedownsAsked`. */
  refused: z.int(),
});
export type TakedownRecorded = z.infer<typeof TakedownRecorded>;

/** A compact JWS of a desk; 64 KiB is above what any can have. */
const SignedText = z
  .string()
  .max(65_536)
  .regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);

export const referralContract = {
  destinations: repeatable('read-outbox').output(z.array(Destination)),
  addDestination: repeatable('manage-destinations')
    .input(z.strictObject({ command: CommandId, destination: DestinationInput }))
    .output(Destination),
  /**
   * Changes some settings of a configured destination; what waits for it stays, and the next attempt uses them.
   * `settings`: null takes one away, and what is not named stays, but for passwords, which are given again.
   */
  changeDestination: repeatable('manage-destinations')
    .input(
      z.strictObject({
        command: CommandId,
        id: DestinationId,
        settings: SettingChanges,
      }),
    )
    .output(Destination),
  removeDestination: repeatable('manage-destinations')
    .input(z.strictObject({ command: CommandId, id: DestinationId }))
    .output(z.object({ removed: z.boolean() })),
  outbox: repeatable('read-outbox')
    .input(
      z.strictObject({
        state: ReferralState.optional(),
        limit: z.number().int().min(1).max(1000).default(200),
        after: ReferralId.optional(),
      }),
    )
    .output(z.object({ total: z.number().int(), referrals: z.array(ReferralSummary) })),
  /** Its referrals wait until `resumeDestination`; those that are on their way arrive. */
  pauseDestination: repeatable('send')
    .input(z.strictObject({ command: CommandId, id: DestinationId }))
    .output(Destination),
  resumeDestination: repeatable('send')
    .input(z.strictObject({ command: CommandId, id: DestinationId }))
    .output(Destination),
  /** Ends the delays of its referrals, and lets the next attempt of an outage come now. */
  retryDestination: repeatable('send')
    .input(z.strictObject({ id: DestinationId }))
    .output(Destination),
  /** Connects as for a referral, and sends none. */
  testDestination: unrepeatable('manage-destinations')
    .input(z.strictObject({ id: DestinationId }))
    .output(DestinationTested),
  contacts: repeatable('read-outbox').output(z.array(Contact)),
  /** Replaces the book of contacts by the one in a CSV file. */
  importContacts: repeatable('manage-destinations')
    .input(z.strictObject({ command: CommandId, text: z.string().max(8 * 1024 * 1024) }))
    .output(ContactsImported),
  /** Puts what waits for a destination into an encrypted file, to be carried by hand. */
  seal: unrepeatable('send')
    .input(z.strictObject({ destination: DestinationId }))
    .output(SealedFile),
  /** Records what a desk signed about referrals that were carried to it: one compact JWS a line. */
  importReceipts: unrepeatable('send')
    .input(z.strictObject({ text: z.string().max(8 * 1024 * 1024) }))
    .output(ReceiptsImported),
  /** Marks a parked referral as delivered, because a person learnt that it arrived. */
  confirm: repeatable('send')
    .input(z.strictObject({ command: CommandId, id: ReferralId }))
    .output(ReferralSummary),
  /** Queues a parked referral again, with the same bytes. */
  resume: repeatable('send')
    .input(z.strictObject({ command: CommandId, id: ReferralId }))
    .output(ReferralSummary),
  /** Queues every parked referral of a desk again, with the same bytes. */
  resumeAll: repeatable('send')
    .input(z.strictObject({ command: CommandId, destination: DestinationId }))
    .output(z.object({ resumed: z.int() })),
  /** The exact bytes that are sent, and the attempts so far. */
  frozen: repeatable('review')
    .input(z.strictObject({ id: ReferralId }))
    .output(FrozenView),
  /**
   * Sends what is due now. With `untilEmpty` it also waits out the backoff until nothing is queued or `timeoutMs` is
   * over. Yields the counts as they grow; the last one is the result.
   */
  send: unrepeatable('send')
    .input(
      z.strictObject({
        untilEmpty: z.boolean().default(false),
        /** Also waits until no decision can be taken back any more, because referrals are only sent then. */
        pastGrace: z.boolean().default(false),
        timeoutMs: z.number().int().positive().max(86_400_000).default(30_000),
      }),
    )
    .output(eventIterator(SendResult)),
  /** Asks every desk for news of its delivered referrals. */
  refreshTakedowns: repeatable('send').output(TakedownsAsked),
  /**
   * Records a step of the protocol that a person learnt of by other ways than a desk's signed report.
   * `referral`: which of the case's referrals it is about; without it the last one that stands.
   */
  stateTakedown: repeatable('send')
    .input(
      z.strictObject({
        command: CommandId,
        case: CaseId,
        referral: ReferralId.optional(),
        event: TakedownEvent,
        source: TakedownSource,
        note: inboundText(500).default(''),
      }),
    )
    .output(ReferralSummary),
  /**
   * Records that a person looked in a base for the material of a case, decided or not. Answers all consultations of the
   * case.
   */
  recordConsultation: repeatable('send')
    .input(
      z.strictObject({
        command: CommandId,
        case: CaseId,
        base: BaseName,
        result: ConsultationResult,
        at: Instant,
        note: inboundText(500).default(''),
      }),
    )
    .output(z.array(Consultation)),
  /** How often each base was consulted, by its name; cases that are hidden from the person are not counted. */
  consultations: repeatable('read-outbox').output(z.array(ConsultationCount)),
  /** Records what a desk's signed report in a file tells, after the same checks as for one that was asked for. */
  readReport: repeatable('send')
    .input(z.strictObject({ report: SignedText }))
    .output(TakedownRecorded),
  /** Delivered referrals without news for the days that the policy says: a person should ask what became of them. */
  rechecks: repeatable('read-outbox').output(
    z.object({ total: z.int(), referrals: z.array(ReferralSummary) }),
  ),
  /** Fetches what partners have for the hotline, and takes it in as an import. */
  pull: unrepeatable('import').output(z.array(DestinationPulled)),
};
