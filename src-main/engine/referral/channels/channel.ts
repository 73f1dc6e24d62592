import type { DeliveryOutcome } from '../../../../shared/domain/delivery.ts';
import type { ReferralId } from '../../../../shared/domain/ids.ts';
import type { TakedownReport } from '../../../../shared/domain/referral.ts';
import type { HotlineKey } from '../../../exchange/hotline-signature.ts';
import type { Network } from '../../../ports/network.ts';

/** A referral as the outbox keeps it. Every attempt sends exactly these bytes under exactly this key. */
export interface FrozenReferral {
  referral: ReferralId;
  /** Lower-case hexadecimal SHA-256. */
  idempotencyKey: string;
  body: Uint8Array;
}

/** What an exchange with a desk may use. */
export interface Exchange {
  network: Network;
  /** Signs as the hotline. */
  hotlineKey: HotlineKey;
  timeoutMs: number;
  nowMs: () => number;
  signal?: AbortSignal;
}

export type TakedownAnswer =
  | { type: 'report'; report: TakedownReport; reportJws: string }
  /** The destination answered about the referral, but nothing that it signed and that holds. Nothing of it is to be recorded. */
  | { type: 'unproven'; reason: string }
  /** It could not be asked. */
  | { type: 'failed'; reason: string; retryAfterMs: number | null };

/** What may be shown of a destination: no key and no password. Null where its channel has no such thing. */
export interface ShownSettings {
  url: string | null;
  /** Lower-case hexadecimal SHA-256 of the authority's certificate, or of a file with several of its text. */
  caFingerprint: string | null;
  certificateExpiresAt: string | null;
}

/** One way of handing referrals over. How it is set up stands in shared/domain/channels. */
export interface Channel<Settings> {
  /** @throws Failure REFUSED naming each setting by its name */
  check(settings: Settings): void;
  /** What the record says of a destination when it is set up: everything that decides who gets what is sent, secrets by digest. */
  stated(settings: Settings): Record<string, string>;
  shown(settings: Settings): ShownSettings;
  /** The `host:port` it speaks with; null: none. */
  host(settings: Settings): string | null;
  /** Sends a frozen referral once. Never throws for what the network or the desk does. */
  deliver(frozen: FrozenReferral, settings: Settings, exchange: Exchange): Promise<DeliveryOutcome>;
  /** Asks the desk what became of a referral; not there where a desk cannot be asked. Throws as little. */
  ask?(
    frozen: Pick<FrozenReferral, 'referral' | 'body'>,
    settings: Settings,
    exchange: Exchange,
  ): Promise<TakedownAnswer>;
}
