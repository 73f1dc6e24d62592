import type { Contact, HostedAt } from '../../../../shared/domain/contact.ts';
import type { DeliveryOutcome } from '../../../../shared/domain/delivery.ts';
import type { DeliveryTrouble, ProofProblem } from '../../../../shared/domain/delivery-trouble.ts';
import type { ReferralId } from '../../../../shared/domain/ids.ts';
import type { TakedownReport } from '../../../../shared/domain/referral.ts';
import type { Refusal } from '../../../../shared/domain/refusal.ts';
import type { ReportInput } from '../../../../shared/domain/report.ts';
import type { TakedownEvent, TakedownTeller } from '../../../../shared/domain/takedown.ts';
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
  /** Resolves after `ms`, or at once when the exchange is called off. */
  sleep: (ms: number) => Promise<void>;
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

/** Notes of a channel about one referral. They last: what was written is there after the process was killed. */
export interface Kept {
  read(): string | null;
  write(text: string): void;
}

/** The tools for an exchange about one referral. */
export interface ReferralExchange extends Exchange {
  kept: Kept;
  /**
   * The references under which a partner may know the case already: of earlier deliveries to this destination, the
   * newest first, then of reports that came in from there.
   */
  references: () => readonly string[];
}

/** Where a channel puts what it pulls. */
export interface Inbox {
  /** The hotline's own country. */
  country: string;
  /** Whether a report or a referral has this reference already. */
  isKnown(reference: string): boolean;
  /** Takes the reports in; they are stored when it resolves. */
  take(reports: readonly ReportInput[]): Promise<void>;
}

/** Counts of one pull. Everything listed is in one of `taken`, `known`, `own`, `elsewhere` and `refused`. */
export interface Pulled {
  listed: number;
  taken: number;
  /** Here already. */
  known: number;
  /** Reported by this hotline. */
  own: number;
  /** Assigned to another country. */
  elsewhere: number;
  /** What cannot be taken in, with the partner's reference. */
  refused: { reference: string; refusals: Refusal[] }[];
  /** Taken or known, and the partner could not be told so. */
  unmarked: number;
  /** The partner's list was full: there may be more. */
  isMore: boolean;
}

/** The counts before anything was listed. */
export const nothingPulled = (): Pulled => ({
  listed: 0,
  taken: 0,
  known: 0,
  own: 0,
  elsewhere: 0,
  refused: [],
  unmarked: 0,
  isMore: false,
});

export type PullAnswer = { type: 'pulled'; pulled: Pulled } | { type: 'failed'; reason: DeliveryTrouble };

export type TakedownAnswer =
  | { type: 'report'; report: TakedownReport; reportJws: string }
  /**
   * A partner that signs nothing stated this over an authenticated connection. It is recorded as its statement and not
   * as proof.
   */
  | {
      type: 'statement';
      source: Exclude<TakedownTeller, 'desk'>;
      events: TakedownEvent[];
      /** Number of things it said that cannot be read. */
      unread: number;
      /** The whole answer as it came. */
      statement: string;
    }
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
  /** Of the authority that is valid longest, where the file holds several. */
  authorityExpiresAt: string | null;
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
  deliver?(frozen: FrozenReferral, settings: Settings, exchange: ReferralExchange): Promise<DeliveryOutcome>;
  /** Whether the desk takes what comes twice for two. */
  readonly isBlindToRepeats?: true;
  /**
   * Asks the desk for news of a referral; absent where a desk cannot be asked. Also does what the desk had no time for
   * when the referral was delivered. Never throws because of the network or the desk.
   */
  ask?(
    frozen: Pick<FrozenReferral, 'referral' | 'body'>,
    settings: Settings,
    exchange: ReferralExchange,
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
  ): ReportCheck;
  /**
   * Connects as for a referral and sends none: handshake and login; absent where there is nothing to connect to. Never
   * throws because of the network or the desk.
   * @returns why a referral could not be sent now; null where one could
   */
  test?(settings: Settings, exchange: Exchange): Promise<DeliveryTrouble | null>;
  /**
   * Whether the desk has one file for all referrals of a case, so that only the last one is asked about: news of it
   * would look like news of those it replaced.
   */
  readonly asksOnlyLast?: true;
  /**
   * Fetches what the partner has for the hotline; absent where a channel only sends. Never throws because of the network
   * or the partner.
   */
  pull?(settings: Settings, exchange: Exchange, inbox: Inbox): Promise<PullAnswer>;
  /** How often it is pulled in the background; null where only a person asks. */
  pullsEveryMs?(settings: Settings): number | null;
}

/** How files for a desk are sealed, and its receipts checked. */
export interface Sealing {
  recipient: string;
  /** The private authority of the desk. */
  ca: string;
}

export type ReportCheck =
  | { valid: true; report: TakedownReport }
  | {
      valid: false;
      problem: Exclude<ProofProblem, 'not-a-receipt' | 'not-a-refusal' | 'other-idempotency-key'>;
    };
