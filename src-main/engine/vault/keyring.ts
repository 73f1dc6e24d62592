import { z } from 'zod';
import { Role } from '../../../shared/domain/duty.ts';
import { DeviceId, PersonId } from '../../../shared/domain/ids.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { Files } from '../../ports/files.ts';
import { Failure } from '../failure.ts';
import { deriveKek, KdfParameters, newKdfParameters, unwrapKey, WrappedKey, wrapKey } from './key-wrap.ts';

const KeyringPerson = z.strictObject({
  id: PersonId,
  name: z.string(),
  role: Role,
  /** Raw Ed25519 public key, base64. */
  publicKey: z.string(),
  kdf: KdfParameters,
  contentKey: WrappedKey,
  signingKey: WrappedKey,
});
export type KeyringPerson = z.infer<typeof KeyringPerson>;

/** What is readable before anybody unlocks: who there is, and their keys under their passphrases. */
const Keyring = z.strictObject({
  format: z.literal('hashline-keyring/1'),
  device: DeviceId,
  /** File name of the encrypted database. */
  database: z.string().regex(/^vault-[0-9a-f]{12}\.db$/),
  people: z.array(KeyringPerson).min(1),
});
export type Keyring = z.infer<typeof Keyring>;

const NAME = 'keyring.json';

/** @returns null where there is no vault */
export function loadKeyring(files: Files): Keyring | null {
  const bytes = files.read(NAME);
  if (bytes === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Failure({ code: 'INTEGRITY', data: { problem: 'the keyring is not readable' } });
  }
  const parsed = Keyring.safeParse(value);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new Failure({
      code: 'INTEGRITY',
      data: { problem: `the keyring is damaged or weakened at ${where}` },
    });
  }
  return parsed.data;
}

export function saveKeyring(files: Files, keyring: Keyring): void {
  files.write(NAME, new TextEncoder().encode(`${JSON.stringify(keyring, null, 1)}\n`));
}

/** The two secrets of a person. Whoever holds them zeroes them. */
export interface PersonKeys {
  contentKey: Uint8Array;
  signingSeed: Uint8Array;
}

/** Wraps a person's keys for this workstation. */
export async function enrol(
  person: Pick<KeyringPerson, 'id' | 'name' | 'role' | 'publicKey'>,
  keys: PersonKeys,
  passphrase: string,
  deviceSecret: Uint8Array,
  entropy: Entropy,
): Promise<KeyringPerson> {
  const kdf = newKdfParameters(entropy);
  const kek = await deriveKek(passphrase, kdf, deviceSecret);
  const context = { person: person.id, role: person.role, kdf };
  const enrolled = {
    ...person,
    kdf,
    contentKey: wrapKey(keys.contentKey, kek, { purpose: 'content-key', ...context }, entropy),
    signingKey: wrapKey(keys.signingSeed, kek, { purpose: 'signing-key', ...context }, entropy),
  };
  kek.fill(0);
  return enrolled;
}

/** @returns null for a wrong passphrase, another device's secret, or a changed keyring: they cannot be told apart */
export async function openKeys(
  person: KeyringPerson,
  passphrase: string,
  deviceSecret: Uint8Array,
): Promise<PersonKeys | null> {
  const kek = await deriveKek(passphrase, person.kdf, deviceSecret);
  const context = { person: person.id, role: person.role, kdf: person.kdf };
  const contentKey = unwrapKey(person.contentKey, kek, { purpose: 'content-key', ...context });
  const signingSeed = unwrapKey(person.signingKey, kek, { purpose: 'signing-key', ...context });
  kek.fill(0);
  return contentKey && signingSeed ? { contentKey, signingSeed } : null;
}
