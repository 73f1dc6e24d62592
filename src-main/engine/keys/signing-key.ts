import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { LedgerCrypto, SignEd25519 } from '../../../shared/ledger/crypto.ts';
import { isEd25519Form } from '../../../shared/ledger/ed25519-rule.ts';
import { sha256 } from './sha256.ts';

/** DER prefixes of the 32-byte seed of an Ed25519 private key and of the 32 bytes of a public one (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** An Ed25519 key that can sign. The seed never becomes a JavaScript string; `publicKey` is the raw 32 bytes. */
export interface SigningKey {
  readonly publicKey: Uint8Array;
  readonly publicKeyText: string;
  readonly sign: SignEd25519;
}

/** @param seed 32 random bytes; may be zeroed afterwards */
export function signingKeyFrom(seed: Uint8Array): SigningKey {
  const der = Buffer.concat([PKCS8_PREFIX, seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const publicKey = new Uint8Array(spki.subarray(SPKI_PREFIX.length));
  return {
    publicKey,
    publicKeyText: Buffer.from(publicKey).toString('base64'),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}

const knownKeys = new Map<string, KeyObject>();

export function publicKeyObject(raw: Uint8Array): KeyObject {
  const text = Buffer.from(raw).toString('base64');
  const known = knownKeys.get(text);
  if (known) return known;
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
  if (knownKeys.size < 1000) knownKeys.set(text, key);
  return key;
}

/** The ledger's primitives, implemented with node:crypto. */
export const nodeLedgerCrypto: LedgerCrypto = {
  sha256,
  verifyEd25519: (publicKey, message, signature) => {
    if (!isEd25519Form(publicKey, signature)) return false;
    try {
      return verify(null, message, publicKeyObject(publicKey), signature);
    } catch {
      return false;
    }
  },
};
