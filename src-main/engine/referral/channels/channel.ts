import type { DeliveryOutcome } from '../../../../shared/domain/delivery.ts';
import type { DeliveryTrouble, ProofProblem } from '../../../../shared/domain/delivery-trouble.ts';
import type { ReferralId } from '../../../../shared/domain/ids.ts';
import type { TakedownReport } from '../../../../shared/domain/referral.ts';
import type { HotlineKey } from '../../../exchange/hotline-signature.ts';
import type { Network } from '../../../ports/network.ts';

/** A referral as the outbox stores it. Every attempt sends exactly these bytes under exactly this key. */
export interface FrozenReferral {
  referral: ReferralId;
  /** Lower-case hexadecimal SHA-256. */
  idempotencyKey: string;
  body: Uint8Array;
}

/** The tools for an exchange with a desk. */
export interface Exchange {
  network: Network;
  /** Signs for the hotline. */
  hotlineKey: HotlineKey;
  timeoutMs: number;
  nowMs: () => number;
  signal?: AbortSignal;
}

export type TakedownAnswer =
  | { type: 'report'; report: TakedownReport; reportJws: string }
  /** The desk answered about the referral, but without a valid signed statement. Nothing of the answer is recorded. */
  | { type: 'unproven'; reason: DeliveryTrouble }
  /** The desk could not be asked. */
  | { type: 'failed'; reason: DeliveryTrouble; retryAfterMs: number | null };

/**
 * The settings of a destination that may be shown: no key and no password. Null where its channel has no such setting.
 */
export interface ShownSettings {
  url: string | null;
  /** Lower-case hexadecimal SHA-256 of the authority's certificate, or of the file's text where it holds several. */
  caFingerprint: string | null;
  certificateExpiresAt: string | null;
}

/** One way of delivering referrals. Its settings are defined in shared/domain/channels. */
export interface Channel<Settings, Stated> {
  /** @throws Failure REFUSED with the name of each faulty setting */
  check(settings: Settings): void;
  /**
   * What the ledger states about a destination when it is configured: everything that decides who receives its
   * referrals.
   */
  stated(settings: Settings): Stated;
  shown(settings: Settings): ShownSettings;
  /** The `host:port` it connects to; null where there is none. */
  host(settings: Settings): string | null;
  /** Sends a frozen referral once. Never throws because of the network or the desk. */
  deliver(frozen: FrozenReferral, settings: Settings, exchange: Exchange): Promise<DeliveryOutcome>;
  /**
   * Asks the desk for news of a referral; absent where a desk cannot be asked. Never throws because of the network or
   * the desk.
   */
  ask?(
    frozen: Pick<FrozenReferral, 'referral' | 'body'>,
    settings: Settings,
    exchange: Exchange,
  ): Promise<TakedownAnswer>;
  /**
   * Verifies a report that the desk signed and that came as a file; absent where a desk signs none.
   * @param at the time at which its certificates must be valid
   */
  readReport?(
    jws: string,
    frozen: Pick<FrozenReferral, 'referral' | 'body'>,
    settings: Settings,
    at: Date,
  ): Promise<ReportCheck>;
}

export type ReportCheck =
  | { valid: true; report: TakedownReport }
  | {
      valid: false;
      problem: Exclude<ProofProblem, 'not-a-receipt' | 'not-a-refusal' | 'other-idempotency-key'>;
    };
