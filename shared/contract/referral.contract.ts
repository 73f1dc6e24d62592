import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ChannelInput, ChannelKind } from '../domain/channels/all-channels.ts';
import { CommandId, DestinationId, ReferralId } from '../domain/ids.ts';
import { ReferralState } from '../domain/referral.ts';
import { procedure } from './failure.ts';
import { ReferralSummary } from './review.contract.ts';

export const DestinationInput = z.strictObject({ id: DestinationId, channel: ChannelInput });
export type DestinationInput = z.infer<typeof DestinationInput>;

/** A destination as shown; keys never leave the engine. */
export const Destination = z.object({
  id: DestinationId,
  /** Null: the policy names it but nobody configured it yet; its referrals wait. */
  kind: ChannelKind.nullable(),
  /** Null also where its channel has no address. */
  url: z.string().nullable(),
  /** Whether address, authority and certificate are those that were signed when it was set up; else nothing is sent. Null: not configured. */
  isAsSetUp: z.boolean().nullable(),
  /** SHA-256 fingerprint of the authority's certificate, or of a file with several SHA-256 of its text; lower-case hexadecimal. */
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

/** What came of asking the desks. */
export const TakedownsAsked = z.object({
  /** Referrals a desk answered about. */
  asked: z.int(),
  events: z.int(),
  /** Told and not taken: dated before the referral or in the future, or more than a referral has. */
  refused: z.int(),
  /** Referrals a desk answered about with nothing that it signed and that holds: nothing of it is recorded. */
  unproven: z.int(),
  /** Desks that gave no answer to use. */
  unanswered: z.int(),
});
export type TakedownsAsked = z.infer<typeof TakedownsAsked>;

export const referralContract = {
  destinations: procedure.output(z.array(Destination)),
  addDestination: procedure
    .input(z.strictObject({ command: CommandId, destination: DestinationInput }))
    .output(Destination),
  removeDestination: procedure
    .input(z.strictObject({ command: CommandId, id: DestinationId }))
    .output(z.object({ removed: z.boolean() })),
  outbox: procedure
    .input(
      z.strictObject({
        state: ReferralState.optional(),
        limit: z.number().int().min(1).max(1000).default(200),
        after: ReferralId.optional(),
      }),
    )
    .output(z.object({ total: z.number().int(), referrals: z.array(ReferralSummary) })),
  /** Puts a parked referral back in line, with the same bytes. */
  resume: procedure.input(z.strictObject({ command: CommandId, id: ReferralId })).output(ReferralSummary),
  /**
   * Sends what is due now. With `untilEmpty` it also waits out the backoff until nothing is queued or `timeoutMs` is
   * over. Yields the counts as they grow; the last one is the result.
   */
  send: procedure
    .input(
      z.strictObject({
        untilEmpty: z.boolean().default(false),
        /** Waits also until no decision can be taken back, which is when its referrals may go. */
        pastGrace: z.boolean().default(false),
        timeoutMs: z.number().int().positive().max(86_400_000).default(30_000),
      }),
    )
    .output(eventIterator(SendResult)),
  /** Asks every desk what became of the delivered referrals. */
  refreshTakedowns: procedure.output(TakedownsAsked),
};
