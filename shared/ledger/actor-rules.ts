import { mayDo } from '../domain/duty.ts';
import type { LedgerCrypto } from './crypto.ts';
import { type Entry, isSignedBy } from './entry.ts';
import type { Fault } from './fault.ts';
import { KINDS } from './kinds/all-kinds.ts';
import { replacedBy, type Signers } from './signers.ts';

/** Whether a workstation leaves by itself: whoever works there may sign that. */
const isLeaving = ({ kind, data, device }: Entry): boolean =>
  kind === 'device.removed' && data.device === device;

/** The key that an entry's actor signs with at its workstation, raw, base64; null where the signers have none. */
export function signingKeyOf(entry: Entry, { people, devices, recoveryPublicKey }: Signers): string | null {
  const { actor, device } = entry;
  if ('device' in actor) return devices.get(device)?.publicKey ?? null;
  if ('recovery' in actor) return recoveryPublicKey;
  return people.get(actor.person)?.keys.get(replacedBy(entry) ?? device)?.publicKey ?? null;
}

/**
 * Whether the entry's actor signed it and had the right to do so at that point of the ledger.
 * @returns the fault, or null
 */
export function judgeActor(
  entry: Entry,
  { people, devices, recoveryPublicKey }: Signers,
  crypto: LedgerCrypto,
): Fault | null {
  const { actor, kind } = entry;
  const { signer, duty } = KINDS[kind];
  if ('device' in actor) {
    if (signer !== 'device') return { code: 'not-for-a-device', kind };
    const key = devices.get(entry.device)?.publicKey ?? null;
    const fits = actor.device === entry.device && key !== null && isSignedBy(entry, key, crypto);
    return fits ? null : { code: 'device-signature-unfit' };
  }
  if ('recovery' in actor) {
    if (signer !== 'recovery') return { code: 'not-for-recovery', kind };
    const fits = recoveryPublicKey !== null && isSignedBy(entry, recoveryPublicKey, crypto);
    return fits ? null : { code: 'recovery-signature-unfit' };
  }
  const person = people.get(actor.person);
  if (!person) return { code: 'signer-unknown' };
  const key = person.keys.get(replacedBy(entry) ?? entry.device);
  if (!key) return { code: 'signer-elsewhere' };
  if (!isSignedBy(entry, key.publicKey, crypto)) return { code: 'person-signature-unfit' };
  if (person.disabled) return { code: 'signer-disabled' };
  if (duty === null) return { code: 'not-for-a-person', kind };
  const needed = isLeaving(entry) ? 'work' : duty;
  if (!mayDo(person.role, needed)) return { code: 'without-duty', role: person.role, duty: needed };
  return key.enrolled || kind === 'person.enrolled' ? null : { code: 'signer-not-enrolled' };
}
