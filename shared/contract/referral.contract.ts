import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ChannelInput, ChannelKind } from '../domain/channels/all-channels.ts';
import { DeliveryTrouble } from '../domain/delivery-trouble.ts';
import { CaseId, CommandId, DestinationId, PersonId, ReferralId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { Digest, ReferralState } from '../domain/referral.ts';
import { TakedownEvent, TakedownSource } from '../domain/takedown.ts';
import { repeatable, unrepeatable } from './procedure.ts';
import { ReferralSummary } from './review.contract.ts';

export const DestinationInput = z.strictObject({ id: DestinationId, channel: ChannelInput });
export type DestinationInput = z.infer<typeof DestinationInput>;

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
  /** Those being sent included. */
  waiting: z.number().int(),
  sending: z.int(),
  delivered: z.number().int(),
  parked: z.number().int(),
  oldestQueuedAt: z.string().nullable(),
  /** Who paused it and when; nothing is sent meanwhile. */
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
  /** Queues a parked referral again, with the same bytes. */
  resume: repeatable('send')
    .input(z.strictObject({ command: CommandId, id: ReferralId }))
    .output(ReferralSummary),
  /** Queues every parked referral of a desk again, with the same bytes. */
  resumeAll: repeatable('send')
    .input(z.strictObject({ command: CommandId, destination: DestinationId }))
    .output(z.object({ resumed: z.int() })),
  /** Sends nothing to the desk until `goOn`. */
  pause: repeatable('send')
    .input(z.strictObject({ command: CommandId, destination: DestinationId }))
    .output(z.array(Destination)),
  goOn: repeatable('send')
    .input(z.strictObject({ command: CommandId, destination: DestinationId }))
    .output(z.array(Destination)),
  /** Ends the delays of a desk's referrals, and lets the next attempt of an outage come now. */
  retryNow: repeatable('send')
    .input(z.strictObject({ destination: DestinationId }))
    .output(z.array(Destination)),
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
  /** Records what a desk's signed report in a file tells, after the same checks as for one that was asked for. */
  readReport: repeatable('send')
    .input(z.strictObject({ report: SignedText }))
    .output(TakedownRecorded),
  /** Delivered referrals without news for the days that the policy says: a person should ask what became of them. */
  rechecks: repeatable('read-outbox').output(
    z.object({ total: z.int(), referrals: z.array(ReferralSummary) }),
  ),
};
