/** A small seeded generator (mulberry32), so that every run sees the same random-looking data. */
export type SeededRandom = () => number;

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<Item>(random: SeededRandom, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

const draw = (random: SeededRandom, alphabet: string, length: number): string => {
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet.charAt(Math.floor(random() * alphabet.length));
  return text;
};

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export const fakeHex = (random: SeededRandom, digits: number): string =>
  draw(random, '0123456789abcdef', digits);
/** Text like an identifier in a web address: base64url characters. */
export const fakeText = (random: SeededRandom, length: number): string =>
  draw(random, `${LETTERS}0123456789-_`, length);
export const fakePhotoDna = (random: SeededRandom): string => draw(random, `${LETTERS}0123456789+/`, 192);
export const fakeOnion = (random: SeededRandom): string =>
  `${draw(random, 'abcdefghijklmnopqrstuvwxyz234567', 55)}d.onion`;
export function fakeUuid(random: SeededRandom): string {
  const hex = fakeHex(random, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
export function fakeBytes(random: SeededRandom, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}
