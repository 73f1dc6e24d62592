import { toBase64 } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';
import type { Entry } from './entry.ts';
import { Joined } from './kinds/record.ts';
import { LeafTail } from './leaf-tail.ts';
import { type Frontier, rootOf } from './merkle.ts';
import { applySignersChange, devicesAtWork, type Signers } from './signers.ts';

/*
 * A hub that is put back to an earlier state can be written to by a workstation that knew less than others. Then the log
 * has another branch than the one these others had seen. An entry joins it: it names the branch by whose entries it
 * has, in their order, and by its root; those that the log does not have come again, behind it. What their signers say
 * they had seen is compared with the tree of that branch, which is computed from these entries alone. So nothing can be
 * named that does not come again.
 */

/** The signers after an entry that changed them. */
export interface Change {
  readonly at: number;
  readonly device: string;
  readonly signers: Signers;
  /** Null before the first. */
  readonly entry: Entry | null;
}

/** What a workstation has seen of a branch. */
export interface OnBranch {
  /** Place of the entry that joined it. */
  readonly at: number;
  readonly seen: Frontier;
}

/** Entries of a branch that stand one behind the other in the log too. */
interface Stretch {
  readonly index: number;
  readonly at: number;
  readonly count: number;
}

/** The last firm entry of a workstation on a branch, and its last one that is not. */
interface Firm {
  readonly index: number;
  readonly before: number;
}

/** A branch that was joined, as far as its entries are in the log. */
export interface Branch {
  /** Place of the entry that joined it. */
  readonly at: number;
  readonly joined: Joined;
  /** Its tree: up to where it left the log, and the leaves since. */
  readonly tail: LeafTail;
  /** The stretch of `joined.order` that goes on, and how much of it is there. */
  readonly run: number;
  readonly inRun: number;
  /** The number of the next entry of each of its workstations. */
  readonly next: ReadonlyMap<string, number>;
  readonly stretches: readonly Stretch[];
  /** The signers as the branch had them, by place in it. */
  readonly changes: readonly Change[];
  readonly firms: ReadonlyMap<string, Firm>;
}

/** The entry that came last, as a branch may have it. */
export interface Newest {
  readonly at: number;
  readonly entry: Entry;
  /** What its signer had seen: places in the branch. */
  readonly seen: number;
  /** Whether its signer had the right to make it. */
  readonly isRightful: boolean;
  readonly isFirm: boolean;
  /** Where the last firm entry of its workstation before it stands that took effect. */
  readonly firmAt: number;
}

/** Where the log as it is has lines of workstations, and how many each has. */
export interface Lines {
  readonly tail: LeafTail;
  readonly next: (device: string) => number;
  readonly changes: readonly Change[];
}

/** What an entry says of the branch it joins; null where it does not say that. */
export const readJoined = ({ data }: Entry): Joined | null => Joined.safeParse(data).data ?? null;

/** Whether there can be such a branch, as far as it is said. */
export function isBranch({ from, size, devices, order }: Joined): boolean {
  const count = order.reduce((sum, [, some]) => sum + some, 0);
  return (
    count > 0 &&
    size - from === count &&
    new Set(devices).size === devices.length &&
    order.every(([whose]) => whose < devices.length)
  );
}

/** A branch before any of its entries is there. */
export function beginBranch(at: number, joined: Joined, lines: Lines, base: Frontier): Branch {
  const since = new Map<string, number>();
  for (let line = joined.from; line < lines.tail.size; line += 1) {
    const device = lines.tail.deviceOf(line);
    since.set(device, (since.get(device) ?? 0) + 1);
  }
  return {
    ...{ at, joined, tail: LeafTail.at(base), run: 0, inRun: 0, stretches: [], firms: new Map() },
    next: new Map(joined.devices.map((device) => [device, lines.next(device) - (since.get(device) ?? 0)])),
    changes: lines.changes.filter((change) => change.at < joined.from),
  };
}

/** How many of its entries are not in the log. */
export const missingOf = ({ joined, tail }: Branch): number => joined.size - tail.size;

/** Whether it turned out to be another than the one that was named. */
export const isOther = ({ joined, tail }: Branch, { sha256 }: LedgerCrypto): boolean =>
  tail.size === joined.size &&
  toBase64(rootOf(tail.frontierAt(tail.size, tail.base, sha256) ?? tail.base, sha256)) !== joined.root;

/** The place in the branch of an entry of the log; -1 where it is not on it. */
export function indexOn({ stretches }: Branch, at: number): number {
  const stretch = stretches.find((one) => one.at <= at && at < one.at + one.count);
  return stretch === undefined ? -1 : stretch.index + at - stretch.at;
}

/** The branch with as many of its next entries as are in the log. @param newest the last line of the log */
export function grown(before: Branch, lines: Lines, newest: Newest | null): Branch {
  let branch = before;
  for (;;) {
    const run = branch.joined.order[branch.run];
    if (run === undefined) return branch;
    const device = branch.joined.devices[run[0]] ?? '';
    const number = branch.next.get(device) ?? 0;
    const at = placeOfLine(lines, device, lines.next(device) - number);
    if (at === null) return branch;
    const isNewest = newest?.at === at;
    branch = isNewest ? withNewest(branch, newest) : withOlder(branch, lines, at);
    const isRunOver = branch.inRun + 1 === run[1];
    branch = {
      ...branch,
      tail: branch.tail.with(lines.tail.leafAt(at), device),
      ...{ run: branch.run + Number(isRunOver), inRun: isRunOver ? 0 : branch.inRun + 1 },
      next: new Map(branch.next).set(device, number + 1),
      stretches: stretched(branch.stretches, branch.tail.size, at),
    };
  }
}

/** Where the line of a workstation stands that is so many before its next one. */
function placeOfLine({ tail }: Lines, device: string, back: number): number | null {
  if (back <= 0) return null;
  let left = back;
  for (let at = tail.size - 1; at >= tail.base.size; at -= 1) {
    if (tail.deviceOf(at) !== device) continue;
    left -= 1;
    if (left === 0) return at;
  }
  return null;
}

/** One that was in the log before the branch was joined: what it changed there, it changed on the branch too. */
function withOlder(branch: Branch, { changes }: Lines, at: number): Branch {
  const entry = changes.find((change) => change.at === at)?.entry ?? null;
  return entry === null ? branch : withChange(branch, entry);
}

function withNewest(branch: Branch, newest: Newest): Branch {
  const { entry, isRightful, isFirm, firmAt, seen } = newest;
  const isOvertaken =
    isFirm && [...branch.firms].some(([device, { index }]) => device !== entry.device && index >= seen);
  if (!isRightful || isOvertaken) return branch;
  const changed = withChange(branch, entry);
  if (!isFirm) return changed;
  const before = indexOn(branch, firmAt) === -1 ? firmAt : (branch.firms.get(entry.device)?.before ?? -1);
  const firm: Firm = { index: branch.tail.size, before };
  return { ...changed, firms: new Map(branch.firms).set(entry.device, firm) };
}

function withChange(branch: Branch, entry: Entry): Branch {
  const before = branch.changes.at(-1)!.signers;
  const signers = applySignersChange(before, entry);
  if ('problem' in signers || signers === before) return branch;
  const change: Change = { at: branch.tail.size, device: entry.device, signers, entry };
  return { ...branch, changes: [...branch.changes, change] };
}

function stretched(stretches: readonly Stretch[], index: number, at: number): Stretch[] {
  const last = stretches.at(-1);
  return last !== undefined && last.at + last.count === at
    ? [...stretches.slice(0, -1), { ...last, count: last.count + 1 }]
    : [...stretches, { index, at, count: 1 }];
}

/** Whether a workstation that may be on a branch had not seen a firm entry of another one. */
export function isFirmUnseen(
  branch: Branch,
  { seen, log, firmAt }: { seen: number; log: number; firmAt: number },
  device: string,
): boolean {
  const firm = branch.firms.get(device);
  if (firm !== undefined && firm.index >= seen) return true;
  const outside = indexOn(branch, firmAt) === -1 ? firmAt : (firm?.before ?? -1);
  return outside >= log;
}

/** Workstations that only the branch added. */
export const addedOn = ({ changes }: Branch, { devices }: Signers): [string, Signers][] => {
  const known = changes.at(-1)!.signers;
  return devicesAtWork(known.devices).flatMap((device): [string, Signers][] =>
    devices.has(device) ? [] : [[device, known]],
  );
};

/** The tree of a branch at a size; null where an entry is missing up to there. @param starts what was computed before */
export function frontierOn(
  { tail }: Branch,
  size: number,
  starts: readonly Frontier[],
  { sha256 }: LedgerCrypto,
): Frontier | null {
  const from = starts.reduce(
    (nearest, one) => (one.size <= size && one.size > nearest.size ? one : nearest),
    tail.base,
  );
  return tail.frontierAt(size, from, sha256);
}

/** Whether an entry names others by places that they have on the branch alone. */
export const namesPlacesOn = ({ joined }: Branch, { kind, data }: Entry): boolean =>
  kind === 'enclosures.erased' &&
  Array.isArray(data.entries) &&
  data.entries.some((entry) => typeof entry === 'number' && entry >= joined.from);
