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
  type WrapContext,
  wrapKey,
} from './key-wrap.ts';
import type { EnrolledPerson, InvitedPerson, KeyringPerson } from './keyring.ts';

/** The secrets of a person. The code that holds them must zero them. */
export interface PersonKeys {
  /** The key of the database; null for roles without access to case content. */
  contentKey: Uint8Array | null;
  signingSeed: Uint8Array;
}

export function zeroKeys({ contentKey, signingSeed }: PersonKeys): void {
  contentKey?.fill(0);
  signingSeed.fill(0);
}

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
  const context = { person: person.id, role: person.role, kdf: person.kdf };
  const contentKey =
    person.contentKey && unwrapKey(person.contentKey, kek, { purpose: 'content-key', ...context });
  const signingSeed = unwrapKey(person.signingKey, kek, { purpose: 'signing-key', ...context });
  kek.fill(0);
  if (signingSeed === null || (person.contentKey !== null && contentKey === null)) return null;
  return { contentKey, signingSeed };
}

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
  const wrap = (purpose: WrapContext['purpose'], key: Uint8Array) =>
    wrapKey(key, kek, { purpose, person: person.id, role: person.role, kdf }, entropy);
  const content = CONTENT_ROLES.includes(person.role) ? keys.contentKey : null;
  return {
    contentKey: content && wrap('content-key', content),
    signingKey: wrap('signing-key', keys.signingSeed),
  };
}

const identityOf = ({ id, name, role, publicKey }: Person): Person => ({ id, name, role, publicKey });
