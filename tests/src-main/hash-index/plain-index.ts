import type { ExactHits, NearHits } from '../../../src-main/hash-index/hits.ts';
import { type IndexAlgorithm, VALUE_BYTES } from '../../../src-main/hash-index/index-algorithm.ts';

interface Entry {
  algorithm: IndexAlgorithm;
  value: Uint8Array;
  ref: number;
}

const BITS = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

function distanceOf(a: Uint8Array, b: Uint8Array): number {
  let bits = 0;
  for (let i = 0; i < a.length; i++) bits += BITS[a[i]! ^ b[i]!]!;
  return bits;
}

/** What the index must be like: every entry is looked at, every time. */
export class PlainIndex {
  #entries: Entry[] = [];
  readonly #removed = new Set<number>();
  readonly #disabled = new Set<number>();

  add(algorithm: IndexAlgorithm, values: Uint8Array, refs: Uint32Array): void {
    const width = VALUE_BYTES[algorithm];
    refs.forEach((ref, i) => {
      this.#entries.push({ algorithm, value: values.slice(i * width, (i + 1) * width), ref });
    });
  }

  remove(refs: Iterable<number>): void {
    for (const ref of refs) this.#removed.add(ref);
  }

  setRange(first: number, last: number, enabled: boolean): void {
    for (let ref = first; ref <= last; ref++) {
      if (enabled) this.#disabled.delete(ref);
      else this.#disabled.add(ref);
    }
  }

  exact(algorithm: IndexAlgorithm, queries: Uint8Array): string[] {
    return this.#hits(algorithm, queries, 0).map(([query, ref]) => `${query}:${ref}`);
  }

  near(queries: Uint8Array, maxDistance: number): string[] {
    return this.#hits('pdq', queries, maxDistance).map((hit) => hit.join(':'));
  }

  #hits(algorithm: IndexAlgorithm, queries: Uint8Array, maxDistance: number): number[][] {
    const width = VALUE_BYTES[algorithm];
    const entries = this.#entries.filter(
      ({ algorithm: one, ref }) => one === algorithm && !this.#removed.has(ref) && !this.#disabled.has(ref),
    );
    return Array.from({ length: queries.length / width }, (_, query) => query)
      .flatMap((query) => {
        const value = queries.subarray(query * width, (query + 1) * width);
        return entries
          .map((entry) => [query, entry.ref, distanceOf(entry.value, value)])
          .filter(([, , distance]) => distance! <= maxDistance);
      })
      .sort(byNumbers);
  }
}

const byNumbers = (a: number[], b: number[]): number =>
  a[0]! - b[0]! || a[1]! - b[1]! || (a[2] ?? 0) - (b[2] ?? 0);

/** Hits as `query:ref`, or `query:ref:distance`, in one order. */
export function hitWords(hits: ExactHits | NearHits): string[] {
  return Array.from(hits.query, (query, i) => [
    query,
    hits.ref[i]!,
    ...('distance' in hits ? [hits.distance[i]!] : []),
  ])
    .sort(byNumbers)
    .map((hit) => hit.join(':'));
}

export const packed = (values: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat(values));

export const refsFrom = (first: number, count: number): Uint32Array<ArrayBuffer> =>
  Uint32Array.from({ length: count }, (_, i) => first + i);
