import { z } from 'zod';
import type { TablePreview, TableReading } from '../../../shared/contract/intake.contract.ts';
import { ImportProfile, ProfileName, SavedProfile } from '../../../shared/domain/import-profile.ts';
import { type Refusal, refusalsOf } from '../../../shared/domain/refusal.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Session } from '../session/session.ts';
import { Failure, notFound } from '../storage/failure.ts';
import type { ImportProfileStore } from './import-profile.store.ts';
import { previewTable } from './table-preview.ts';

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

  preview(head: Uint8Array, reading: TableReading): TablePreview {
    return previewTable(head, reading);
  }

  /**
   * Saves a profile. As it stands in force already, it is not saved again.
   * @param text its JSON
   * @throws Failure REFUSED with every faulty place
   */
  save(command: string, name: string, text: string): SavedProfile {
    const profile = profileIn(text);
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

function profileIn(text: string): ImportProfile {
  const refused = (refusals: Refusal[]) => new Failure({ code: 'REFUSED', data: { refusals } });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused([{ row: null, field: null, reason: 'bad-json', detail: { code: 'not-json' } }]);
  }
  const read = ImportProfile.safeParse(value);
  if (!read.success) throw refused(refusalsOf(read.error, null));
  return read.data;
}
