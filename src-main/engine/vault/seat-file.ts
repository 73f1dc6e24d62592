import { Seat } from '../../../shared/contract/vault.contract.ts';
import type { Files } from '../../ports/files.ts';

const FILE = 'seat.json';
const NOTHING_CHOSEN: Seat = { language: null, lastPerson: null };

/**
 * What this workstation keeps for whoever sits down at it: the language of the page and who was here last. The page's own storage ends
 * with its window in every host. Readable before an unlock, as the names of the people are; nothing of the work is in it.
 */
export class SeatFile {
  readonly #files: Files;

  constructor(files: Files) {
    this.#files = files;
  }

  /** Nothing chosen where there is no file, or one that cannot be read: a preference must keep nobody from the vault. */
  read(): Seat {
    try {
      const bytes = this.#files.read(FILE);
      return bytes === null ? NOTHING_CHOSEN : Seat.parse(JSON.parse(new TextDecoder().decode(bytes)));
    } catch {
      return NOTHING_CHOSEN;
    }
  }

  /** Writes only what is new, so that an unlock costs no write. @throws where the disk refuses */
  keep(change: Partial<Seat>): void {
    const before = this.read();
    const after: Seat = { ...before, ...change };
    if (after.language === before.language && after.lastPerson === before.lastPerson) return;
    this.#files.write(FILE, new TextEncoder().encode(`${JSON.stringify(after)}\n`));
  }
}
