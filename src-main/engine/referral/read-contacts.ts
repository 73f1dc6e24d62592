import {
  Contact,
  ContactScope,
  MOST_CONTACTS,
  NoticeLanguage,
  plainScopeValue,
} from '../../../shared/domain/contact.ts';
import { type Refusal, refusalsOf } from '../../../shared/domain/refusal.ts';
import type { RefusalDetail } from '../../../shared/domain/refusal-detail.ts';
import { utf8 } from '../../../shared/ledger/bytes.ts';
import { type CsvRow, CsvRows } from '../intake/formats/csv-rows.ts';

const REQUIRED = ['SCOPE', 'VALUE', 'ADDRESS'] as const;
const OPTIONAL = ['LANGUAGE', 'NAME'] as const;
const NAMES = { required: [...REQUIRED], optional: [...OPTIONAL] };
type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

/** The contacts of a file, or every reason why it is not taken. */
export type ReadContacts =
  | {
      contacts: Contact[];
      /** Contacts whose language no notice can be written in: theirs are in English. */
      inEnglish: number;
    }
  | { refusals: Refusal[] };

/** More would not help a person to put the file right. */
const MOST_REFUSALS = 100;

/**
 * Reads a book of contacts: CSV with the columns `scope`, `value`, `address` and, where it has them, `language` and
 * `name`, in any order and case, separated by commas, semicolons or tabs. A contact without a language gets English.
 * The file is taken as a whole or not at all. Rows are numbered by the line they begin on, from 1.
 */
export function readContacts(text: string): ReadContacts {
  const reader = new ContactReader();
  try {
    reader.read(text);
    return reader.result();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { refusals: [error.refusal] };
  }
}

class Unreadable extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

class ContactReader {
  readonly #contacts = new Map<string, Contact>();
  readonly #refusals: Refusal[] = [];
  #columns: ReadonlyMap<Column, number> | null = null;
  #inEnglish = 0;

  read(text: string): void {
    const rows = new CsvRows(',', {
      row: (row) => this.#take(row),
      refused: (problem, row) => this.#refusals.push({ row, field: null, ...problem }),
      failed: (problem, row) => new Unreadable({ row, field: null, ...problem }),
      delimiterOf: (line) => [',', ';', '\t'].find((mark) => line.includes(mark)) ?? null,
    });
    rows.feed(utf8(text.replace(/^\ufeff/, '')));
    rows.finish();
  }

  result(): ReadContacts {
    if (this.#columns === null) throwAway({ code: 'file-blank' }, 'empty-file');
    if (this.#refusals.length > 0) return { refusals: this.#refusals.slice(0, MOST_REFUSALS) };
    return { contacts: [...this.#contacts.values()], inEnglish: this.#inEnglish };
  }

  #take(row: CsvRow): void {
    if (this.#columns === null) {
      this.#columns = readHeader(row);
      return;
    }
    const columns = this.#columns;
    const cell = (column: Column): string => row.cells[columns.get(column) ?? -1]?.trim() ?? '';
    const refuse = (column: Column | null, detail: RefusalDetail) =>
      this.#refusals.push({ row: row.line, field: column, reason: 'bad-value', detail });
    if (row.cells.length > columns.size)
      return void refuse(null, { code: 'more-columns-than-first', columns: columns.size });
    const scope = ContactScope.safeParse(cell('SCOPE').toLowerCase());
    if (!scope.success)
      return void refuse('SCOPE', { code: 'not-among', allowed: [...ContactScope.options] });
    const value = plainScopeValue(scope.data, cell('VALUE'));
    if (typeof value !== 'string') return void refuse('VALUE', value.detail);
    const contact = Contact.safeParse({
      scope: scope.data,
      value,
      address: cell('ADDRESS'),
      language: cell('LANGUAGE') || 'en',
      name: cell('NAME'),
    });
    if (!contact.success) {
      const upper = (path: string) => path.toUpperCase();
      return void this.#refusals.push(...refusalsOf(contact.error, row.line, upper));
    }
    const key = `${scope.data} ${value}`;
    if (this.#contacts.has(key)) return void refuse('VALUE', { code: 'contact-twice' });
    if (this.#contacts.size === MOST_CONTACTS)
      throw new Unreadable({
        row: null,
        field: null,
        reason: 'too-many-rows',
        detail: { code: 'too-many-rows', maximum: MOST_CONTACTS },
      });
    this.#contacts.set(key, contact.data);
    const [language] = contact.data.language.toLowerCase().split('-');
    if (!NoticeLanguage.safeParse(language).success) this.#inEnglish += 1;
  }
}

function readHeader({ cells, line }: CsvRow): ReadonlyMap<Column, number> {
  const columns = new Map<Column, number>();
  cells.forEach((cell, index) => {
    const name = [...REQUIRED, ...OPTIONAL].find((known) => known === cell.trim().toUpperCase());
    if (name === undefined)
      throwAway({ code: 'header-name-unknown', column: index + 1, ...NAMES }, 'wrong-header', line);
    if (columns.has(name)) throwAway({ code: 'header-name-twice', name, ...NAMES }, 'wrong-header', line);
    columns.set(name, index);
  });
  const missing = REQUIRED.find((name) => !columns.has(name));
  if (missing !== undefined)
    throwAway({ code: 'header-name-missing', name: missing, ...NAMES }, 'wrong-header', line);
  return columns;
}

function throwAway(detail: RefusalDetail, reason: Refusal['reason'], row: number | null = null): never {
  throw new Unreadable({ row, field: null, reason, detail });
}
