import type { ColumnReference } from '../../../../shared/domain/hash-list.ts';
import { findMedia } from '../../../../shared/domain/hash-only.ts';
import { ColumnMeaning, type ImportProfile } from '../../../../shared/domain/import-profile.ts';
import {
  isPlainFieldName,
  type Notice,
  type Refusal,
  refusalsOf,
} from '../../../../shared/domain/refusal.ts';
import { mediaDetail, type RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import { ReportInput } from '../../../../shared/domain/report.ts';
import { StatedDates } from '../../../../shared/domain/stated-date.ts';
import { gateBytes } from './byte-gate.ts';
import { ChunkCollector, readChunks, type SliceReader } from './chunk-collector.ts';
import { type CsvRow, CsvRows } from './csv-rows.ts';
import { FileRefused, type FormatReader } from './intake-format.ts';
import { INTAKE_LIMITS } from './intake-limits.ts';

/** The column of each path of our schema, by its meaning. */
const MEANING_OF_PATH: Readonly<Record<string, ColumnMeaning>> = {
  url: 'url',
  referrer: 'referrer',
  siteType: 'siteType',
  'hosting.country': 'country',
  'hosting.ip': 'ip',
  'hosting.network': 'network',
  'hashes.md5': 'md5',
  'hashes.sha1': 'sha1',
  'hashes.sha256': 'sha256',
  'hashes.pdq': 'pdq',
  'hashes.photodna': 'photodna',
  sizeBytes: 'sizeBytes',
  mimeType: 'mimeType',
  source: 'source',
  reference: 'reference',
  reporter: 'reporter',
};

const HASHES = ['md5', 'sha1', 'sha256', 'pdq', 'photodna'] as const;

/** A column of the file: its position, from 0, and its name where that may be shown. */
interface Place {
  index: number;
  name: string;
}

/** Where a file's columns are, once its first row is known. */
interface Layout {
  width: number;
  columns: ReadonlyMap<ColumnMeaning, Place>;
  notes: readonly (Place & { label: string | null })[];
  /** The columns without a meaning. */
  others: readonly Place[];
}

type ReadRow = { refusals: Refusal[] } | { report: ReportInput; notices: Notice[] };

/** Reads tables as a profile says: each row is a report of one address, one file, or both. */
export function tableReader(profile: ImportProfile): FormatReader {
  return {
    name: 'a table',
    begins: () => false,
    hasLines: true,
    read: (bytes) => {
      const slices = gateBytes(bytes, {
        maxFileBytes: INTAKE_LIMITS.maxFileBytes,
        maxLineBytes: INTAKE_LIMITS.maxCsvLineBytes,
      });
      const collector = new ChunkCollector();
      return readChunks(slices, collector, new TableReader(collector, profile));
    },
    fileOf: (rows) => [...headerOf(profile), ...rows].map((row) => `${row}\n`).join(''),
  };
}

class TableReader implements SliceReader {
  readonly #collector: ChunkCollector;
  readonly #profile: ImportProfile;
  readonly #rows: CsvRows;
  readonly #dates: StatedDates | null;
  #layout: Layout | null = null;
  /** How many cells of each column without a meaning hold something. */
  readonly #notRead = new Map<string, number>();

  constructor(collector: ChunkCollector, profile: ImportProfile) {
    this.#collector = collector;
    this.#profile = profile;
    this.#dates = profile.date === null ? null : new StatedDates(profile.date.form, profile.date.zone);
    const listener = {
      row: (row: CsvRow) => this.#take(row),
      refused: (problem: Pick<Refusal, 'reason' | 'detail'>, row: number) => {
        this.#collector.countRow(row);
        this.#collector.refuse({ row, field: null, ...problem });
      },
      failed: (problem: Pick<Refusal, 'reason' | 'detail'>, row: number) =>
        new FileRefused({ row, field: null, ...problem }),
    };
    this.#rows = new CsvRows(profile.delimiter, listener, profile.quoting === 'double');
  }

  feed(slice: Uint8Array): void {
    this.#rows.feed(slice);
  }

  finish(): void {
    this.#rows.finish();
    const { emptyRows, separatorLine } = this.#rows;
    if (separatorLine !== null) this.#note(separatorLine, null, 'read-over', { code: 'delimiter-line' });
    if (emptyRows > 0) this.#note(null, null, 'read-over', { code: 'empty-rows', rows: emptyRows });
    if (this.#layout === null) {
      throw new FileRefused({ row: null, field: null, reason: 'empty-file', detail: { code: 'no-row' } });
    }
    const columns = this.#layout.others.map(({ name }) => name);
    const cells = [...this.#notRead.values()].reduce((sum, count) => sum + count, 0);
    if (columns.length > 0)
      this.#note(null, null, 'columns-not-read', { code: 'columns-not-read', columns, cells });
  }

  #note(row: number | null, field: string | null, notice: Notice['notice'], detail: Notice['detail']): void {
    this.#collector.note({ row, field, notice, detail });
  }

  #take(row: CsvRow): void {
    if (this.#layout === null) {
      this.#layout = layoutOf(this.#profile, row.cells, row.line);
      if (this.#profile.header) return;
    }
    this.#collector.countRow(row.line);
    this.#readRow(row, this.#layout);
  }

  #readRow(row: CsvRow, layout: Layout): void {
    const read = this.#readCells(row, layout);
    if ('report' in read) {
      for (const notice of read.notices) this.#collector.note(notice);
      this.#collector.take(row.line, read.report);
      return;
    }
    // What the first refused column holds, for a person who looks for what is wrong.
    const place = [...layout.columns.values()].find(({ name }) => name === read.refusals[0]?.field);
    const value = place === undefined ? undefined : row.cells[place.index]?.trim();
    this.#collector.refuse(...read.refusals);
    this.#collector.keepRefused(row.line, rowInOrder(this.#profile, layout, row.cells), value);
  }

  #readCells({ cells, line, hasStrayQuotes, isUnended }: CsvRow, layout: Layout): ReadRow {
    const refused = (field: string | null, reason: Refusal['reason'], detail: RefusalDetail): ReadRow => ({
      refusals: [{ row: line, field, reason, detail }],
    });
    const { width } = layout;
    if (cells.slice(width).some((cell) => cell.trim() !== ''))
      return refused(null, 'too-many-columns', { code: 'more-columns-than-first', columns: width });
    if (cells.length < width) {
      if (isUnended) return refused(null, 'truncated', { code: 'last-row-cut-off', columns: width });
      this.#note(line, null, 'short-row', { code: 'short-row' });
    }
    if (hasStrayQuotes) this.#note(line, null, 'stray-quote', { code: 'stray-quote' });
    for (const { index, name } of layout.others) {
      const cell = cells[index]?.trim() ?? '';
      if (cell === '') continue;
      const media = findMedia(cell);
      if (media) return refused(name, 'media', mediaDetail(media));
      this.#notRead.set(name, (this.#notRead.get(name) ?? 0) + 1);
    }
    return this.#reportOf(cells, line, layout);
  }

  #reportOf(cells: readonly string[], line: number, layout: Layout): ReadRow {
    const cell = (meaning: ColumnMeaning): string | undefined => {
      const place = layout.columns.get(meaning);
      return (place && cells[place.index]?.trim()) || undefined;
    };
    const field = (meaning: ColumnMeaning): string | null => layout.columns.get(meaning)?.name ?? null;
    const given = (...meanings: ColumnMeaning[]) =>
      Object.fromEntries(
        meanings.flatMap((meaning) => {
          const value = cell(meaning);
          return value === undefined ? [] : [[meaning, value]];
        }),
      );
    const isUrl = cell('url') !== undefined;
    const hashes = given(...HASHES);
    const isFile = Object.keys(hashes).length > 0;
    if (!isUrl && !isFile) {
      const detail = { code: 'row-without-subject' } as const;
      return { refusals: [{ row: line, field: field('url'), reason: 'missing', detail }] };
    }
    const size = cell('sizeBytes');
    const sizeBytes = size === undefined ? undefined : wholeNumber(size, this.#profile.decimal);
    if (sizeBytes === null) {
      const detail = { code: 'not-a-whole-number' } as const;
      return { refusals: [{ row: line, field: field('sizeBytes'), reason: 'bad-value', detail }] };
    }
    const place = given('country', 'ip', 'network');
    const hosting = Object.keys(place).length > 0 ? { hosting: { country: null, ...place } } : {};
    const subjects = [
      ...(isUrl ? [{ kind: 'url', ...given('url', 'referrer', 'siteType'), ...hosting }] : []),
      ...(isFile
        ? [
            {
              ...{ kind: 'file', hashes, ...given('mimeType') },
              ...(sizeBytes === undefined ? {} : { sizeBytes }),
              // What is said of the place is said of the address, where there is one.
              ...(isUrl ? {} : hosting),
            },
          ]
        : []),
    ];
    const received = this.#received(cell('received'), line, field('received'));
    const narrative = this.#narrative(cells, layout);
    const parsed = ReportInput.safeParse({
      receivedAt: received.at,
      channel: this.#profile.channel,
      ...given('source', 'reference', 'reporter'),
      ...(narrative === '' ? {} : { narrative }),
      subjects,
    });
    if (parsed.success) return { report: parsed.data, notices: received.notices };
    const note = layout.notes[0]?.name ?? null;
    const columnOf = (path: string): string | null => {
      if (path === 'narrative') return note;
      const meaning = MEANING_OF_PATH[path.replace(/^subjects\.\d+\./, '')];
      return meaning === undefined ? null : field(meaning);
    };
    return { refusals: refusalsOf(parsed.error, line, columnOf) };
  }

  #received(
    text: string | undefined,
    row: number,
    field: string | null,
  ): { at: string | null; notices: Notice[] } {
    if (text === undefined || this.#dates === null) return { at: null, notices: [] };
    const read = this.#dates.read(text);
    const told = (code: 'date-left-out' | 'date-of-other-form' | 'date-skipped' | 'date-twice'): Notice[] => [
      { row, field, notice: 'unknown-date', detail: { code } },
    ];
    if ('at' in read) return { at: read.at, notices: read.isTwice ? told('date-twice') : [] };
    if (read.problem === 'other-form') return { at: null, notices: told('date-of-other-form') };
    if (read.problem === 'skipped-time') return { at: null, notices: told('date-skipped') };
    return { at: null, notices: told('date-left-out') };
  }

  #narrative(cells: readonly string[], layout: Layout): string {
    return layout.notes
      .map(({ index, label }) => ({ label, text: cells[index]?.trim() ?? '' }))
      .filter(({ text }) => text !== '')
      .map(({ label, text }) => (label === null ? text : `${label}: ${text}`))
      .join('\n');
  }
}

/** @returns null where it is no whole number with this mark */
function wholeNumber(text: string, decimal: '.' | ','): number | null {
  const thousands = decimal === '.' ? ',' : '\\.';
  const form = new RegExp(
    `^\\d{1,3}(?:(?:${thousands}|[ \\u00a0\\u202f])\\d{3})+(?:\\${decimal}0+)?$|^\\d{1,15}(?:\\${decimal}0+)?$`,
  );
  if (!form.test(text)) return null;
  const [whole = ''] = text.split(decimal);
  return Number(whole.replace(/\D/g, ''));
}

/** @throws FileRefused where a column of the profile is not there */
function layoutOf(profile: ImportProfile, first: readonly string[], row: number): Layout {
  if (first.length > INTAKE_LIMITS.maxCsvColumns) {
    const detail = { code: 'list-too-long', maximum: INTAKE_LIMITS.maxCsvColumns } as const;
    throw new FileRefused({ row, field: null, reason: 'too-many-columns', detail });
  }
  const names = first.map((name) => (profile.header ? name.trim() : ''));
  const lower = names.map((name) => name.toLowerCase());
  const place = (reference: ColumnReference, column: string): Place => {
    const wrong = (detail: RefusalDetail) =>
      new FileRefused({ row, field: null, reason: 'wrong-header', detail });
    if (typeof reference === 'number') {
      if (reference > first.length)
        throw wrong({ code: 'mapped-number-missing', number: reference, columns: first.length });
      return { index: reference - 1, name: shownName(names, reference - 1) };
    }
    const index = lower.indexOf(reference.trim().toLowerCase());
    if (index < 0) throw wrong({ code: 'mapped-name-missing', column });
    if (lower.lastIndexOf(lower[index] ?? '') !== index) throw wrong({ code: 'mapped-name-twice', column });
    return { index, name: shownName(names, index) };
  };
  const columns = new Map(
    columnsOf(profile).map(([meaning, reference]) => [meaning, place(reference, meaning)]),
  );
  const isLabelled = profile.notes.length > 1;
  const notes = profile.notes.map((reference) => {
    const found = place(reference, 'notes');
    return { ...found, label: isLabelled ? names[found.index] || found.name : null };
  });
  const mapped = new Set([...columns.values(), ...notes].map(({ index }) => index));
  const others = names.flatMap((_, index) =>
    mapped.has(index) ? [] : [{ index, name: shownName(names, index) }],
  );
  return { width: first.length, columns, notes, others };
}

/** A name that may be shown in an error or a notice. */
const shownName = (names: readonly string[], index: number): string => {
  const name = names[index] ?? '';
  return isPlainFieldName(name) ? name : `column ${index + 1}`;
};

/** The columns that have a meaning, in one order: a profile that was saved has them in that of its canonical text. */
const columnsOf = ({ columns }: ImportProfile): [ColumnMeaning, ColumnReference][] =>
  ColumnMeaning.options.flatMap((meaning): [ColumnMeaning, ColumnReference][] => {
    const reference = columns[meaning];
    return reference === undefined ? [] : [[meaning, reference]];
  });

/** The references of a profile in a fixed order, each at its own place in a file that Hashline writes. */
function places(profile: ImportProfile): ColumnReference[] {
  const all = [...columnsOf(profile).map(([, reference]) => reference), ...profile.notes];
  const width = Math.max(
    all.length,
    ...all.map((reference) => (typeof reference === 'number' ? reference : 0)),
  );
  const row: (ColumnReference | null)[] = new Array(width).fill(null);
  for (const reference of all) if (typeof reference === 'number') row[reference - 1] = reference;
  for (const reference of all) {
    if (typeof reference !== 'string') continue;
    const free = row.indexOf(null);
    row.splice(free < 0 ? row.length : free, free < 0 ? 0 : 1, reference);
  }
  return row.map((reference, index) => reference ?? index + 1);
}

const headerOf = (profile: ImportProfile): string[] =>
  profile.header
    ? [
        places(profile)
          .map((reference) =>
            asCell(profile, typeof reference === 'string' ? reference : `column ${reference}`),
          )
          .join(profile.delimiter),
      ]
    : [];

/** The cells of a row that have a meaning, in the order of `places`. */
function rowInOrder(profile: ImportProfile, layout: Layout, cells: readonly string[]): string {
  const meanings = new Map<ColumnReference, number>();
  for (const [meaning, reference] of columnsOf(profile))
    meanings.set(reference, layout.columns.get(meaning)?.index ?? -1);
  for (const [number, reference] of profile.notes.entries())
    meanings.set(reference, layout.notes[number]?.index ?? -1);
  const last = cells.length > layout.width ? cells.slice(layout.width) : [];
  return [...places(profile).map((reference) => cells[meanings.get(reference) ?? -1] ?? ''), ...last]
    .map((cell) => asCell(profile, cell))
    .join(profile.delimiter);
}

function asCell({ quoting, delimiter }: ImportProfile, text: string): string {
  if (quoting === 'none') return text.replaceAll(delimiter, ' ').replace(/[\r\n]+/g, ' ');
  return text.includes(delimiter) || /["\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
