/** Repeatable random numbers (splitmix32): a fast-check run is replayed by its seed. */
export class RandomValues {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  word(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let word = this.#state ^ (this.#state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  }

  below(limit: number): number {
    return this.word() % limit;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    const words = new Uint32Array(Math.ceil(length / 4));
    for (let i = 0; i < words.length; i++) words[i] = this.word();
    return new Uint8Array(words.buffer, 0, length).slice();
  }

  /** The hash with that many bits turned. */
  at(distance: number, hash: Uint8Array): Uint8Array<ArrayBuffer> {
    const turned = Uint8Array.from(hash);
    const bits = new Set<number>();
    while (bits.size < distance) bits.add(this.below(hash.length * 8));
    for (const bit of bits) turned[bit >> 3]! ^= 1 << (bit & 7);
    return turned;
  }
}
