import { z } from 'zod';
import { CONTENT_ROLES, Role } from '../../../shared/domain/duty.ts';
import { DeviceId, PersonId } from '../../../shared/domain/ids.ts';
import type { Files } from '../../ports/files.ts';
import { damaged, Failure } from '../storage/failure.ts';
import { CodeKdfParameters, KdfParameters, WrappedKey } from './key-wrap.ts';
import { SealedKey, SealingPublicKey } from './sealing-key.ts';

const identity = {
  id: PersonId,
  name: z.string(),
  role: Role,
  /** Raw Ed25519 public key, base64. */
  publicKey: z.string(),
  sealingKey: SealingPublicKey,
  /** The database's key, sealed to this person; null for roles without access to case content. */
  contentKey: SealedKey.nullable(),
  /** The key it is being changed to; there only until it is known whether it was. */
  nextContentKey: SealedKey.optional(),
  signingKey: WrappedKey,
};

/** A person who has a passphrase. */
export const EnrolledPerson = z.strictObject({
  state: z.literal('enrolled'),
  ...identity,
  kdf: KdfParameters,
});
export type EnrolledPerson = z.infer<typeof EnrolledPerson>;

/** A person who has a one-time code and no passphrase yet. */
export const InvitedPerson = z.strictObject({
  state: z.literal('invited'),
  ...identity,
  kdf: CodeKdfParameters,
});
export type InvitedPerson = z.infer<typeof InvitedPerson>;

export const KeyringPerson = z
  .discriminatedUnion('state', [EnrolledPerson, InvitedPerson])
  .refine((person) => (person.contentKey !== null) === CONTENT_ROLES.includes(person.role), {
    path: ['contentKey'],
  });
export type KeyringPerson = z.infer<typeof KeyringPerson>;

/**
 * The part of a vault that is readable before an unlock: its people, and their keys under their passphrases or codes.
 */
const Keyring = z.strictObject({
  format: z.literal('hashline-keyring/1'),
  device: DeviceId,
  /** File name of the encrypted database. */
  database: z.string().regex(/^vault-[0-9a-f]{12}\.db$/),
  people: z.array(KeyringPerson).min(1),
});
export type Keyring = z.infer<typeof Keyring>;

/** The file name of the database of a workstation. */
export const databaseOf = (device: string): string => `vault-${device.replaceAll('-', '').slice(-12)}.db`;

export const KEYRING_FILE = 'keyring.json';

/**
 * @returns null where there is no vault
 * @throws Failure INTEGRITY
 */
export function loadKeyring(files: Files): Keyring | null {
  const bytes = files.read(KEYRING_FILE);
  if (bytes === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw damaged({ problem: 'keyring-unreadable' });
  }
  const parsed = Keyring.safeParse(value);
  if (!parsed.success) {
    throw damaged({ problem: 'keyring-damaged', at: parsed.error.issues[0]?.path.join('.') ?? '' });
  }
  return parsed.data;
}

/** @returns null also for an unreadable keyring, which a recovery replaces */
export function undamagedKeyring(files: Files): Keyring | null {
  try {
    return loadKeyring(files);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/**
 * Reads the present keyring, changes it and writes it, with nothing in between; there is no other way to write it. A
 * keyring read before a slow step (a key derivation) is outdated; writing it back would undo changes made meanwhile.
 * @param change synchronous; receives null where there is no keyring
 * @param read `undamagedKeyring` where a damaged one is to be replaced
 * @throws Failure INTEGRITY where it cannot be read
 */
export function changeKeyring(
  files: Files,
  change: (now: Keyring | null) => Keyring,
  read: (files: Files) => Keyring | null = loadKeyring,
): Keyring {
  const keyring = change(read(files));
  files.write(KEYRING_FILE, new TextEncoder().encode(`${JSON.stringify(keyring, null, 1)}\n`));
  return keyring;
}

/** @throws Failure INTEGRITY where there is no keyring */
export function keyringThere(keyring: Keyring | null): Keyring {
  if (keyring !== null) return keyring;
  throw damaged({ problem: 'keyring-missing' });
}

/** The keyring with this person in place of all with the same id, or at the end where the id is new. */
export function withPerson(keyring: Keyring, person: KeyringPerson): Keyring {
  const at = keyring.people.findIndex(({ id }) => id === person.id);
  const others = keyring.people.filter(({ id }) => id !== person.id);
  return { ...keyring, people: others.toSpliced(at < 0 ? others.length : at, 0, person) };
}

/**
 * The keyring with a person's enrolment beside their invitation. The vault decides which of the two counts, so that a
 * crash between its entry and the next write of the keyring shuts nobody out.
 */
export function withEnrolmentBeside(keyring: Keyring, person: EnrolledPerson): Keyring {
  const others = keyring.people.filter(({ id, state }) => id !== person.id || state === 'invited');
  const at = others.findIndex(({ id }) => id === person.id);
  return { ...keyring, people: others.toSpliced(at + 1, 0, person) };
}

export const hasEnrolmentBeside = ({ people }: Keyring): boolean =>
  new Set(people.map(({ id }) => id)).size < people.length;

export const withoutPerson = (keyring: Keyring, id: PersonId): Keyring => ({
  ...keyring,
  people: keyring.people.filter((person) => person.id !== id),
});

/** Each person once: an enrolment that a crash interrupted is begun again with the same code. */
export function peopleIn(keyring: Keyring | null): Pick<KeyringPerson, 'id' | 'name' | 'role' | 'state'>[] {
  const people = keyring?.people ?? [];
  const first = people.filter(({ id }, at) => people.findIndex((other) => other.id === id) === at);
  return first.map(({ id, name, role, state }) => ({ id, name, role, state }));
}
