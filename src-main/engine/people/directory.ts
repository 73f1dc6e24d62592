import type { Role } from '../../../shared/domain/duty.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';

export interface StoredPerson {
  id: PersonId;
  name: string;
  role: Role;
  publicKey: string;
  addedAt: string;
  lastUnlockAt: string | null;
  disabledAt: string | null;
}

/** Who works here, as other rooms look them up. */
export interface PeopleDirectory {
  /** By name. */
  list(): StoredPerson[];
  find(id: string): StoredPerson | null;
  /** Whether somebody is here who can be given a case. */
  canHoldCases(id: string): boolean;
}
