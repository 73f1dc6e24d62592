import type { BuilderThreads } from './builder-threads.ts';
import type { NearLayout } from './chunk-plan.ts';
import { ExactSegment } from './exact-segment.ts';
import { type IndexAlgorithm, STORED_BYTES } from './index-algorithm.ts';
import { IndexError } from './index-error.ts';
import { NearSegment } from './near-segment.ts';
import type { RefStates } from './ref-states.ts';
import { SEGMENT_STEP, type Segment } from './segment.ts';

/** How the segments of an index are made. */
export interface SegmentMaking {
  kernel: WebAssembly.Module;
  builders: BuilderThreads | null;
  layout: NearLayout;
  seed: bigint;
  /** Near segments of fewer entries are scanned, which is as quick at that size. */
  sealFrom: number;
  /** Capacity of the smallest segment. */
  freshEntries: number;
}

/** Capacity of one memory of 4 GiB: 100 bytes per entry, or 250 with sketches. */
const MOST_ENTRIES: Readonly<Record<NearLayout, number>> = { compact: 32_000_000, fast: 14_000_000 };
/** The big segment is left alone while the new and removed entries are less than this part of it. */
const WORTH_A_MERGE = 1 / 16;
/** A merge is due from this many segments, or from this many entries that are still scanned. */
const MANY_SEGMENTS = 8;
const MANY_SCANNED = 262_144;
/**
 * Entries per step: well below a millisecond, even where each is the first to touch a page of a new table, which takes
 * up to 8 us. PDQ values are stored in sequence, 128 to a page.
 */
const STEP = 128;
const NEAR_STEP = 2048;
const WIPED = 4 * 1024 * 1024;

/** The segments of one algorithm: full or merged ones, and one that takes new entries. */
export class Shelf {
  readonly algorithm: IndexAlgorithm;
  readonly #making: SegmentMaking;
  #segments: Segment[] = [];
  #open: Segment | null = null;
  /** Segments that are not yet, or no longer, part of the index; zeroed together with the rest. */
  readonly #aside = new Set<Segment>();

  constructor(algorithm: IndexAlgorithm, making: SegmentMaking) {
    this.algorithm = algorithm;
    this.#making = making;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get entries(): number {
    return this.#segments.reduce((sum, { count }) => sum + count, 0);
  }

  get bytes(): number {
    return [...this.#segments, ...this.#aside].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Whether queries have become slower than necessary. */
  get wantsMerge(): boolean {
    const scanned = this.#segments.reduce((sum, { sealed, count }) => sum + (sealed ? 0 : count), 0);
    return this.#segments.length > MANY_SEGMENTS || scanned >= Math.max(MANY_SCANNED, this.#making.sealFrom);
  }

  /** @param values in the form in which segments hold them */
  *adding(values: Uint8Array, refs: Uint32Array): Generator<void, void> {
    const width = STORED_BYTES[this.algorithm];
    let from = 0;
    while (from < refs.length) {
      const open = this.#roomFor(refs.length - from);
      const to = Math.min(refs.length, from + this.#step, from + open.capacity - open.count);
      open.append(values.subarray(from * width, to * width), refs.subarray(from, to));
      from = to;
      if (from < refs.length) yield;
    }
  }

  /** Takes a complete segment, as read from a file. */
  adopt(segment: Segment): void {
    this.#segments.push(segment);
  }

  /**
   * Makes a segment that is not part of the index yet.
   * @throws IndexError no-memory
   */
  make(capacity: number): Segment {
    const { kernel, layout, seed } = this.#making;
    try {
      if (this.algorithm === 'pdq')
        return new NearSegment(kernel, capacity, layout, { builders: this.#buildersFor(capacity) });
      return new ExactSegment(kernel, STORED_BYTES[this.algorithm], capacity, seed);
    } catch (cause) {
      // The platform throws a RangeError where there is no room for a memory or an array.
      if (!(cause instanceof RangeError)) throw cause;
      throw new IndexError('no-memory', `no memory for ${capacity} entries`, { cause });
    }
  }

  /**
   * Merges segments and drops what was removed.
   * @param thorough merges everything into one; otherwise the big segment is left alone while little has changed beside
   * it
   */
  *merging(states: RefStates, thorough: boolean): Generator<void, void> {
    this.#open = null;
    const live = new Map<Segment, number>();
    for (const segment of [...this.#segments]) live.set(segment, yield* countLive(segment, states));
    const chosen = this.#choose(live, thorough);
    if (chosen.length === 0) return;
    const [only] = chosen;
    const count = chosen.reduce((sum, segment) => sum + live.get(segment)!, 0);
    if (only && chosen.length === 1 && count === only.count && count > only.capacity * 0.9) {
      yield* this.#seal(only);
      return;
    }
    const made: Segment[] = [];
    try {
      yield* this.#copy(chosen, count, states, made);
      for (const segment of made) yield* this.#seal(segment);
    } catch (error) {
      for (const segment of made) this.#discard(segment);
      throw error;
    }
    this.#segments = [...made, ...this.#segments.filter((segment) => !chosen.includes(segment))];
    for (const segment of made) this.#aside.delete(segment);
    for (const segment of chosen) this.#aside.add(segment);
    for (const segment of chosen) {
      yield* wiping(segment);
      this.#aside.delete(segment);
    }
    // Called once for all of them, which are referenced until here; the largest tells whether any memory was shared.
    this.#buildersFor(Math.max(...chosen.map(({ capacity }) => capacity)))?.giveBack();
  }

  /** Overwrites everything with zeros and drops it. */
  zero(): void {
    for (const segment of [...this.#segments, ...this.#aside]) segment.wipe();
    this.#segments = [];
    this.#aside.clear();
    this.#open = null;
  }

  #roomFor(entries: number): Segment {
    if (this.#open && this.#open.count < this.#open.capacity) return this.#open;
    // Doubles the capacity each time since the last merge, so that the number of segments grows with the logarithm of
    // the entries.
    const fresh = this.#open ? this.#open.capacity * 2 : this.#making.freshEntries;
    const most = this.#mostEntries;
    this.#open = this.make(Math.min(most, Math.max(entries, Math.min(fresh, most / 8))));
    this.#segments.push(this.#open);
    return this.#open;
  }

  get #step(): number {
    return this.algorithm === 'pdq' ? NEAR_STEP : STEP;
  }

  get #mostEntries(): number {
    return MOST_ENTRIES[this.algorithm === 'pdq' ? this.#making.layout : 'compact'];
  }

  #choose(live: ReadonlyMap<Segment, number>, thorough: boolean): Segment[] {
    const segments = [...live.keys()];
    const untidy = (segment: Segment) =>
      live.get(segment)! < segment.count || segment.count < segment.capacity * 0.9 || !this.#isDone(segment);
    if (segments.length < 2 && !segments.some(untidy)) return [];
    if (thorough) return segments.some(untidy) || segments.length > this.#fewest(live) ? segments : [];
    const [big, ...others] = segments.sort((a, b) => b.count - a.count);
    if (!big) return [];
    const changed = others.reduce((sum, { count }) => sum + count, 0) + big.count - live.get(big)!;
    if (!this.#isDone(big) || changed >= big.count * WORTH_A_MERGE) return segments;
    return others.length > 1 || others.some(untidy) ? others : [];
  }

  /** The smallest number of segments that hold all live entries. */
  #fewest(live: ReadonlyMap<Segment, number>): number {
    const entries = [...live.values()].reduce((sum, count) => sum + count, 0);
    return Math.ceil(entries / this.#mostEntries);
  }

  #isDone(segment: Segment): boolean {
    return segment.sealed || segment.count < this.#making.sealFrom;
  }

  *#seal(segment: Segment): Generator<void, void> {
    if (!this.#isDone(segment)) yield* segment.sealing();
  }

  *#copy(from: readonly Segment[], count: number, states: RefStates, made: Segment[]): Generator<void, void> {
    let left = count;
    let to: Segment | null = null;
    for (const segment of from) {
      let entry = 0;
      while (entry < segment.count) {
        if (to === null || to.count === to.capacity) {
          to = this.make(Math.max(1, Math.min(left, this.#mostEntries)));
          left -= to.capacity;
          made.push(to);
          this.#aside.add(to);
        }
        const end = Math.min(segment.count, entry + this.#step, entry + to.capacity - to.count);
        appendLive(segment, entry, end, states, to);
        entry = end;
        yield;
      }
    }
    // Refs removed meanwhile leave room in these segments; the next merge counts again.
    for (const segment of made.filter((one) => one.count === 0)) {
      made.splice(made.indexOf(segment), 1);
      this.#discard(segment);
    }
  }

  #discard(segment: Segment): void {
    segment.wipe();
    this.#aside.delete(segment);
    this.#buildersFor(segment.capacity)?.giveBack();
  }

  /** The threads that help to build a segment of this capacity, in memory shared with them. */
  #buildersFor(capacity: number): BuilderThreads | null {
    const { builders } = this.#making;
    return this.algorithm === 'pdq' && builders && capacity >= builders.from ? builders : null;
  }
}

function* countLive(segment: Segment, states: RefStates): Generator<void, number> {
  if (states.allLive) return segment.count;
  let live = 0;
  for (let from = 0; from < segment.count; from += SEGMENT_STEP) {
    const { refs } = segment.entriesAt(from, Math.min(segment.count, from + SEGMENT_STEP));
    for (const ref of refs) if (states.isLive(ref)) live++;
    yield;
  }
  return live;
}

function appendLive(from: Segment, first: number, end: number, states: RefStates, to: Segment): void {
  const { values, refs } = from.entriesAt(first, end);
  const { width } = from;
  let start = 0;
  for (let at = 0; at <= refs.length; at++) {
    if (at < refs.length && states.isLive(refs[at]!)) continue;
    if (at > start) to.append(values.subarray(start * width, at * width), refs.subarray(start, at));
    start = at + 1;
  }
}

function* wiping(segment: Segment): Generator<void, void> {
  const { bytes } = segment;
  for (let from = 0; from < bytes; from += WIPED) {
    segment.wipe(from, from + WIPED);
    yield;
  }
}
