import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';

/** DER prefixes of the 32 bytes of a private and of a public X25519 key (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

/** @param secret 32 bytes, which may be zeroed afterwards */
export function x25519PrivateKey(secret: Uint8Array): KeyObject {
  const der = Buffer.concat([PKCS8_PREFIX, secret]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  return key;
}

/** The public key of a private one, raw. */
export const x25519PublicKey = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);

/** @throws where the public key (raw) is none, or of small order */
export const x25519Secret = (privateKey: KeyObject, publicKey: Uint8Array): Buffer =>
  diffieHellman({
    privateKey,
    publicKey: createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' }),
  });
