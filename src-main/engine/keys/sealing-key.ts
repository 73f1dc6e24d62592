import { hkdfSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { fromBase64, utf8 } from '../../../shared/ledger/bytes.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { unwrapKey, WrappedKey, wrapKey } from './key-wrap.ts';
import { nodeLedgerCrypto, type SigningKey } from './signing-key.ts';
import { x25519PrivateKey, x25519PublicKey, x25519Secret } from './x25519.ts';

/**
 * A person's X25519 key, to which others seal the vault's content key, and the seeds of the draw, without the person's
 * passphrase. The keyring that
 * holds it is a file anybody may write, so the person's signing key, which the ledger names, vouches for it.
 */
export const SealingPublicKey = z.strictObject({ publicKey: z.base64(), signature: z.base64() });
export type SealingPublicKey = z.infer<typeof SealingPublicKey>;

/** A secret sealed to a person: AES-256-GCM under a key that follows from X25519 with the ephemeral one. */
export const SealedKey = z.strictObject({ ephemeral: z.base64(), ...WrappedKey.shape });
export type SealedKey = z.infer<typeof SealedKey>;

/** What a sealed secret is, and for whom: a person, or a workstation. Any change to it makes opening fail. */
export type SealContext =
  | { purpose: 'content-key'; person: string; role: string }
  | { purpose: 'sampling-seed'; person: string; role: string; period: string }
  | { purpose: 'epoch-key'; log: string; device: string; epoch: number }
  | { purpose: 'stick-key'; log: string; device: string; stick: string };

/** Opens what was sealed to a person; null where it was sealed to another key, for something else, or changed. */
export type Unseal = (sealed: SealedKey, context: SealContext) => Uint8Array | null;

/** The private half follows from the seed of the signing key, so that there is one secret to keep for each signer. */
export const sealingSecret = (signingSeed: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', signingSeed, '', 'hashline-sealing/1', 32));

const privateKeyOf = (signingSeed: Uint8Array): KeyObject => privateKeyFrom(sealingSecret(signingSeed));

function privateKeyFrom(secret: Uint8Array): KeyObject {
  const key = x25519PrivateKey(secret);
  secret.fill(0);
  return key;
}

/**
 * The key to which secrets are sealed for the workstation whose signing key has this seed (raw X25519, base64). The
 * record states it, so that nothing else has to vouch for it.
 */
export const deviceSealingKey = (signingSeed: Uint8Array): string =>
  x25519PublicKey(privateKeyOf(signingSeed)).toString('base64');

const statement = (person: string, publicKey: string): Uint8Array =>
  utf8(`hashline-sealing-key/1\n${person}\n${publicKey}`);

/** The key to which content keys are sealed for the person whose signing key has this seed. */
export function sealingPublicKey(
  person: string,
  signingSeed: Uint8Array,
  sign: SigningKey['sign'],
): SealingPublicKey {
  const publicKey = x25519PublicKey(privateKeyOf(signingSeed)).toString('base64');
  return { publicKey, signature: Buffer.from(sign(statement(person, publicKey))).toString('base64') };
}

/** Whether the person whose signing key is `signedBy` (raw Ed25519, base64) vouches for this sealing key. */
export function isSealingKeyOf(person: string, key: SealingPublicKey, signedBy: string): boolean {
  const [by, signature] = [fromBase64(signedBy), fromBase64(key.signature)];
  if (by === null || signature === null) return false;
  return nodeLedgerCrypto.verifyEd25519(by, statement(person, key.publicKey), signature);
}

/** Seals a secret so that only the holder of the private half opens it. */
export function sealTo(
  { publicKey }: Pick<SealingPublicKey, 'publicKey'>,
  secret: Uint8Array,
  context: SealContext,
  entropy: Entropy,
): SealedKey {
  const ephemeral = privateKeyFrom(entropy.bytes(32));
  const ephemeralPublic = x25519PublicKey(ephemeral);
  const to = Buffer.from(publicKey, 'base64');
  const kek = kekOf(ephemeral, to, ephemeralPublic, to, context);
  const wrapped = wrapKey(secret, kek, context, entropy);
  kek.fill(0);
  return { ephemeral: ephemeralPublic.toString('base64'), ...wrapped };
}

/** @returns null where it was sealed to another key, for another person, role or purpose, or changed */
export const openSealed = (
  sealed: SealedKey,
  signingSeed: Uint8Array,
  context: SealContext,
): Uint8Array | null => unsealWith(signingSeed)(sealed, context);

/** @param signingSeed may be zeroed afterwards */
export function unsealWith(signingSeed: Uint8Array): Unseal {
  const mine = privateKeyOf(signingSeed);
  return ({ nonce, box, ...sealed }, context) => {
    const ephemeral = Buffer.from(sealed.ephemeral, 'base64');
    if (ephemeral.length !== 32) return null;
    try {
      const kek = kekOf(mine, ephemeral, ephemeral, x25519PublicKey(mine), context);
      const opened = unwrapKey({ nonce, box }, kek, context);
      kek.fill(0);
      return opened;
    } catch {
      // OpenSSL refuses public keys of small order.
      return null;
    }
  };
}

/** HKDF-SHA-256 of the X25519 secret, bound to both public keys and to the purpose. */
function kekOf(
  privateKey: KeyObject,
  publicBytes: Buffer,
  ephemeral: Buffer,
  to: Buffer,
  { purpose }: SealContext,
): Uint8Array {
  const shared = x25519Secret(privateKey, publicBytes);
  const salt = Buffer.concat([ephemeral, to]);
  const kek = new Uint8Array(hkdfSync('sha256', shared, salt, `hashline-${purpose}/1`, 32));
  shared.fill(0);
  return kek;
}
