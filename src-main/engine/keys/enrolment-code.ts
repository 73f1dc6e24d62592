import { createHash } from 'node:crypto';
import { utf8 } from '../../../shared/ledger/bytes.ts';
import type { SignEd25519 } from '../../../shared/ledger/crypto.ts';

/** Crockford's base32: no I, L, O or U, so that a code can be read out and typed reliably. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Bytes of a code: 32 symbols of 5 bits. */
export const CODE_BYTES = 20;

/**
 * The code of an invitation. Only the inviting supervisor's key can derive it, also a second time when their command is
 * repeated after a lost reply. Everyone with the content key can read the vault's memory of commands, so the code must
 * not be stored there: an attacker who read it could enrol in another person's name.
 */
export function codeOf(command: string, sign: SignEd25519): Uint8Array {
  const signature = sign(utf8(`hashline-enrolment-code/1\n${command}`));
  return new Uint8Array(createHash('sha256').update(signature).digest()).slice(0, CODE_BYTES);
}

/**
 * @param bytes `CODE_BYTES` random bytes
 * @returns the code in groups of four
 */
export function writeCode(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const symbols = bits.match(/.{5}/g)?.map((five) => SYMBOLS[Number.parseInt(five, 2)] ?? '') ?? [];
  return (symbols.join('').match(/.{4}/g) ?? []).join('-');
}

/**
 * Accepts small letters, spaces, missing hyphens and commonly confused letters.
 * @returns null where it is no code
 */
export function readCode(text: string): Uint8Array | null {
  const symbols = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (symbols.length !== (CODE_BYTES * 8) / 5) return null;
  const values = [...symbols].map((symbol) => SYMBOLS.indexOf(symbol));
  if (values.includes(-1)) return null;
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
}
