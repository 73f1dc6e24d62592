import { type HubDeed, HubFailure, type Sealed } from './hub.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** What a hub takes at most. Whatever is over a limit is refused as `unfit` before anything of it was done. */
export const HUB_LIMITS = {
  /** Bytes of one sealed deed: 1 MiB and what sealing and padding add. */
  deedBytes: MIB + 64 * KIB,
  /** Deeds of one push or refill, and of one pull. */
  deedsAtOnce: 1000,
  /** Bytes of all deeds of one push or refill. */
  bytesAtOnce: 16 * MIB,
  /** A pull ends early once its deeds have so many bytes together; it gives at least one where there is one. */
  pulledBytes: 8 * MIB,
  /** Bytes of one sealed parcel: 1 MiB and what sealing and padding add. */
  parcelBytes: MIB + 64 * KIB,
  registerBytes: 64 * KIB,
  letterBytes: 64 * KIB,
  /** Bytes of a signed note as UTF-8. */
  noteBytes: 64 * KIB,
  /** Characters of a letter's name and of whom it is for. */
  nameChars: 100,
  leaseMs: 24 * 60 * 60 * 1000,
} as const;

/** A hub notes when it last heard of a device no oftener than this. */
export const HEARD_EVERY_MS = 30_000;

/** The names of leases, parcels and registers. */
const TAG_BYTES = 32;
const MAX_EPOCH = 2 ** 31 - 1;
const DEVICE = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @throws {HubFailure} `unfit` where `is` does not hold */
function expectFit(is: boolean, why: () => string): void {
  if (!is) throw new HubFailure({ code: 'unfit', why: why() });
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** @throws {HubFailure} `unfit` */
export function expectCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counts))
    expectFit(isCount(value), () => `${name} is ${value}, which is no count`);
}

/** @throws {HubFailure} `unfit` */
export const expectTag = (tag: Uint8Array): void =>
  expectFit(tag.length === TAG_BYTES, () => `a name of ${tag.length} bytes, where ${TAG_BYTES} are due`);

/** @throws {HubFailure} `unfit` */
export const expectDevice = (device: string): void =>
  expectFit(DEVICE.test(device), () => `'${device}' is no device`);

/** @throws {HubFailure} `unfit` */
export const expectBytes = (what: string, bytes: number, atMost: number): void =>
  expectFit(bytes <= atMost, () => `a ${what} of ${bytes} bytes, where ${atMost} are allowed`);

/** Whom a letter is for, or its name. @throws {HubFailure} `unfit` */
export const expectName = (name: string): void =>
  expectFit(
    name.length > 0 && name.length <= HUB_LIMITS.nameChars && !name.includes('\0'),
    () => `a name of ${name.length} characters, where 1 to ${HUB_LIMITS.nameChars} are allowed`,
  );

/** @throws {HubFailure} `unfit` */
export const expectLeaseTime = (ms: number): void =>
  expectFit(
    Number.isInteger(ms) && ms > 0 && ms <= HUB_LIMITS.leaseMs,
    () => `a lease for ${ms} ms, where 1 to ${HUB_LIMITS.leaseMs} are allowed`,
  );

/** @throws {HubFailure} `unfit` */
export function expectDeeds(deeds: readonly Sealed[]): void {
  const { deedsAtOnce, deedBytes, bytesAtOnce } = HUB_LIMITS;
  expectFit(
    deeds.length > 0 && deeds.length <= deedsAtOnce,
    () => `${deeds.length} deeds, where 1 to ${deedsAtOnce} are allowed`,
  );
  let bytes = 0;
  for (const { epoch, sealed } of deeds) {
    expectFit(isCount(epoch) && epoch <= MAX_EPOCH, () => `${epoch} is no epoch`);
    expectBytes('deed', sealed.length, deedBytes);
    bytes += sealed.length;
  }
  expectBytes('number of deeds', bytes, bytesAtOnce);
}

/** Deeds at their places: one after another. @throws {HubFailure} `unfit` */
export function expectPlaced(deeds: readonly HubDeed[]): void {
  expectDeeds(deeds);
  const first = deeds[0]?.position ?? 0;
  for (const [index, { position, seq, device }] of deeds.entries()) {
    expectCounts({ position, seq });
    expectDevice(device);
    expectFit(position === first + index, () => `place ${position} where ${first + index} is next`);
  }
}
