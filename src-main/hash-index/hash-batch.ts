const WORDS = 8;

/**
 * 256-bit hashes that are asked for together: finds which of them equal a given one without comparing each with each.
 */
export class HashBatch {
  readonly #words: Uint32Array;
  /** The first hash of each slot, and the next one after each; counted from 1, 0 for none. */
  readonly #first: Uint32Array;
  readonly #next: Uint32Array;

  /** @param hashes packed, 32 bytes each */
  constructor(hashes: Uint8Array) {
    this.#words = new Uint32Array(Uint8Array.from(hashes).buffer);
    const count = this.#words.length / WORDS;
    this.#first = new Uint32Array(2 ** Math.ceil(Math.log2(count + 1) + 1));
    this.#next = new Uint32Array(count + 1);
    for (let number = 1; number <= count; number++) {
      const slot = this.#slotOf(this.#words, (number - 1) * WORDS);
      this.#next[number] = this.#first[slot]!;
      this.#first[slot] = number;
    }
  }

  /** Reports each hash that equals one of those in these words: its number from 0, and the place among the words. */
  equalAmong(words: Uint32Array, found: (number: number, among: number) => void): void {
    const first = this.#first;
    for (let at = 0; at < words.length; at += WORDS) {
      for (let number = first[this.#slotOf(words, at)]!; number > 0; number = this.#next[number]!) {
        if (isEqual(this.#words, (number - 1) * WORDS, words, at)) found(number - 1, at / WORDS);
      }
    }
  }

  /** Mixes every word, because hashes of similar pictures have many words in common. */
  #slotOf(words: Uint32Array, at: number): number {
    let mixed = 0;
    for (let i = at; i < at + WORDS; i++) mixed = Math.imul(mixed ^ words[i]!, 0x9e3779b1);
    return (mixed ^ (mixed >>> 15)) & (this.#first.length - 1);
  }
}

function isEqual(one: Uint32Array, at: number, other: Uint32Array, otherAt: number): boolean {
  for (let i = 0; i < WORDS; i++) if (one[at + i] !== other[otherAt + i]) return false;
  return true;
}
