import { z } from 'zod';
import { type ImportProfile, ProfileName, SavedProfile } from '../../../shared/domain/import-profile.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Session } from '../session/session.ts';
import { notFound } from '../storage/failure.ts';
import type { ImportProfileStore } from './import-profile.store.ts';

const Removed = z.object({ name: ProfileName });

/** The hotline's profiles for tables: every seat has them, and each version stays for the files read with it. */
export class ImportProfiles {
  readonly #session: Session;
  readonly #store: ImportProfileStore;

  constructor(session: Session, store: ImportProfileStore) {
    this.#session = session;
    this.#store = store;
  }

  list(): SavedProfile[] {
    return this.#store.list();
  }

  /** @throws Failure NOT_FOUND */
  find(name: string): SavedProfile {
    const found = this.#store.list().find((profile) => profile.name === name);
    if (found === undefined) throw notFound({ what: 'import-profile' });
    return found;
  }

  findVersion(sha256: string): ImportProfile | null {
    return this.#store.findVersion(sha256);
  }

  /** Saves a profile. As it stands in force already, it is not saved again. */
  save(command: string, name: string, profile: ImportProfile): SavedProfile {
    const body = canonicalText(profile);
    const sha256 = sha256Hex(body);
    return this.#session.perform(command, SavedProfile, ['batches', 'ledger'], () => {
      const inForce = this.#store.list().find((saved) => saved.name === name);
      if (inForce?.sha256 === sha256) return inForce;
      this.#session.byPerson('intake.profile-saved', { name, sha256, body: JSON.parse(body) });
      return this.find(name);
    });
  }

  /** @throws Failure NOT_FOUND */
  remove(command: string, name: string): { name: string } {
    return this.#session.perform(command, Removed, ['batches', 'ledger'], () => {
      this.find(name);
      this.#session.byPerson('intake.profile-removed', { name });
      return { name };
    });
  }
}
