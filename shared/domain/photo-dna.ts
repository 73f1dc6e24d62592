const BYTES = 144;
const NUMBERS = /^\s*\[?\s*\d{1,3}(?:\s?[,;]\s?\d{1,3}){143}\s*\]?\s*$/;
const HEX = /^\s*(?:0x)?([0-9a-f]{288})\s*$/i;

/**
 * Converts a PhotoDNA into base64, the form Hashline stores, from any of the three in use: base64, 288 hexadecimal
 * digits, and 144 numbers.
 * @returns the text unchanged where it is none of them
 */
export function canonicalPhotoDna(text: string): string {
  const hex = HEX.exec(text)?.[1];
  if (hex !== undefined)
    return base64Of((hex.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16)));
  if (text.length > BYTES * 6 || !NUMBERS.test(text)) return text.trim();
  const bytes = (text.match(/\d+/g) ?? []).map(Number);
  return bytes.every((byte) => byte < 256) ? base64Of(bytes) : text.trim();
}

const base64Of = (bytes: readonly number[]): string => btoa(String.fromCharCode(...bytes));
