import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ChannelInput, ChannelKind } from '../domain/channels/all-channels.ts';
import { DeliveryTrouble } from '../domain/delivery-trouble.ts';
import { BatchId, CommandId, DestinationId, ReferralId } from '../domain/ids.ts';
import { ReferralState } from '../domain/referral.ts';
import { Refusal } from '../domain/refusal.ts';
import { repeatable, unrepeatable } from './procedure.ts';
import { ReferralSummary } from './review.contract.ts';

export const DestinationInput = z.strictObject({ id: DestinationId, channel: ChannelInput });
export type DestinationInput = z.infer<typeof DestinationInput>;

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
  waiting: z.number().int(),
  delivered: z.number().int(),
  parked: z.number().int(),
  oldestQueuedAt: z.string().nullable(),
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
  /** Fetches what partners have for the hotline, and takes it in as an import. */
  pull: unrepeatable('import').output(z.array(DestinationPulled)),
};
