import { mayDo } from '../domain/duty.ts';
import type { LedgerCrypto } from './crypto.ts';
import { type Entry, isSignedBy } from './entry.ts';
import { KINDS } from './kinds/all-kinds.ts';
import type { PeopleRecord } from './people-record.ts';

/** The keys that are not a person's: the workstation's, and that of offline recovery. Raw Ed25519, base64. */
export interface LogKeys {
  readonly device: string;
  readonly devicePublicKey: string;
  /** The key stated by the founding entry, or by the last change; null before. */
  readonly recoveryPublicKey: string | null;
}

/**
 * Whether the entry's actor signed it and had the right to do so at that point of the ledger.
 * @returns the fault, or null
 */
export function judgeActor(
  entry: Entry,
  people: PeopleRecord,
  keys: LogKeys,
  crypto: LedgerCrypto,
): string | null {
  const { actor, kind } = entry;
  const { signer, duty } = KINDS[kind];
  if ('device' in actor) {
    if (signer !== 'device') return `${kind} needs a person, not a device`;
    const fits = actor.device === keys.device && isSignedBy(entry, keys.devicePublicKey, crypto);
    return fits ? null : "the device's signature does not fit";
  }
  if ('recovery' in actor) {
    if (signer !== 'recovery') return `${kind} needs a person, not the recovery key`;
    const fits = keys.recoveryPublicKey !== null && isSignedBy(entry, keys.recoveryPublicKey, crypto);
    return fits ? null : "the recovery key's signature does not fit";
  }
  const person = people.get(actor.person);
  if (!person) return 'is signed by somebody nobody added';
  if (!isSignedBy(entry, person.publicKey, crypto)) return "the person's signature does not fit";
  if (person.disabled) return 'is signed by somebody who was disabled before';
  if (duty === null) return `${kind} is not for a person to sign`;
  if (!mayDo(person.role, duty)) return `a person with the role ${person.role} may not ${duty}`;
  return person.enrolled || kind === 'person.enrolled' ? null : 'is signed with the key of an invitation';
}
