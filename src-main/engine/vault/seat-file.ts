import { Seat } from '../../../shared/contract/vault.contract.ts';
import type { Files } from '../../ports/files.ts';

const FILE = 'seat.json';
const NOTHING_CHOSEN: Seat = { language: null, lastPerson: null, waiting: null };

/**
 * What is known of this workstation before an unlock: the language of the page, the person who unlocked last, and how
 * many referrals wait for the next one. They are kept here because the page's own storage ends with its window in every
 * host. The file is readable before an unlock, as the names of the people are; of the work it holds a number and times.
 */
export class SeatFile {
  readonly #files: Files;

  constructor(files: Files) {
    this.#files = files;
  }

  /**
   * Returns empty settings where the file is missing or unreadable: a preference must never keep anyone out of the
   * vault.
   */
  read(): Seat {
    try {
      const bytes = this.#files.read(FILE);
      return bytes === null ? NOTHING_CHOSEN : Seat.parse(JSON.parse(new TextDecoder().decode(bytes)));
    } catch {
      return NOTHING_CHOSEN;
    }
  }

  /**
   * Writes only changed values, so that an unlock costs no write.
   * @throws a file error where it cannot be written
   */
  keep(change: Partial<Seat>): void {
    const before = this.read();
    const after: Seat = { ...before, ...change };
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    this.#files.write(FILE, new TextEncoder().encode(`${JSON.stringify(after)}\n`));
  }
}
