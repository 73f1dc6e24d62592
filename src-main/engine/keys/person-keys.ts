import type { Person } from '../../../shared/contract/vault.contract.ts';
import { CONTENT_ROLES } from '../../../shared/domain/duty.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { PassphraseHash } from '../../ports/passphrase-hash.ts';
import { readCode } from './enrolment-code.ts';
import {
  type CodeKdfParameters,
  deriveCodeKek,
  deriveKek,
  type KdfParameters,
  newKdfParameters,
  unwrapKey,
  wrapKey,
} from './key-wrap.ts';
import type { EnrolledPerson, InvitedPerson, KeyringPerson } from './keyring.ts';
import {
  openSealed,
  type SealContext,
  sealingPublicKey,
  sealTo,
  type Unseal,
  unsealWith,
} from './sealing-key.ts';
import { type SigningKey, signingKeyFrom } from './signing-key.ts';

/** The secrets of a person. The code that holds them must zero them. */
export interface PersonKeys {
  /** The key of the database; null for roles without access to case content. */
  contentKey: Uint8Array | null;
  /** The key that the database is being changed to. */
  nextContentKey?: Uint8Array;
  signingSeed: Uint8Array;
}

export function zeroKeys({ contentKey, nextContentKey, signingSeed }: PersonKeys): void {
  contentKey?.fill(0);
  nextContentKey?.fill(0);
  signingSeed.fill(0);
}

/** A person's key that can sign, and open what was sealed to them. */
export interface PersonKey extends SigningKey {
  readonly unseal: Unseal;
}

/** @param signingSeed may be zeroed afterwards */
export const personKeyFrom = (signingSeed: Uint8Array): PersonKey => ({
  ...signingKeyFrom(signingSeed),
  unseal: unsealWith(signingSeed),
});

/** Wraps a person's keys under their passphrase for this workstation. */
export async function enrol(
  person: Person,
  keys: PersonKeys,
  passphrase: string,
  deviceSecret: Uint8Array,
  { entropy, passphraseHash }: { entropy: Entropy; passphraseHash: PassphraseHash },
): Promise<EnrolledPerson> {
  const kdf = newKdfParameters(entropy);
  const kek = await deriveKek(passphrase, kdf, deviceSecret, passphraseHash);
  const wrapped = wrapBoth(person, keys, kek, kdf, entropy);
  kek.fill(0);
  return { state: 'enrolled', ...identityOf(person), ...wrapped, kdf };
}

/** Wraps a person's keys under a one-time code, `CODE_BYTES` long. */
export function invite(
  person: Person,
  keys: PersonKeys,
  code: Uint8Array,
  deviceSecret: Uint8Array,
  entropy: Entropy,
): InvitedPerson {
  const salt = Buffer.from(entropy.bytes(16)).toString('base64');
  const kdf: CodeKdfParameters = { algorithm: 'hkdf-sha256', salt };
  const kek = deriveCodeKek(code, kdf, deviceSecret);
  const wrapped = wrapBoth(person, keys, kek, kdf, entropy);
  kek.fill(0);
  return { state: 'invited', ...identityOf(person), ...wrapped, kdf };
}

/**
 * Opens a person's keys with their passphrase or, while they are invited, with their code.
 * @returns null for a wrong secret, another device's secret, or a changed keyring, which cannot be told apart
 */
export async function openKeys(
  person: KeyringPerson,
  secret: string,
  deviceSecret: Uint8Array,
  hash: PassphraseHash,
): Promise<PersonKeys | null> {
  const kek = await kekOf(person, secret, deviceSecret, hash);
  if (kek === null) return null;
  const context = { purpose: 'signing-key' as const, person: person.id, role: person.role, kdf: person.kdf };
  const signingSeed = unwrapKey(person.signingKey, kek, context);
  kek.fill(0);
  if (signingSeed === null) return null;
  const contentKey = openContentKey(person, signingSeed);
  if (person.contentKey !== null && contentKey === null) return null;
  const { nextContentKey: next } = person;
  const nextContentKey = next && openSealed(next, signingSeed, contentKeyOf(person));
  return { contentKey, signingSeed, ...(nextContentKey ? { nextContentKey } : {}) };
}

/** Opens the content key of a person with the seed of their signing key; null where it was sealed to somebody else. */
export const openContentKey = (
  { id, role, contentKey }: KeyringPerson,
  signingSeed: Uint8Array,
): Uint8Array | null => contentKey && openSealed(contentKey, signingSeed, contentKeyOf({ id, role }));

/** The context of a content key that is sealed to a person. */
export const contentKeyOf = ({ id, role }: Pick<Person, 'id' | 'role'>): SealContext => ({
  purpose: 'content-key',
  person: id,
  role,
});

async function kekOf(
  person: KeyringPerson,
  secret: string,
  deviceSecret: Uint8Array,
  hash: PassphraseHash,
): Promise<Uint8Array | null> {
  if (person.state === 'enrolled') return deriveKek(secret, person.kdf, deviceSecret, hash);
  const code = readCode(secret);
  return code && deriveCodeKek(code, person.kdf, deviceSecret);
}

function wrapBoth(
  person: Person,
  keys: PersonKeys,
  kek: Uint8Array,
  kdf: KdfParameters | CodeKdfParameters,
  entropy: Entropy,
) {
  const context = { person: person.id, role: person.role };
  const { sign } = signingKeyFrom(keys.signingSeed);
  const sealingKey = sealingPublicKey(person.id, keys.signingSeed, sign);
  const content = CONTENT_ROLES.includes(person.role) ? keys.contentKey : null;
  return {
    sealingKey,
    contentKey: content && sealTo(sealingKey, content, contentKeyOf(person), entropy),
    signingKey: wrapKey(keys.signingSeed, kek, { purpose: 'signing-key', ...context, kdf }, entropy),
  };
}

const identityOf = ({ id, name, role, publicKey }: Person): Person => ({ id, name, role, publicKey });
