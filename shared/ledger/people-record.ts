import type { Role } from '../domain/duty.ts';
import type { Entry } from './entry.ts';
import type { Fault } from './fault.ts';
import { OfPerson, WithKey, WithOwnKey } from './kinds/people.ts';

/** What the ledger itself says about a person, the only source a verifier may use. */
export interface KnownPerson {
  readonly role: Role;
  /** Raw Ed25519 public key, base64. */
  readonly publicKey: string;
  readonly disabled: boolean;
  /**
   * Whether the key is one that the person made. Until then it is the one of an invitation, which whoever invited them
   * knows too; it signs nothing but the enrolment.
   */
  readonly enrolled: boolean;
}

export type PeopleRecord = ReadonlyMap<string, KnownPerson>;

/**
 * The people after an entry that changes them; unchanged for every other kind. A change of role brings a new
 * invitation, because the person enrols again.
 * @returns a problem where the entry lacks what its kind must state
 */
export function applyPeopleChange(people: PeopleRecord, entry: Entry): PeopleRecord | { problem: Fault } {
  switch (entry.kind) {
    case 'vault.created':
    case 'person.added':
    case 'vault.recovered':
      return put(people, entry, 'new');
    case 'person.role-changed':
      return put(people, entry, 'known');
    case 'person.disabled': {
      const named = OfPerson.safeParse(entry.data);
      const known = named.success ? people.get(named.data.person) : undefined;
      if (!named.success || !known) return { problem: { code: 'disabled-unknown' } };
      return new Map(people).set(named.data.person, { ...known, disabled: true });
    }
    case 'person.enrolled':
      return enrolled(people, entry);
    case 'vault.recovery-key-changed':
      return newRecoveryKey(entry) === null ? { problem: { code: 'recovery-key-unsaid' } } : people;
    default:
      return people;
  }
}

/** The recovery key (raw Ed25519, base64) that is valid from this entry on; null where the entry does not change it. */
export function newRecoveryKey({ kind, data }: Entry): string | null {
  if (kind !== 'vault.recovery-key-changed') return null;
  return typeof data.recoveryPublicKey === 'string' ? data.recoveryPublicKey : null;
}

function put(
  people: PeopleRecord,
  entry: Entry,
  expected: 'new' | 'known',
): PeopleRecord | { problem: Fault } {
  const named = WithKey.safeParse(entry.data);
  if (!named.success) return { problem: { code: 'person-unsaid' } };
  const { person, role, publicKey } = named.data;
  if (expected === 'new' && people.has(person)) return { problem: { code: 'person-added-twice' } };
  if (expected === 'known' && !people.has(person)) return { problem: { code: 'person-unknown' } };
  // Who founds or recovers a vault makes their key themselves; all others are invited.
  const isOwnKey = entry.kind === 'vault.created' || entry.kind === 'vault.recovered';
  return new Map(people).set(person, { role, publicKey, disabled: false, enrolled: isOwnKey });
}

/** A person puts a key of their own in the place of the invitation's, once for each invitation. */
function enrolled(people: PeopleRecord, { actor, data }: Entry): PeopleRecord | { problem: Fault } {
  const named = WithOwnKey.safeParse(data);
  if (!named.success) return { problem: { code: 'enrolment-unsaid' } };
  const { person, publicKey } = named.data;
  const known = people.get(person);
  if (!known) return { problem: { code: 'enrolled-unknown' } };
  if (!('person' in actor) || actor.person !== person) return { problem: { code: 'enrolled-another' } };
  if (known.enrolled) return { problem: { code: 'enrolled-twice' } };
  if (publicKey === known.publicKey) return { problem: { code: 'invitation-key-kept' } };
  return new Map(people).set(person, { ...known, publicKey, enrolled: true });
}
