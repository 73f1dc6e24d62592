import { fromHex } from './bytes.ts';

/*
 * Which Ed25519 keys and signatures may count at all. RFC 8032 leaves room here, and libraries differ: OpenSSL 3.0 and
 * 3.5, BoringSSL and Python's accept different sets of points of small order and of non-canonical encodings. A ledger
 * must not verify for one reader and fail for another, so cases in which they differ are refused before any library is
 * asked. verifier/hashline-verify.mjs and verifier/hashline_verify.py implement the same rule.
 */

/** 2^255 - 19, little-endian. */
const FIELD = fromHex('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');
/** 2^252 + 27742317777372353535851937790883648493, little-endian. */
const ORDER = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');

/**
 * The y coordinates of the eight points whose order divides 8: 0, 1, -1, and two for order 8. Their x may have either
 * sign.
 */
const SMALL_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(fromHex);

/**
 * Whether key and signature have the one accepted form: 32 and 64 bytes, the key and R canonical and not of small
 * order, S below the group order. Does not verify the signature.
 */
export function isEd25519Form(publicKey: Uint8Array, signature: Uint8Array): boolean {
  return (
    publicKey.length === 32 &&
    signature.length === 64 &&
    isPlainPoint(publicKey) &&
    isPlainPoint(signature.subarray(0, 32)) &&
    isBelow(signature.subarray(32), ORDER)
  );
}

/** The highest bit holds the sign of x and is not part of y. */
function isPlainPoint(encoded: Uint8Array): boolean {
  // Not `slice`, because a Buffer's `slice` shares the bytes.
  const y = Uint8Array.from(encoded);
  y[31] = (y[31] ?? 0) & 0x7f;
  return isBelow(y, FIELD) && !SMALL_ORDER.some((small) => small.every((byte, index) => byte === y[index]));
}

/** Compares two 32-byte little-endian numbers. */
function isBelow(number: Uint8Array, limit: Uint8Array): boolean {
  for (let index = 31; index >= 0; index--) {
    const [here, there] = [number[index] ?? 0, limit[index] ?? 0];
    if (here !== there) return here < there;
  }
  return false;
}
