import { HashAlgorithm } from '../../../../shared/domain/hash-algorithm.ts';
import type { ColumnMapping } from '../../../../shared/domain/hash-list.ts';
import { isPlainFieldName, type NoticeKind } from '../../../../shared/domain/refusal.ts';
import type { NoticeDetail, RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import type { SliceReader } from '../../intake/formats/chunk-collector.ts';
import { type CsvRow, CsvRows } from '../../intake/formats/csv-rows.ts';
import { algorithmNamed } from '../../intake/formats/vics-names.ts';
import { ListRefused } from './list-event.ts';
import type { ListSink } from './list-sink.ts';
import { RecordDraft } from './record-draft.ts';

type Meaning = keyof ColumnMapping['columns'];

/** Position of each mapped column in a row, from 0, and its name in the source. */
type Places = ReadonlyMap<Meaning, { index: number; name: string }>;

/** Recognise the first line of a hashdeep table, and the line that names its columns (jessek/hashdeep, FILEFORMAT). */
const HASHDEEP = /^%%%%\s*HASHDEEP/i;
const HASHDEEP_COLUMNS = /^%%%%\s*(.+)$/;

/**
 * Reads a table with a saved mapping of its columns. Each row is a record, numbered by the line it begins on. Columns
 * that the mapping does not name are checked for media and not kept. A PDQ without a quality is accepted. Lines above
 * the table (comments, PowerShell's `#TYPE`, Excel's `sep=`, hashdeep's preamble) and rows of delimiters alone are
 * skipped, and counted. Cells that are not UTF-8 are never kept: only unmapped columns may be in another encoding.
 */
export class CsvListReader implements SliceReader {
  readonly #sink: ListSink;
  readonly #mapping: ColumnMapping;
  readonly #rows: CsvRows;
  #places: Places | null = null;
  #names: readonly string[] = [];
  #width = 0;
  /** Number of columns up to the last mapped one. */
  #needed = 0;
  #hasRows = false;
  /** hashdeep does not quote: the file name, in the last column, may hold commas. */
  #isHashdeep = false;
  #latin1Rows = 0;
  #strayQuotes = 0;
  #shortRows = 0;

  constructor(sink: ListSink, mapping: ColumnMapping) {
    this.#sink = sink;
    this.#mapping = mapping;
    this.#rows = new CsvRows(mapping.delimiter, {
      row: (row) => this.#readRecord(row),
      refused: ({ reason, detail }, row) => {
        this.#sink.counts.lost++;
        this.#sink.refuse({ row, field: null, reason, detail });
      },
      failed: ({ reason, detail }, row) => new ListRefused(reason, detail, { row }),
      delimiterOf: (first) => (HASHDEEP.test(first) ? ',' : null),
    });
  }

  feed(slice: Uint8Array): void {
    this.#rows.feed(slice);
  }

  finish(): void {
    this.#rows.finish();
    const { emptyRows, separatorLine } = this.#rows;
    if (separatorLine !== null) this.#note('read-over', { code: 'delimiter-line' }, separatorLine);
    if (emptyRows > 0) this.#note('read-over', { code: 'empty-rows', rows: emptyRows });
    if (this.#shortRows > 0) {
      this.#note('short-row', { code: 'short-rows', rows: this.#shortRows });
    }
    if (this.#strayQuotes > 0) {
      this.#note('stray-quote', { code: 'stray-quotes', rows: this.#strayQuotes });
    }
    if (this.#latin1Rows > 0) {
      this.#note('encoding', { code: 'rows-not-utf8', rows: this.#latin1Rows });
    }
    if (this.#places === null) throw new ListRefused('empty-file', { code: 'no-row' });
  }

  #note(notice: NoticeKind, detail: NoticeDetail, row: number | null = null): void {
    this.#sink.note({ row, field: null, notice, detail });
  }

  #readRecord(row: CsvRow): void {
    if (this.#places === null && this.#isAbove(row)) return;
    if (this.#places === null) {
      this.#begin(row.cells, row.line);
      if (this.#mapping.header) return;
    }
    if (!this.#hasRows && row.cells[0]?.startsWith('#')) {
      this.#note('read-over', { code: 'comment-line' }, row.line);
      return;
    }
    this.#hasRows = true;
    if (this.#places !== null) this.#readRow(row, this.#places);
  }

  /** @throws ListRefused where the mapping does not fit */
  #begin(header: readonly string[], line: number): void {
    this.#places = placesOf(this.#mapping, header, line);
    this.#width = header.length;
    this.#needed = 1 + Math.max(...[...this.#places.values()].map(({ index }) => index));
    if (this.#mapping.header) this.#names = header.map((name) => name.trim());
  }

  /** Whether this is a line above the table. A header that begins with # is not, if its names match the mapping. */
  #isAbove({ cells, line }: CsvRow): boolean {
    const text = cells.join(this.#rows.delimiter);
    if (HASHDEEP.test(text)) {
      this.#isHashdeep = true;
      this.#note('read-over', { code: 'hashdeep-line' }, line);
      return true;
    }
    const columns = this.#isHashdeep ? HASHDEEP_COLUMNS.exec(text)?.[1] : undefined;
    if (columns !== undefined) {
      this.#begin(columns.split(','), line);
      return true;
    }
    if (!text.startsWith('#')) return false;
    if (Object.values(this.#mapping.columns).some((reference) => typeof reference === 'string')) {
      for (const header of [cells, [(cells[0] ?? '').replace(/^#\s*/, ''), ...cells.slice(1)]]) {
        try {
          this.#begin(header, line);
          return true;
        } catch (error) {
          if (!(error instanceof ListRefused)) throw error;
        }
      }
    }
    this.#note('read-over', { code: 'comment-line' }, line);
    return true;
  }

  #readRow({ cells: written, line, hasStrayQuotes, isLatin1 }: CsvRow, places: Places): void {
    const draft = new RecordDraft(this.#sink, line);
    const cells = this.#fitted(written);
    const mapped = new Set([...places.values()].map(({ index }) => index));
    for (const [index, cell] of cells.entries()) {
      if (!mapped.has(index)) draft.lookThrough(cell, this.#nameOf(index));
    }
    if (cells.length > this.#width || cells.length < this.#needed) {
      const more = cells.length > this.#width;
      const code = more ? 'more-columns-than-first' : 'fewer-columns-than-first';
      draft.refuse(null, more ? 'too-many-columns' : 'truncated', { code, columns: this.#width });
      draft.finish();
      return;
    }
    if (written.length < this.#width) this.#shortRows++;
    if (hasStrayQuotes) this.#strayQuotes++;
    if (isLatin1) this.#latin1Rows++;
    const take = (column: Meaning, use: (cell: string, field: string) => void): void => {
      const place = places.get(column);
      const cell = place && cells[place.index]?.trim();
      if (!place || !cell) return;
      if (isLatin1 && /[^\u0000-\u007f]/.test(cell)) {
        draft.refuse(place.name, 'not-utf8', { code: 'cell-not-utf8' });
      } else use(cell, place.name);
    };
    take('id', (cell, field) => draft.sourceId(cell, field));
    take('classification', (cell, field) => draft.classification(cell, field));
    take('meaning', (cell, field) => draft.meaning(cell, field));
    take('tags', (cell, field) => draft.tags(cell.split(/[;|]/), field));
    take('url', (cell, field) => draft.url(cell, field));
    let quality: number | null = null;
    take('pdqQuality', (cell, field) => {
      if (/^\d{1,3}$/.test(cell) && Number(cell) <= 100) quality = Number(cell);
      else if (!draft.lookThrough(cell, field)) {
        draft.refuse(field, 'bad-value', { code: 'not-a-quality' });
      }
    });
    for (const algorithm of HashAlgorithm.options) {
      take(algorithm, (cell, field) =>
        draft.hash(algorithm, cell, field, algorithm === 'pdq' ? quality : null),
      );
    }
    let isOther = false;
    take('value', (cell, field) => {
      isOther = !takeTyped(draft, cells[places.get('algorithm')?.index ?? -1] ?? '', cell, field, quality);
    });
    if (isOther && draft.isEmpty) this.#sink.notKept(kindName(cells[places.get('algorithm')?.index ?? -1]));
    else draft.finish();
  }

  /**
   * The cells without the empty ones that spreadsheets leave at the end, and with hashdeep's unquoted name as one cell.
   */
  #fitted(cells: readonly string[]): readonly string[] {
    if (cells.length <= this.#width) return cells;
    if (this.#isHashdeep) {
      return [...cells.slice(0, this.#width - 1), cells.slice(this.#width - 1).join(this.#rows.delimiter)];
    }
    return cells.slice(this.#width).every((cell) => cell.trim() === '') ? cells.slice(0, this.#width) : cells;
  }

  #nameOf(index: number): string {
    const name = this.#names[index] ?? '';
    return isPlainFieldName(name) ? name : `column ${index + 1}`;
  }
}

/** The name under which a value of an unknown kind is counted. */
const kindName = (kind: string | undefined): string => kind?.trim().split('|').at(-1)?.trim() || 'other';

/**
 * Takes a value whose kind is given in another column. For MISP's `filename|md5`, the last of the two counts.
 * @returns false where its kind is not kept
 */
function takeTyped(
  draft: RecordDraft,
  kind: string,
  value: string,
  field: string,
  quality: number | null,
): boolean {
  const named = kindName(kind);
  const last = /\|/.test(kind) ? (value.split('|').at(-1) ?? value) : value;
  const algorithm = algorithmNamed(named);
  if (algorithm !== null) draft.hash(algorithm, last, field, algorithm === 'pdq' ? quality : null);
  else if (/^(?:url|uri|link|address)$/i.test(named)) draft.url(last, field);
  else return draft.lookThrough(value, field);
  return true;
}

function placesOf({ header, columns }: ColumnMapping, first: readonly string[], row: number): Places {
  const names = header ? first.map((name) => name.trim().toLowerCase()) : [];
  const places = new Map<Meaning, { index: number; name: string }>();
  for (const [column, reference] of Object.entries(columns) as [Meaning, string | number | undefined][]) {
    if (reference === undefined) continue;
    const wrong = (detail: RefusalDetail): ListRefused =>
      new ListRefused('wrong-header', detail, { row, field: column });
    const isNumber = typeof reference === 'number';
    const index = isNumber ? reference - 1 : names.indexOf(reference.trim().toLowerCase());
    if (index < 0) throw wrong({ code: 'mapped-name-missing', column });
    if (index >= first.length)
      throw wrong({ code: 'mapped-number-missing', number: index + 1, columns: first.length });
    if (!isNumber && names.lastIndexOf(names[index] ?? '') !== index) {
      throw wrong({ code: 'mapped-name-twice', column });
    }
    const name = isNumber ? (first[index] ?? '').trim() : reference;
    places.set(column, { index, name: header && isPlainFieldName(name) ? name : `column ${index + 1}` });
  }
  return places;
}
