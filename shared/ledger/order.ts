import {
  addedOn,
  type Branch,
  beginBranch,
  type Change,
  frontierOn,
  grown,
  indexOn,
  isBranch,
  isFirmUnseen,
  isOther,
  type Lines,
  missingOf,
  namesPlacesOn,
  type OnBranch,
  readJoined,
} from './branch.ts';
import { equalBytes, fromBase64, toBase64 } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';
import type { Entry, Seen } from './entry.ts';
import type { Fault } from './fault.ts';
import { KINDS } from './kinds/all-kinds.ts';
import type { Joined } from './kinds/record.ts';
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
  /** What it has seen of a branch that was joined, until it has seen that. */
  readonly branch: OnBranch | null;
  /** Place of its last firm entry that took effect beside other workstations; -1 where there is none. */
  readonly firmAt: number;
}

/** What the signer of an entry had seen besides their own workstation's entries. */
export type View = Pick<DevicePlace, 'seen' | 'branch'>;

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
  /** Branches that entries joined, the first one first. */
  readonly branches: readonly Branch[];
}

const FIRST: DevicePlace = { next: 0, prev: null, seen: EMPTY_FRONTIER, branch: null, firmAt: -1 };

/** The order before the first entry of a log, which this workstation makes. */
export const startOrder = (device: string, signers: Signers): Order => ({
  places: new Map([[device, FIRST]]),
  last: device,
  tail: LeafTail.at(EMPTY_FRONTIER),
  changes: [{ at: -1, device, signers, entry: null }],
  touches: Touches.NONE,
  introduced: new Map(),
  branches: [],
});

/** How far the workstation of an entry is; for one that introduces itself, the beginning. */
export const placeOf = ({ places }: Order, device: string): DevicePlace => places.get(device) ?? FIRST;

/**
 * What an entry says of its place: its number, the line it follows, and what its signer had seen.
 * @param before the log before the entry
 * @param compares whether the root is compared. It is not for a removed workstation, which has no effect any more
 * @returns what its workstation has seen from here on, and what is wrong
 */
export function judgePlace(
  order: Order,
  entry: Entry,
  before: Frontier,
  compares: boolean,
  crypto: LedgerCrypto,
): { view: View; faults: Fault[] } {
  const place = placeOf(order, entry.device);
  const faults: Fault[] = [];
  if (entry.seq !== place.next) faults.push({ code: 'other-number', number: entry.seq });
  if (entry.prev !== place.prev) faults.push({ code: 'does-not-follow' });
  const { seen, branch } = place;
  if (entry.seen === undefined) return { view: { seen, branch }, faults };
  const { size, root } = entry.seen;
  const onBranch = branchSeen(order, place, entry.seen, crypto);
  if (onBranch !== null) return { view: { seen, branch: onBranch }, faults };
  // What is before the branch is the same on it. Who saw more of it goes on here once they saw that it was joined.
  const isCommon =
    branch !== null && size > branch.seen.size && size <= (branchOf(order, place)?.joined.from ?? 0);
  const viewAt = (stated: Frontier): View => ({
    seen: stated,
    branch: isCommon ? { at: branch.at, seen: stated } : null,
  });
  const isBackwards = size <= seen.size || (branch !== null && size <= branch.at && !isCommon);
  if (isBackwards) faults.push({ code: 'seen-backwards' });
  else if (size > before.size) faults.push({ code: 'seen-ahead' });
  else if (!compares) return { view: viewAt({ size, roots: [] }), faults };
  else {
    const stated = frontierAt(order, size, before, crypto);
    const named = fromBase64(root);
    if (stated !== null && named !== null && equalBytes(rootOf(stated, crypto.sha256), named))
      return { view: viewAt(stated), faults };
    faults.push({ code: 'seen-differs' });
  }
  return { view: { seen, branch }, faults };
}

/** What a workstation states to have seen of a branch; null where it is no branch's tree. */
function branchSeen(
  { branches, places }: Order,
  { seen, branch }: DevicePlace,
  { size, root }: Seen,
  crypto: LedgerCrypto,
): OnBranch | null {
  for (const one of branches) {
    const { from, size: end } = one.joined;
    if (branch === null ? seen.size > from : one.at !== branch.at) continue;
    if (size <= from || size <= (branch?.seen.size ?? from) || size > end) continue;
    const starts = [...places.values()].flatMap(({ branch: there }) =>
      there?.at === one.at && there.seen.size >= from ? [there.seen] : [],
    );
    const stated = frontierOn(one, size, starts, crypto);
    if (stated !== null && toBase64(rootOf(stated, crypto.sha256)) === root)
      return { at: one.at, seen: stated };
  }
  return null;
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

const branchOf = ({ branches }: Order, { branch }: View): Branch | undefined =>
  branch === null ? undefined : branches.find(({ at }) => at === branch.at);

/** The signers as the workstation of an entry knew them. */
export function signersSeen(order: Order, device: string, view: View): Signers {
  const branch = branchOf(order, view);
  const { changes } = branch ?? order;
  const { size } = view.branch?.seen ?? view.seen;
  const known = changes.findLast((change) => change.at < size || change.device === device);
  const { signers } = known ?? changes[0]!;
  return signers.devices.has(device) ? signers : (order.introduced.get(device) ?? signers);
}

/** Whether the signer of an entry had seen the one at a place, besides their own workstation's. */
export function hasSeen(order: Order, view: View, at: number): boolean {
  if (at < view.seen.size) return true;
  const branch = branchOf(order, view);
  const index = branch === undefined ? -1 : indexOn(branch, at);
  return index !== -1 && index < (view.branch?.seen.size ?? 0);
}

/** Whether a root is that of a branch that was joined. @param view of an entry, where it is to be the one its signer had seen */
export function isRootOfBranch(
  order: Order,
  { size, root }: Seen,
  crypto: LedgerCrypto,
  view: View | null = null,
): boolean {
  const only = view && branchOf(order, view);
  return order.branches.some((branch) => {
    if (view !== null && branch !== only) return false;
    const there = size > branch.joined.from ? frontierOn(branch, size, [], crypto) : null;
    return there !== null && toBase64(rootOf(there, crypto.sha256)) === root;
  });
}

/**
 * Whether others came first: a firm entry is worth nothing after a firm one its signer had not seen, and another one
 * that does not fit any more is excused where others changed meanwhile what it is about.
 * @param misfits whether something speaks against the entry as the log stands now
 */
export function isOvertaken(order: Order, entry: Entry, view: View, misfits: boolean): boolean {
  const { places, touches } = order;
  if (places.size === 1) return false;
  const isFirm = KINDS[entry.kind].class === 'firm';
  const [branch, log] = [branchOf(order, view), view.seen.size];
  const seen = view.branch?.seen.size ?? log;
  if (branch !== undefined && namesPlacesOn(branch, entry)) return true;
  for (const [device, { firmAt }] of places) {
    if (!isFirm || device === entry.device) continue;
    if (branch === undefined ? firmAt >= log : isFirmUnseen(branch, { seen, log, firmAt }, device))
      return true;
  }
  return misfits && touches.isForeign(entry, log);
}

/** What is wrong with an entry that joins a branch; null where it does not, or nothing is. */
export function judgeJoined(
  order: Order,
  entry: Entry,
  before: Frontier,
  { devices }: Signers,
): Fault | null {
  if (entry.kind !== 'log.joined') return null;
  const joined = readJoined(entry);
  if (joined === null) return { code: 'branch-unsaid' };
  const { from } = joined;
  const canBe =
    isBranch(joined) && order.places.size > 1 && from <= before.size && from >= order.tail.base.size;
  // Whoever saw that branch has seen no more of this log than to where it left.
  const mayBeSeen = [...order.places].some(
    ([device, { seen }]) => device !== entry.device && !devices.get(device)?.removed && seen.size <= from,
  );
  return canBe && mayBeSeen ? null : { code: 'branch-unfit' };
}

export interface Taken {
  readonly entry: Entry;
  /** Place of the entry. */
  readonly at: number;
  readonly leaf: Uint8Array;
  /** What its workstation has seen from here on. */
  readonly view: View;
  /** Whether its signer had the right to make it. */
  readonly isRightful: boolean;
  /** The signers after it. */
  readonly signers: Signers;
  readonly hasEffect: boolean;
  /** What its workstation knows from here on that introduced itself with it, where that has no effect. */
  readonly ownView: Signers | null;
}

/** The order after an entry of a known workstation. @param log the log with the entry */
export function withEntry(order: Order, taken: Taken, log: Frontier, crypto: LedgerCrypto): Order {
  const { entry, at, leaf, view, signers, hasEffect, ownView } = taken;
  const { device } = entry;
  const before = placeOf(order, device);
  const places = new Map(order.places);
  for (const id of [...signers.devices.keys(), device]) if (!places.has(id)) places.set(id, FIRST);
  const isShared = places.size > 1;
  const counts = hasEffect && isShared;
  // One that joins a branch changes nothing that others could have changed meanwhile, as all of that branch had not seen it.
  const overtakes = KINDS[entry.kind].class === 'firm' && entry.kind !== 'log.joined';
  places.set(device, {
    ...{ next: entry.seq + 1, prev: toBase64(leaf), ...view },
    firmAt: counts && overtakes ? at : before.firmAt,
  });
  const changed = signers !== order.changes.at(-1)!.signers;
  const after = withBranches(
    {
      places,
      last: device,
      tail: isShared ? order.tail.with(leaf, device) : LeafTail.at(log),
      changes: changed ? [...order.changes, { at, device, signers, entry }] : order.changes,
      touches: counts ? order.touches.with(entry, at) : order.touches,
      introduced: ownView === null ? order.introduced : new Map(order.introduced).set(device, ownView),
      branches: order.branches,
    },
    { ...taken, firmAt: before.firmAt },
  );
  const joined = entry.kind === 'log.joined' && hasEffect ? readJoined(entry) : null;
  return pruned(joined === null ? after : withBranch(after, at, joined, crypto), signers);
}

const linesOf = (order: Order): Lines => ({
  ...{ tail: order.tail, changes: order.changes },
  next: (device) => order.places.get(device)?.next ?? 0,
});

/** Branches with the entry that came last, where it is one of theirs. */
function withBranches(order: Order, taken: Taken & { firmAt: number }): Order {
  if (order.branches.length === 0) return order;
  const { entry, at, view, isRightful, signers, firmAt } = taken;
  const seen = view.branch?.seen.size ?? view.seen.size;
  const newest = { at, entry, seen, isRightful, isFirm: KINDS[entry.kind].class === 'firm', firmAt };
  const branches = order.branches.map((branch) => grown(branch, linesOf(order), newest));
  const added = branches.flatMap((branch) => addedOn(branch, signers));
  return { ...order, branches, introduced: new Map([...added, ...order.introduced]) };
}

/** The order with a branch that was just joined: who has entries on it had seen no more of this log than to where it left. */
function withBranch(order: Order, at: number, joined: Joined, { sha256 }: LedgerCrypto): Order {
  const base = order.tail.frontierAt(joined.from, order.tail.base, sha256) ?? order.tail.base;
  const places = new Map(order.places);
  for (const device of joined.devices) {
    const place = places.get(device);
    if (place && place.branch === null && place.seen.size <= joined.from)
      places.set(device, { ...place, branch: { at, seen: place.seen } });
  }
  const branch = grown(beginBranch(at, joined, linesOf(order), base), linesOf(order), null);
  return { ...order, places, branches: [...order.branches, branch] };
}

/** What is wrong with branches: of one that is whole, that it is another than was named. */
export const judgeWhole = (before: Order, { branches }: Order, crypto: LedgerCrypto): Branch[] =>
  branches.filter(
    (branch, index) =>
      missingOf(branch) === 0 &&
      (before.branches[index] === undefined || missingOf(before.branches[index]) > 0) &&
      isOther(branch, crypto),
  );

/** The order after a line that is no entry, or is of a workstation that nobody added. */
export function withOtherLine(order: Order, leaf: Uint8Array, isEntry: boolean, log: Frontier): Order {
  const tail = order.places.size > 1 ? order.tail.with(leaf, isEntry ? '' : order.last) : LeafTail.at(log);
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
