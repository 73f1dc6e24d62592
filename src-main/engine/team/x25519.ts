import { createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';

/** DER prefixes of the 32 bytes of a private and of a public X25519 key (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

const privateKeyOf = (seed: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });

/** The public key, raw, of a private one of 32 bytes. */
export const x25519PublicKey = (seed: Uint8Array): Uint8Array =>
  new Uint8Array(
    createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length),
  );

/** @returns null where the public key is none, or of small order */
export function x25519Shared(seed: Uint8Array, publicKey: Uint8Array): Uint8Array | null {
  try {
    const other = createPublicKey({
      key: Buffer.concat([SPKI_PREFIX, publicKey]),
      format: 'der',
      type: 'spki',
    });
    return new Uint8Array(diffieHellman({ privateKey: privateKeyOf(seed), publicKey: other }));
  } catch {
    return null;
  }
}
