import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { PassphraseHash } from '../../ports/passphrase-hash.ts';

/** RFC 9106, section 4, second choice. A keyring with lower cost is refused. */
export const KDF_MINIMUM = { memoryKiB: 64 * 1024, passes: 3, lanes: 4 } as const;

const Base64 = z.base64();

export const KdfParameters = z.strictObject({
  algorithm: z.literal('argon2id'),
  memoryKiB: z
    .number()
    .int()
    .min(KDF_MINIMUM.memoryKiB)
    .max(4 * 1024 * 1024),
  passes: z.number().int().min(KDF_MINIMUM.passes).max(100),
  lanes: z.number().int().min(KDF_MINIMUM.lanes).max(64),
  salt: Base64.refine((salt) => Buffer.from(salt, 'base64').length >= 16),
});
export type KdfParameters = z.infer<typeof KdfParameters>;

/** Parameters for the one-time enrolment code, which has 160 random bits and needs no stretching. */
export const CodeKdfParameters = z.strictObject({ algorithm: z.literal('hkdf-sha256'), salt: Base64 });
export type CodeKdfParameters = z.infer<typeof CodeKdfParameters>;

/** A secret encrypted with AES-256-GCM; `box` is ciphertext and tag. */
export const WrappedKey = z.strictObject({ nonce: Base64, box: Base64 });
export type WrappedKey = z.infer<typeof WrappedKey>;

/** The context a wrapped key is bound to. Any change to it makes unwrapping fail. */
export type WrapContext =
  | ({ person: string; role: string } & (
      | { purpose: 'signing-key'; kdf: KdfParameters | CodeKdfParameters }
      | { purpose: 'content-key' }
      | { purpose: 'sampling-seed'; period: string }
    ))
  | { purpose: 'epoch-key'; log: string; device: string; epoch: number }
  | { purpose: 'stick-key'; log: string; device: string; stick: string };

export const newKdfParameters = (entropy: Entropy): KdfParameters => ({
  algorithm: 'argon2id',
  ...KDF_MINIMUM,
  salt: Buffer.from(entropy.bytes(16)).toString('base64'),
});

/**
 * Derives the key-encryption key of a person on this workstation: HKDF-SHA-256 (RFC 5869) over Argon2id (RFC 9106) of
 * the passphrase, salted with the device secret. 32 bytes; the caller zeroes it.
 */
export async function deriveKek(
  passphrase: string,
  kdf: KdfParameters,
  deviceSecret: Uint8Array,
  hash: PassphraseHash,
): Promise<Uint8Array> {
  const stretched = await hash(passphrase.normalize('NFKC'), kdf);
  const kek = new Uint8Array(hkdfSync('sha256', stretched, deviceSecret, 'hashline-kek/1', 32));
  stretched.fill(0);
  return kek;
}

/** Derives the key-encryption key of an invitation: HKDF-SHA-256 over the code's bytes, bound to this workstation. */
export function deriveCodeKek(
  code: Uint8Array,
  kdf: CodeKdfParameters,
  deviceSecret: Uint8Array,
): Uint8Array {
  const salt = Buffer.concat([deviceSecret, Buffer.from(kdf.salt, 'base64')]);
  return new Uint8Array(hkdfSync('sha256', code, salt, 'hashline-enrolment/1', 32));
}

const additionalData = (context: WrapContext): Buffer =>
  Buffer.from(canonicalText({ v: 1, ...context }), 'utf8');

export function wrapKey(
  key: Uint8Array,
  kek: Uint8Array,
  context: WrapContext,
  entropy: Entropy,
): WrappedKey {
  const nonce = entropy.bytes(12);
  const cipher = createCipheriv('aes-256-gcm', kek, nonce).setAAD(additionalData(context));
  const box = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return { nonce: Buffer.from(nonce).toString('base64'), box: box.toString('base64') };
}

/** @returns null where passphrase, device or context differ from those of the wrapping */
export function unwrapKey(wrapped: WrappedKey, kek: Uint8Array, context: WrapContext): Uint8Array | null {
  const nonce = Buffer.from(wrapped.nonce, 'base64');
  const box = Buffer.from(wrapped.box, 'base64');
  if (nonce.length !== 12 || box.length < 17) return null;
  const decipher = createDecipheriv('aes-256-gcm', kek, nonce, { authTagLength: 16 })
    .setAAD(additionalData(context))
    .setAuthTag(box.subarray(box.length - 16));
  try {
    return new Uint8Array(
      Buffer.concat([decipher.update(box.subarray(0, box.length - 16)), decipher.final()]),
    );
  } catch {
    return null;
  }
}
