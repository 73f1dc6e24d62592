import type { Role } from '../domain/duty.ts';
import type { Entry } from './entry.ts';
import type { Fault } from './fault.ts';
import { Invited, InvitedAgain, OfPerson, WithKey, WithOwnKey } from './kinds/people.ts';

/** The key of a person at one workstation. */
export interface KnownKey {
  /** Raw Ed25519 public key, base64. */
  readonly publicKey: string;
  /**
   * Whether the person made it. Until then it is the one of an invitation, which whoever invited them knows too; it
   * signs nothing but the enrolment.
   */
  readonly enrolled: boolean;
}

/** What the ledger itself says about a person, the only source a verifier may use. */
export interface KnownPerson {
  readonly role: Role;
  readonly disabled: boolean;
  /** By workstation: a key signs at its own and at no other. */
  readonly keys: ReadonlyMap<string, KnownKey>;
}

export type PeopleRecord = ReadonlyMap<string, KnownPerson>;

/**
 * The people after an entry that changes them; unchanged for every other kind. A change of role brings a new
 * invitation, because the person enrols again, and ends the keys they had anywhere.
 * @returns a problem where the entry lacks what its kind must state
 */
export function applyPeopleChange(people: PeopleRecord, entry: Entry): PeopleRecord | { problem: Fault } {
  switch (entry.kind) {
    case 'vault.created':
    case 'vault.recovered':
      // Who founds or recovers a vault makes their key themselves; all others are invited.
      return put(people, entry, WithKey.safeParse(entry.data).data, { isNew: true, enrolled: true });
    case 'person.added':
      return put(people, entry, Invited.safeParse(entry.data).data, { isNew: true, enrolled: false });
    case 'person.role-changed':
      return put(people, entry, Invited.safeParse(entry.data).data, { isNew: false, enrolled: false });
    case 'person.invited':
      return invited(people, entry);
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

/** Who had a key at a workstation has it at the one that takes its place too, unless they have one there. */
export function keysMoved(people: PeopleRecord, from: string, to: string): PeopleRecord {
  const moved = [...people].flatMap(([id, known]): [string, KnownPerson][] => {
    const key = known.keys.get(from);
    if (key === undefined || known.keys.has(to)) return [];
    return [[id, { ...known, keys: new Map(known.keys).set(to, key) }]];
  });
  return moved.length === 0 ? people : new Map([...people, ...moved]);
}

type Changed = PeopleRecord | { problem: Fault };

function put(
  people: PeopleRecord,
  entry: Entry,
  named: { person: string; role: Role; publicKey: string; device?: string | undefined } | undefined,
  { isNew, enrolled }: { isNew: boolean; enrolled: boolean },
): Changed {
  if (named === undefined) return { problem: { code: 'person-unsaid' } };
  const { person, role, publicKey, device = entry.device } = named;
  if (isNew && people.has(person)) return { problem: { code: 'person-added-twice' } };
  if (!isNew && !people.has(person)) return { problem: { code: 'person-unknown' } };
  const keys = new Map([[device, { publicKey, enrolled }]]);
  return new Map(people).set(person, { role, disabled: false, keys });
}

/** A known person gets the key of an invitation to one workstation, in place of one they may have there. */
function invited(people: PeopleRecord, entry: Entry): Changed {
  const named = InvitedAgain.safeParse(entry.data);
  if (!named.success) return { problem: { code: 'enrolment-unsaid' } };
  const { person, publicKey, device = entry.device } = named.data;
  const known = people.get(person);
  if (!known) return { problem: { code: 'person-unknown' } };
  if (known.disabled) return { problem: { code: 'invited-disabled' } };
  const keys = new Map(known.keys).set(device, { publicKey, enrolled: false });
  return new Map(people).set(person, { ...known, keys });
}

/** A person puts a key of their own in the place of the invitation's, once for each invitation. */
function enrolled(people: PeopleRecord, { actor, data, device }: Entry): Changed {
  const named = WithOwnKey.safeParse(data);
  if (!named.success) return { problem: { code: 'enrolment-unsaid' } };
  const { person, publicKey } = named.data;
  const known = people.get(person);
  if (!known) return { problem: { code: 'enrolled-unknown' } };
  if (!('person' in actor) || actor.person !== person) return { problem: { code: 'enrolled-another' } };
  const invitation = known.keys.get(device);
  if (!invitation) return { problem: { code: 'enrolled-uninvited' } };
  if (invitation.enrolled) return { problem: { code: 'enrolled-twice' } };
  if (publicKey === invitation.publicKey) return { problem: { code: 'invitation-key-kept' } };
  // One that signs elsewhere too would not say any more where an entry was signed.
  if ([...known.keys.values()].some((key) => key.publicKey === publicKey))
    return { problem: { code: 'enrolled-with-key-in-use' } };
  const keys = new Map(known.keys).set(device, { publicKey, enrolled: true });
  return new Map(people).set(person, { ...known, keys });
}
