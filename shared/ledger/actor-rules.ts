import { type Duty, mayDo } from '../domain/duty.ts';
import type { LedgerCrypto } from './crypto.ts';
import { type Entry, type EntryKind, isSignedBy } from './entry.ts';
import type { PeopleRecord } from './people-record.ts';

/** Which duty a person needs for an entry of this kind; null: no person may sign it at all. */
export const DUTY_OF: Readonly<Record<EntryKind, Duty | null>> = {
  'vault.created': 'manage-people',
  'vault.recovered': null,
  'vault.recovery-key-changed': 'manage-people',
  'person.added': 'manage-people',
  'person.role-changed': 'manage-people',
  'person.enrolled': 'work',
  'person.passphrase-changed': 'work',
  'person.disabled': 'manage-people',
  'device.added': 'manage-people',
  'policy.proposed': 'manage-policy',
  'policy.withdrawn': 'manage-policy',
  'policy.activated': 'manage-policy',
  'session.unlocked': 'work',
  'session.unlock-failed': null,
  'session.locked': 'work',
  'session.administrator-seen': null,
  'duty.extended': 'work',
  'intake.imported': 'import',
  'intake.reported': 'report',
  'case.claimed': 'review',
  'case.reassigned': 'oversee',
  'case.released': 'oversee',
  'narrative.revealed': 'review',
  'matching.searched': 'review',
  'matching.completed': null,
  'list.imported': 'manage-lists',
  'list.changed': 'manage-lists',
  'list.removed': 'manage-lists',
  'match.confirmed': 'review',
  'match.rejected': 'review',
  'match.quarantined': null,
  'match.released': 'manage-lists',
  'match.reported': 'manage-lists',
  'case.merged': null,
  'case.reopened': null,
  'case.assessed': 'assess',
  'sampling.opened': null,
  'sampling.closed': null,
  'assessment.revealed': 'oversee',
  'assessment.reviewed': 'assess',
  'assessment.upheld': 'oversee',
  'assessment.overturned': 'oversee',
  'assessment.withdrawn': 'assess',
  'assessment.corrected': 'assess',
  'assessment.noted': 'oversee',
  'golden.added': 'oversee',
  'golden.removed': 'oversee',
  'golden.answered': 'assess',
  'referral.delivered': null,
  'referral.refused': null,
  'referral.parked': null,
  'referral.resumed': 'send',
  'takedown.recorded': null,
  'destination.added': 'manage-destinations',
  'destination.removed': 'manage-destinations',
  'audit.exported': 'export-ledger',
  'checkpoint.made': 'read-ledger',
  'checkpoint.anchored': null,
  'clock.jumped': null,
};

/** What the workstation may state by itself, with its own key: what follows from rules and what it observed. */
export const DEVICE_KINDS: ReadonlySet<EntryKind> = new Set([
  'referral.delivered',
  'referral.refused',
  'referral.parked',
  'takedown.recorded',
  'case.merged',
  'case.reopened',
  'session.unlock-failed',
  'session.administrator-seen',
  'checkpoint.anchored',
  'clock.jumped',
  'sampling.opened',
  'sampling.closed',
  'matching.completed',
  'match.quarantined',
]);

/** Keys that are not a person's: the workstation's, and the offline recovery key's. Raw Ed25519, base64. */
export interface LogKeys {
  readonly device: string;
  readonly devicePublicKey: string;
  /** Stated by the founding entry, or by the last change of it; null before. */
  readonly recoveryPublicKey: string | null;
}

/**
 * Whether the entry's actor signed it and was allowed to, at that moment of the record.
 * @returns what is wrong, or null
 */
export function judgeActor(
  entry: Entry,
  people: PeopleRecord,
  keys: LogKeys,
  crypto: LedgerCrypto,
): string | null {
  const { actor, kind } = entry;
  if ('device' in actor) {
    if (!DEVICE_KINDS.has(kind)) return `${kind} needs a person, not a device`;
    const fits = actor.device === keys.device && isSignedBy(entry, keys.devicePublicKey, crypto);
    return fits ? null : "the device's signature does not fit";
  }
  if ('recovery' in actor) {
    if (kind !== 'vault.recovered') return `${kind} needs a person, not the recovery key`;
    const fits = keys.recoveryPublicKey !== null && isSignedBy(entry, keys.recoveryPublicKey, crypto);
    return fits ? null : "the recovery key's signature does not fit";
  }
  const person = people.get(actor.person);
  if (!person) return 'is signed by somebody nobody added';
  if (!isSignedBy(entry, person.publicKey, crypto)) return "the person's signature does not fit";
  if (person.disabled) return 'is signed by somebody who was disabled before';
  const duty = DUTY_OF[kind];
  if (duty === null) return `${kind} is not for a person to sign`;
  return mayDo(person.role, duty) ? null : `a person with the role ${person.role} may not ${duty}`;
}
