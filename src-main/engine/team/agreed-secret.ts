import { x25519PrivateKey, x25519PublicKey, x25519Secret } from '../keys/x25519.ts';

/** The public key, raw, of a private one of 32 bytes. */
export const publicKeyOf = (secret: Uint8Array): Uint8Array =>
  new Uint8Array(x25519PublicKey(x25519PrivateKey(secret)));

/** What both ends have in common; null where the public key is none, or of small order. */
export function sharedWith(secret: Uint8Array, publicKey: Uint8Array): Uint8Array | null {
  try {
    return new Uint8Array(x25519Secret(x25519PrivateKey(secret), publicKey));
  } catch {
    return null;
  }
}
