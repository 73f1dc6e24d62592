/**
 * What the seats of one hotline share: a log of sealed deeds in one order, leases, parcels and small registers. The hub
 * learns ids, times and padded sizes, and no content. Its word counts for nothing but efficiency: what it gives back is
 * verified by whoever takes it. docs/team.md says what it can and cannot do.
 *
 * Every method fails with `HubFailure`. The caller of a method is one device, which its connection proves (a client
 * certificate at PostgreSQL); what it pushes is its own.
 */
export interface Hub {
  head(): Promise<HubHead>;
  /**
   * Adds this device's next deeds behind all others, in one piece: without another deed between them. Sent again after
   * a lost answer, it adds nothing and gives the same answer.
   * @param known how much of the log this device knew; a hub that has less was taken back to an earlier state
   * @param first the number of the first deed in this device's own count
   * @returns the place of the first one in the log
   * @throws HubFailure `taken-back`, `other-number` (with `next`), `not-admitted`
   */
  push(known: number, first: number, deeds: readonly Sealed[]): Promise<number>;
  /** Deeds from a place on, in the order of the log, at most `limit`. */
  pull(from: number, limit: number): Promise<HubDeed[]>;
  /**
   * Puts deeds, of whichever device, back at the places they had, into a hub that was taken back or begun anew. A place
   * that is taken by equal bytes stays as it is.
   * @returns the size of the log afterwards
   * @throws HubFailure `fork` where a place holds something else, `gap` where the first place is beyond the end
   */
  refill(deeds: readonly HubDeed[]): Promise<number>;
  /**
   * Takes a lease, or renews the one this device has. The hub's clock ends it.
   * @param tag 32 bytes that name what is leased without saying it
   * @returns who has it now: this device where it was free, ended or its own
   */
  lease(tag: Uint8Array, forMs: number): Promise<Lease>;
  /** Who has a lease; null where nobody has. */
  holder(tag: Uint8Array): Promise<Lease | null>;
  /** Ends a lease of this device before its time. Another's stays. */
  release(tag: Uint8Array): Promise<void>;
  /** Stores sealed content under a name of 32 bytes. A name that is taken by equal bytes stays; by others is `fork`. */
  putParcel(name: Uint8Array, sealed: Uint8Array): Promise<void>;
  /** @returns null where there is none, or it was erased */
  parcel(name: Uint8Array): Promise<Uint8Array | null>;
  eraseParcel(name: Uint8Array): Promise<void>;
  /** Sets this device's value of a register, in the place of its former one. At most 64 KiB. */
  putRegister(tag: Uint8Array, sealed: Uint8Array): Promise<void>;
  /** The value of each device in a register, with when the hub got it (its clock, ISO 8601). */
  registers(tag: Uint8Array): Promise<HubRegister[]>;
  /** Stores a signed note over the first `size` deeds. One per size; the first one stays. */
  putSeal(size: number, note: string): Promise<void>;
  /** Notes over more than `after` and at most `upTo` deeds, the smallest first. */
  seals(after: number, upTo: number): Promise<HubSeal[]>;
  /** Devices that were admitted, removed ones too. */
  devices(): Promise<HubDevice[]>;
  /** Lets a device connect. One that was removed stays so. */
  admit(device: string): Promise<void>;
  /** Lets a device connect no more. */
  remove(device: string): Promise<void>;
  /** Leaves a message for a device, in the place of the former one of that name: requests to join and their grants. */
  putLetter(to: string, name: string, sealed: Uint8Array): Promise<void>;
  /** The messages for a device. */
  letters(to: string): Promise<HubLetter[]>;
  removeLetter(to: string, name: string): Promise<void>;
  /**
   * Calls back when the log may have grown, until the signal aborts: at the hub's own notice where the connection has
   * one. It never promises to, so callers also look by themselves.
   */
  listen(changed: () => void, signal: AbortSignal): Promise<void>;
  /** Somebody asks for contact: the next call tries to reach the hub at once, however lately a try has failed. */
  hurry(): void;
  close(): Promise<void>;
}

export interface HubHead {
  readonly size: number;
  /** Another one after the hub was begun anew. */
  readonly incarnation: string;
}

/** A deed as it leaves its vault. */
export interface Sealed {
  /** The epoch whose key seals it. */
  readonly epoch: number;
  readonly sealed: Uint8Array;
}

export interface HubDeed extends Sealed {
  /** Place in the log, from 0 without gaps. */
  readonly position: number;
  readonly device: string;
  /** Number in the device's own count. */
  readonly seq: number;
}

export interface Lease {
  readonly device: string;
  /** Rises whenever the lease passes to another holder, or is taken again after it ended. */
  readonly token: number;
  /** How long it lasts from the hub's answer on. A holder counts monotonically from when it asked. */
  readonly leftMs: number;
}

export interface HubRegister {
  readonly device: string;
  readonly sealed: Uint8Array;
  readonly at: string;
}

export interface HubSeal {
  readonly size: number;
  readonly note: string;
}

export interface HubDevice {
  readonly device: string;
  readonly removed: boolean;
  /** The number of its next deed. */
  readonly next: number;
  /** When the hub last heard of it, by its clock, ISO 8601; null where never. */
  readonly heardAt: string | null;
}

export interface HubLetter {
  readonly from: string;
  readonly name: string;
  readonly sealed: Uint8Array;
}

/** Why the hub did not do something. */
export type HubTrouble =
  /** Nothing answers there, or it stopped answering: what was asked may have been done or not. */
  | { readonly code: 'unreachable'; readonly why: string }
  /** The hub does not know this device, or no longer. */
  | { readonly code: 'not-admitted' }
  /** It has less than this device knows. */
  | { readonly code: 'taken-back'; readonly size: number }
  | { readonly code: 'other-number'; readonly next: number }
  | { readonly code: 'gap'; readonly size: number }
  /** It has something else at a place, or under a name. */
  | { readonly code: 'fork' }
  /** It speaks another version, or gives back what it must not. */
  | { readonly code: 'unfit'; readonly why: string };

export class HubFailure extends Error {
  readonly trouble: HubTrouble;

  constructor(trouble: HubTrouble, options?: ErrorOptions) {
    super(trouble.code, options);
    this.trouble = trouble;
  }
}
