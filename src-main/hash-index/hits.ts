/** Hits of many queries, ordered by query; element i of each array belongs to hit i. */
export interface ExactHits {
  /** Numbers of the queries, from 0, ascending. */
  query: Uint32Array<ArrayBuffer>;
  ref: Uint32Array<ArrayBuffer>;
}

/** The same as ExactHits, with the Hamming distance of each hit in bits. */
export interface NearHits extends ExactHits {
  distance: Uint16Array<ArrayBuffer>;
}

export const NO_HITS: NearHits = {
  query: new Uint32Array(0),
  ref: new Uint32Array(0),
  distance: new Uint16Array(0),
};

/** Capacity that is kept from one use to the next: new arrays for each look-up would take longer than the look-up. */
const KEPT = 262_144;
const FIRST = 256;

/** Collects the hits of one segment after another; reused for every look-up. */
export class HitCollector {
  #query = new Uint32Array(FIRST);
  #ref = new Uint32Array(FIRST);
  #distance = new Uint16Array(FIRST);
  #length = 0;
  #ordered = true;
  #last = 0;

  push(query: number, ref: number, distance: number): void {
    const at = this.#length;
    if (at === this.#query.length) this.#resize(at * 2);
    if (query < this.#last) this.#ordered = false;
    this.#last = query;
    this.#query[at] = query;
    this.#ref[at] = ref;
    this.#distance[at] = distance;
    this.#length = at + 1;
  }

  /**
   * Takes hits that are ordered by query.
   * @param distance of each hit; 0 for all where it is null
   */
  pushAll(query: Uint32Array, ref: Uint32Array, distance: Uint16Array | null = null, first = 0): void {
    if (query.length === 0) return;
    const at = this.#length;
    const length = at + query.length;
    if (length > this.#query.length) this.#resize(Math.max(length, this.#query.length * 2));
    const numbers = this.#query;
    if (first === 0) numbers.set(query, at);
    else for (let i = 0; i < query.length; i++) numbers[at + i] = first + query[i]!;
    this.#ref.set(ref, at);
    if (distance) this.#distance.set(distance, at);
    else this.#distance.fill(0, at, length);
    if (numbers[at]! < this.#last) this.#ordered = false;
    this.#last = numbers[length - 1]!;
    this.#length = length;
  }

  /**
   * Ends the collecting.
   * @param queries number of queries; query numbers are below it
   */
  exactHits(queries: number): ExactHits {
    const places = this.#places(queries);
    const hits = { query: inPlaces(this.#query, places), ref: inPlaces(this.#ref, places) };
    this.#reset();
    return hits;
  }

  /**
   * Ends the collecting.
   * @param queries number of queries; query numbers are below it
   */
  nearHits(queries: number): NearHits {
    const places = this.#places(queries);
    const hits = {
      query: inPlaces(this.#query, places),
      ref: inPlaces(this.#ref, places),
      distance: inPlaces(this.#distance, places),
    };
    this.#reset();
    return hits;
  }

  zero(): void {
    for (const array of [this.#query, this.#ref, this.#distance]) array.fill(0);
    this.#reset();
  }

  /** The place of each hit in the order of queries; only their number where they are in that order already. */
  #places(queries: number): Uint32Array | number {
    if (this.#ordered) return this.#length;
    const next = new Uint32Array(queries + 1);
    for (let i = 0; i < this.#length; i++) next[this.#query[i]! + 1]!++;
    for (let i = 1; i <= queries; i++) next[i]! += next[i - 1]!;
    const places = new Uint32Array(this.#length);
    for (let i = 0; i < this.#length; i++) places[i] = next[this.#query[i]!]!++;
    return places;
  }

  #reset(): void {
    this.#length = 0;
    this.#last = 0;
    this.#ordered = true;
    if (this.#query.length > KEPT) this.#resize(FIRST);
  }

  #resize(size: number): void {
    const kept = Math.min(this.#length, size);
    const [query, ref, distance] = [this.#query, this.#ref, this.#distance];
    this.#query = new Uint32Array(size);
    this.#ref = new Uint32Array(size);
    this.#distance = new Uint16Array(size);
    this.#query.set(query.subarray(0, kept));
    this.#ref.set(ref.subarray(0, kept));
    this.#distance.set(distance.subarray(0, kept));
  }
}

function inPlaces(array: Uint16Array<ArrayBuffer>, places: Uint32Array | number): Uint16Array<ArrayBuffer>;
function inPlaces(array: Uint32Array<ArrayBuffer>, places: Uint32Array | number): Uint32Array<ArrayBuffer>;
function inPlaces(
  array: Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
  places: Uint32Array | number,
): Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  if (typeof places === 'number') return array.slice(0, places);
  const sorted = array.slice(0, places.length);
  for (let i = 0; i < places.length; i++) sorted[places[i]!] = array[i]!;
  return sorted;
}
