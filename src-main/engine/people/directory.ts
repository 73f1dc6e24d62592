import type { Role } from '../../../shared/domain/duty.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import type { WorkedDay } from '../../../shared/domain/workload.ts';

export interface StoredPerson {
  id: PersonId;
  name: string;
  role: Role;
  addedAt: string;
  lastUnlockAt: string | null;
  disabledAt: string | null;
}

/** The key of a person at one workstation. */
export interface StoredKey {
  person: PersonId;
  device: string;
  /** Raw Ed25519 public key, base64. */
  publicKey: string;
  /** When they replaced the key of their invitation by their own; null before. */
  enrolledAt: string | null;
}

/** How long a person worked on a day at another seat of theirs. */
export interface WorkedElsewhere extends WorkedDay {
  device: string;
}

/** The people of the hotline, as other rooms look them up. */
export interface PeopleDirectory {
  /** By name. */
  list(): StoredPerson[];
  find(id: string): StoredPerson | null;
  /** Whether this person exists and can be assigned cases. */
  canHoldCases(id: string): boolean;
}
