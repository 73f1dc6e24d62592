import type { Contact, HostedAt } from '../../../../shared/domain/contact.ts';
import type { DeliveryOutcome } from '../../../../shared/domain/delivery.ts';
import type { DeliveryTrouble } from '../../../../shared/domain/delivery-trouble.ts';
import type { ReferralId } from '../../../../shared/domain/ids.ts';
import type { TakedownReport } from '../../../../shared/domain/referral.ts';
import type { HotlineKey } from '../../../exchange/hotline-signature.ts';
import type { Mail } from '../../../ports/mail.ts';
import type { Network } from '../../../ports/network.ts';

/** A referral as the outbox stores it. Every attempt sends exactly these bytes under exactly this key. */
export interface FrozenReferral {
  referral: ReferralId;
  /** Lower-case hexadecimal SHA-256. */
  idempotencyKey: string;
  body: Uint8Array;
  /**
   * An earlier attempt may have reached the desk, and no person has decided since that it is sent again. A channel
   * whose desk does not recognise a repeat must not send it then: its outcome is `stuck`, as `outcome-unknown`.
   */
  attempted: boolean;
  /** A person let it go again after it was parked. */
  released: boolean;
}

/** The tools for an exchange with a desk. */
export interface Exchange {
  network: Network;
  /** Signs for the hotline. */
  hotlineKey: HotlineKey;
  timeoutMs: number;
  nowMs: () => number;
  signal?: AbortSignal;
  notices: Notices;
}

/** What a channel needs that writes to providers. */
export interface Notices {
  mail: Mail;
  /** `none`: the book has nobody for the subject; `changed`: the book is not the one that a person imported. */
  contactFor(subject: HostedAt): Contact | 'none' | 'changed';
  /** Whether a notice was delivered to this address before. */
  hasWrittenTo(address: string): boolean;
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
  /** The age recipient that files for the desk are encrypted to; null where it takes none. */
  sealing(settings: Settings): Sealing | null;
  /**
   * Sends a frozen referral once; absent where only a person carries referrals there. Never throws because of the
   * network or the desk.
   */
  deliver?(frozen: FrozenReferral, settings: Settings, exchange: Exchange): Promise<DeliveryOutcome>;
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
   * Connects as for a referral and sends none: handshake and login; absent where there is nothing to connect to. Never
   * throws because of the network or the desk.
   * @returns why a referral could not be sent now; null where one could
   */
  test?(settings: Settings, exchange: Exchange): Promise<DeliveryTrouble | null>;
}

/** How files for a desk are sealed, and its receipts checked. */
export interface Sealing {
  recipient: string;
  /** The private authority of the desk. */
  ca: string;
}
