/** Crockford's base32: no I, L, O or U, so that a code can be read out and typed. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Bytes behind a code: 32 symbols of 5 bits. */
export const CODE_BYTES = 20;

/** @param bytes `CODE_BYTES` random bytes @returns the code in groups of four */
export function writeCode(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const symbols = bits.match(/.{5}/g)?.map((five) => SYMBOLS[Number.parseInt(five, 2)] ?? '') ?? [];
  return (symbols.join('').match(/.{4}/g) ?? []).join('-');
}

/** Forgives small letters, spaces, missing hyphens and the letters people confuse. @returns null where it is no code */
export function readCode(text: string): Uint8Array | null {
  const symbols = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (symbols.length !== (CODE_BYTES * 8) / 5) return null;
  const values = [...symbols].map((symbol) => SYMBOLS.indexOf(symbol));
  if (values.includes(-1)) return null;
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
}
