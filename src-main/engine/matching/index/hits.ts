/** Hits of many queries, ordered by query: element i of each array belongs together. */
export interface ExactHits {
  /** Numbers of the queries, from 0, ascending. */
  query: Uint32Array<ArrayBuffer>;
  ref: Uint32Array<ArrayBuffer>;
}

/** As ExactHits, with the Hamming distance of each, in bits. */
export interface NearHits extends ExactHits {
  distance: Uint16Array<ArrayBuffer>;
}

/** Collects hits of one segment after the other. */
export class HitCollector {
  #query = new Uint32Array(256);
  #ref = new Uint32Array(256);
  #distance = new Uint16Array(256);
  #length = 0;
  #ordered = true;

  push(query: number, ref: number, distance: number): void {
    if (this.#length === this.#query.length) this.#grow();
    if (this.#length > 0 && query < this.#query[this.#length - 1]!) this.#ordered = false;
    this.#query[this.#length] = query;
    this.#ref[this.#length] = ref;
    this.#distance[this.#length] = distance;
    this.#length++;
  }

  /** @param queries how many there were; numbers are below */
  hits(queries: number): NearHits {
    const query = this.#query.slice(0, this.#length);
    const ref = this.#ref.slice(0, this.#length);
    const distance = this.#distance.slice(0, this.#length);
    if (this.#ordered) return { query, ref, distance };
    const place = new Uint32Array(queries + 1);
    for (let i = 0; i < this.#length; i++) place[query[i]! + 1]!++;
    for (let i = 1; i <= queries; i++) place[i]! += place[i - 1]!;
    const sorted = {
      query: new Uint32Array(this.#length),
      ref: new Uint32Array(this.#length),
      distance: new Uint16Array(this.#length),
    };
    for (let i = 0; i < this.#length; i++) {
      const to = place[query[i]!]!++;
      sorted.query[to] = query[i]!;
      sorted.ref[to] = ref[i]!;
      sorted.distance[to] = distance[i]!;
    }
    return sorted;
  }

  #grow(): void {
    const size = this.#query.length * 2;
    const query = new Uint32Array(size);
    const ref = new Uint32Array(size);
    const distance = new Uint16Array(size);
    query.set(this.#query);
    ref.set(this.#ref);
    distance.set(this.#distance);
    this.#query = query;
    this.#ref = ref;
    this.#distance = distance;
  }
}
