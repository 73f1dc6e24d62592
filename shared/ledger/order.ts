import { equalBytes, fromBase64, toBase64 } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';
import type { Entry } from './entry.ts';
import type { Fault } from './fault.ts';
import { KINDS } from './kinds/all-kinds.ts';
import { LeafTail } from './leaf-tail.ts';
import { EMPTY_FRONTIER, type Frontier, rootOf } from './merkle.ts';
import type { Signers } from './signers.ts';
import { Touches } from './touches.ts';

/*
 * Several workstations write one log. Each signs alone, having seen some of the log and all its own entries; the log is
 * in one order for all. So an entry is judged by what its signer had seen, and takes effect by its place in the order.
 */

/** How far a workstation is. */
interface DevicePlace {
  /** The number of its next entry. */
  readonly next: number;
  /** Leaf hash of its last line, base64; null before its first. */
  readonly prev: string | null;
  /** What it has seen of the log, besides its own entries. */
  readonly seen: Frontier;
  /** Place of its last firm entry that took effect beside other workstations; -1 where there is none. */
  readonly firmAt: number;
}

/** The signers after an entry that changed them. */
interface Change {
  readonly at: number;
  readonly device: string;
  readonly signers: Signers;
}

/** What a verifier carries to judge entries of several workstations. */
export interface Order {
  readonly places: ReadonlyMap<string, DevicePlace>;
  /** The workstation of the last entry: a line that is no entry counts as one of its. */
  readonly last: string;
  /** The log since it has more than one workstation. */
  readonly tail: LeafTail;
  /** Oldest first. They are few: people and workstations change rarely. */
  readonly changes: readonly Change[];
  /** While a workstation may not have seen them. */
  readonly touches: Touches;
  /**
   * What workstations knew that introduced themselves without effect, because others came first. In their own view they
   * are at work until they have seen who else adds them: what they sign meanwhile counts if somebody did.
   */
  readonly introduced: ReadonlyMap<string, Signers>;
}

const FIRST: DevicePlace = { next: 0, prev: null, seen: EMPTY_FRONTIER, firmAt: -1 };

/** The order before the first entry of a log, which this workstation makes. */
export const startOrder = (device: string, signers: Signers): Order => ({
  places: new Map([[device, FIRST]]),
  last: device,
  tail: LeafTail.at(EMPTY_FRONTIER),
  changes: [{ at: -1, device, signers }],
  touches: Touches.NONE,
  introduced: new Map(),
});

/** How far the workstation of an entry is; for one that introduces itself, the beginning. */
export const placeOf = ({ places }: Order, device: string): DevicePlace => places.get(device) ?? FIRST;

/**
 * What an entry says of its place: its number, the line it follows, and what its signer had seen.
 * @param before the log before the entry
 * @param compares whether the root is compared. It is not for a removed workstation, which has no effect any more
 * @returns the frontier that its workstation has seen from here on, and what is wrong
 */
export function judgePlace(
  order: Order,
  entry: Entry,
  before: Frontier,
  compares: boolean,
  crypto: LedgerCrypto,
): { seen: Frontier; faults: Fault[] } {
  const place = placeOf(order, entry.device);
  const faults: Fault[] = [];
  if (entry.seq !== place.next) faults.push({ code: 'other-number', number: entry.seq });
  if (entry.prev !== place.prev) faults.push({ code: 'does-not-follow' });
  if (entry.seen === undefined) return { seen: place.seen, faults };
  const { size, root } = entry.seen;
  if (size <= place.seen.size) faults.push({ code: 'seen-backwards' });
  else if (size > before.size) faults.push({ code: 'seen-ahead' });
  else if (!compares) return { seen: { size, roots: [] }, faults };
  else {
    const seen = frontierAt(order, size, before, crypto);
    const named = fromBase64(root);
    if (seen !== null && named !== null && equalBytes(rootOf(seen, crypto.sha256), named))
      return { seen, faults };
    faults.push({ code: 'seen-differs' });
  }
  return { seen: place.seen, faults };
}

/** From what another workstation has seen, or the beginning of the tail, whichever is nearer. */
function frontierAt(
  { places, tail }: Order,
  size: number,
  before: Frontier,
  crypto: LedgerCrypto,
): Frontier | null {
  if (size === before.size) return before;
  const known = [...places.values()].map(({ seen }) => seen);
  const from = known.reduce(
    (nearest, one) => (one.size <= size && one.size > nearest.size && one.roots.length > 0 ? one : nearest),
    tail.base,
  );
  return tail.frontierAt(size, from, crypto.sha256);
}

/** The signers as the workstation of an entry knew them. */
export function signersSeen({ changes, introduced }: Order, device: string, seen: Frontier): Signers {
  const known = changes.findLast((change) => change.at < seen.size || change.device === device);
  const { signers } = known ?? changes[0]!;
  return signers.devices.has(device) ? signers : (introduced.get(device) ?? signers);
}

/**
 * Whether others came first: a firm entry is worth nothing after a firm one its signer had not seen, and another one
 * that does not fit any more is excused where others changed meanwhile what it is about.
 * @param misfits whether something speaks against the entry as the log stands now
 */
export function isOvertaken(order: Order, entry: Entry, seen: Frontier, misfits: boolean): boolean {
  const { places, touches } = order;
  if (places.size === 1) return false;
  const isFirm = KINDS[entry.kind].class === 'firm';
  for (const [device, { firmAt }] of places)
    if (isFirm && device !== entry.device && firmAt >= seen.size) return true;
  return misfits && touches.isForeign(entry, seen.size);
}

export interface Taken {
  readonly entry: Entry;
  /** Place of the entry. */
  readonly at: number;
  readonly leaf: Uint8Array;
  /** What its workstation has seen from here on. */
  readonly seen: Frontier;
  /** The signers after it. */
  readonly signers: Signers;
  readonly hasEffect: boolean;
  /** What its workstation knows from here on that introduced itself with it, where that has no effect. */
  readonly ownView: Signers | null;
}

/** The order after an entry of a known workstation. @param log the log with the entry */
export function withEntry(
  order: Order,
  { entry, at, leaf, seen, signers, hasEffect, ownView }: Taken,
  log: Frontier,
): Order {
  const { device } = entry;
  const before = placeOf(order, device);
  const places = new Map(order.places);
  for (const id of [...signers.devices.keys(), device]) if (!places.has(id)) places.set(id, FIRST);
  const isShared = places.size > 1;
  const counts = hasEffect && isShared;
  const firmAt = counts && KINDS[entry.kind].class === 'firm' ? at : before.firmAt;
  places.set(device, { next: entry.seq + 1, prev: toBase64(leaf), seen, firmAt });
  const changed = signers !== order.changes.at(-1)!.signers;
  return pruned(
    {
      places,
      last: device,
      tail: isShared ? order.tail.with(leaf) : LeafTail.at(log),
      changes: changed ? [...order.changes, { at, device, signers }] : order.changes,
      touches: counts ? order.touches.with(entry, at) : order.touches,
      introduced: ownView === null ? order.introduced : new Map(order.introduced).set(device, ownView),
    },
    signers,
  );
}

/** The order after a line that is no entry, or is of a workstation that nobody added. */
export function withOtherLine(order: Order, leaf: Uint8Array, isEntry: boolean, log: Frontier): Order {
  const tail = order.places.size > 1 ? order.tail.with(leaf) : LeafTail.at(log);
  if (isEntry) return { ...order, tail };
  const place = placeOf(order, order.last);
  const moved = { ...place, next: place.next + 1, prev: toBase64(leaf) };
  return { ...order, tail, places: new Map(order.places).set(order.last, moved) };
}

/** How many entries are taken in before what everybody has seen is given back. */
const KEPT_AT_LEAST = 4096;

/** Without what every workstation has seen that is not removed. */
function pruned(order: Order, { devices }: Signers): Order {
  const { places, tail, touches } = order;
  if (tail.size - tail.base.size < 2 * KEPT_AT_LEAST) return order;
  const seen = [...places].flatMap(([id, place]) => (devices.get(id)?.removed ? [] : [place.seen]));
  const least = seen.reduce((first, one) => (one.size < first.size ? one : first), seen[0] ?? tail.base);
  if (least.size - tail.base.size < KEPT_AT_LEAST) return order;
  return { ...order, tail: tail.after(least), touches: touches.since(least.size) };
}
