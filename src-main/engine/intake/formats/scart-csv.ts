import { readAddress } from '../../../../shared/domain/address.ts';
import { readDate } from '../../../../shared/domain/date.ts';
import { type NoticeKind, type RefusalReason, refusalsOf } from '../../../../shared/domain/refusal.ts';
import type { NoticeDetail, RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import { ReportInput } from '../../../../shared/domain/report.ts';
import { gateBytes } from './byte-gate.ts';
import { ChunkCollector, readChunks, type SliceReader } from './chunk-collector.ts';
import { type CsvRow, CsvRows } from './csv-rows.ts';
import { FileRefused, type FormatReader, type ParsedChunk } from './intake-format.ts';
import { INTAKE_LIMITS } from './intake-limits.ts';

/** The columns of SCARt's import (AbuseIO/SCART-docs, docs/basic/import.md); all stand in the header. */
const SCART_COLUMNS = ['URL', 'REFERER', 'WORKUSER-EMAIL', 'REFERENCE', 'SOURCE', 'TYPE'] as const;
/** Hashline's extension: country of hosting, date of receipt, and the reporter's words. */
export const SCART_EXTRA_COLUMNS = ['HOSTING', 'RECEIVED', 'NOTE'] as const;

type ScartColumn = (typeof SCART_COLUMNS)[number] | (typeof SCART_EXTRA_COLUMNS)[number];

/** The column that holds each path of our schema. */
const FIELD_OF_PATH: Readonly<Record<string, ScartColumn>> = {
  'subjects.0.url': 'URL',
  'subjects.0.referrer': 'REFERER',
  'subjects.0.siteType': 'TYPE',
  'subjects.0.hosting.country': 'HOSTING',
  reporter: 'WORKUSER-EMAIL',
  reference: 'REFERENCE',
  source: 'SOURCE',
  narrative: 'NOTE',
};

/** SCARt's own import reads no header: the columns have this order, and the last ones may be absent. */
const PLAIN_ORDER = orderOf(SCART_COLUMNS);

/** A line that tools write above a table: a comment, PowerShell's `#TYPE`, Excel's `sep=`. */
const isAboveTable = (line: string): boolean => /^(?:#|"?sep=.)/i.test(line);

/** Whether a cell is an address by its scheme or its form, so that a table may begin with it. */
function isAddressCell(cell: string): boolean {
  const text = cell.trim().replace(/^"|"$/g, '');
  const read = readAddress(text);
  if ('problem' in read || /\s/.test(read.address)) return false;
  return (
    read.kind === 'link' ||
    read.address !== text ||
    /^[a-z][a-z0-9+.-]*:\/\/|^www\./i.test(text) ||
    /^[^/\s]+\.[a-z]{2,}\//i.test(text)
  );
}

/**
 * Reads SCARt's CSV: double quotes, semicolons or, where the header says so, tabs or commas; a header with the six
 * SCARt columns in any order and case and Hashline's optional `HOSTING`, `RECEIVED` and `NOTE`, or no header and
 * SCARt's order (AbuseIO/SCART-application, Inputs_import.php). Each row is a report of one address. A field missing at
 * the end of a row is empty. Rows are numbered by the line they begin on, from 1.
 */
function readScartCsv(bytes: AsyncIterable<Uint8Array>): AsyncIterable<ParsedChunk> {
  const slices = gateBytes(bytes, {
    maxFileBytes: INTAKE_LIMITS.maxFileBytes,
    maxLineBytes: INTAKE_LIMITS.maxCsvLineBytes,
  });
  const collector = new ChunkCollector();
  return readChunks(slices, collector, new ScartReader(collector));
}

class ScartReader implements SliceReader {
  readonly #collector: ChunkCollector;
  readonly #rows: CsvRows;
  #columns: Readonly<Record<ScartColumn, number>> | null = null;
  #width = 0;
  #hasHeader = true;

  constructor(collector: ChunkCollector) {
    this.#collector = collector;
    this.#rows = new CsvRows(';', {
      row: (row) => this.#readRecord(row),
      refused: (problem, row) => {
        this.#collector.countRow(row);
        this.#collector.refuse({ row, field: null, ...problem });
      },
      failed: (problem, row) => new FileRefused({ row, field: null, ...problem }),
      delimiterOf,
    });
  }

  feed(slice: Uint8Array): void {
    this.#rows.feed(slice);
  }

  finish(): void {
    this.#rows.finish();
    const { emptyRows, separatorLine } = this.#rows;
    if (separatorLine !== null) this.#note(separatorLine, 'read-over', { code: 'delimiter-line' });
    if (emptyRows > 0) {
      this.#note(null, 'read-over', { code: 'empty-rows', rows: emptyRows });
    }
    if (this.#columns !== null) return;
    throw new FileRefused({
      row: null,
      field: null,
      reason: 'empty-file',
      detail: { code: 'no-row' },
    });
  }

  #note(row: number | null, notice: NoticeKind, detail: NoticeDetail): void {
    this.#collector.note({ row, field: null, notice, detail });
  }

  #readRecord(row: CsvRow): void {
    const { line, hasStrayQuotes, isUnended } = row;
    const cells = withoutEmptyTail(row.cells);
    if (this.#columns === null && isAboveTable(cells[0] ?? '')) {
      this.#note(line, 'read-over', { code: 'comment-line' });
      return;
    }
    if (this.#columns === null) {
      this.#begin(cells, line);
      if (this.#hasHeader) return;
    }
    const columns = this.#columns ?? PLAIN_ORDER;
    this.#collector.countRow(line);
    const refuse = (reason: RefusalReason, detail: RefusalDetail): void => {
      this.#collector.refuse({ row: line, field: null, reason, detail });
      this.#collector.keepRefused(line, rowInOrder(row.cells, columns));
    };
    if (cells.length > this.#width) {
      const code = this.#hasHeader ? 'more-columns-than-first' : 'more-columns-than-scart';
      refuse('too-many-columns', { code, columns: this.#width });
      return;
    }
    if (row.cells.length < this.#width && this.#hasHeader) {
      if (isUnended) {
        refuse('truncated', { code: 'last-row-cut-off', columns: this.#width });
        return;
      }
      this.#note(line, 'short-row', { code: 'short-row' });
    }
    if (hasStrayQuotes) {
      this.#note(line, 'stray-quote', { code: 'stray-quote' });
    }
    this.#readRow(cells, line, columns);
  }

  #begin(cells: readonly string[], line: number): void {
    this.#hasHeader = !isAddressCell(cells[0] ?? '');
    this.#columns = this.#hasHeader ? readHeader(cells, line) : PLAIN_ORDER;
    this.#width = this.#hasHeader ? cells.length : SCART_COLUMNS.length;
    if (!this.#hasHeader) {
      this.#note(line, 'no-header', { code: 'no-header', columns: [...SCART_COLUMNS] });
    }
    if (this.#rows.delimiter !== ';') {
      const code = SEPARATED_BY.get(this.#rows.delimiter) ?? 'other-sign-separates';
      this.#note(line, 'other-delimiter', { code });
    }
  }

  #readRow(record: readonly string[], row: number, columns: Readonly<Record<ScartColumn, number>>): void {
    const cell = (column: ScartColumn): string => record[columns[column]]?.trim() ?? '';
    const url = cell('URL');
    if (url === '') {
      this.#collector.refuse({ row, field: 'URL', reason: 'missing', detail: { code: 'no-address' } });
      this.#collector.keepRefused(row, rowInOrder(record, columns));
      return;
    }
    const received = cell('RECEIVED');
    const receivedAt = received === '' ? null : readDate(received);

    const subject: Record<string, unknown> = { kind: 'url', url };
    const report: Record<string, unknown> = { receivedAt, channel: 'file', subjects: [subject] };
    const put = (target: Record<string, unknown>, key: string, value: string): void => {
      if (value !== '') target[key] = value;
    };
    put(subject, 'referrer', cell('REFERER'));
    put(subject, 'siteType', cell('TYPE'));
    put(report, 'source', cell('SOURCE'));
    put(report, 'reference', cell('REFERENCE'));
    put(report, 'reporter', cell('WORKUSER-EMAIL'));
    put(report, 'narrative', cell('NOTE'));
    const country = cell('HOSTING');
    if (country !== '') subject.hosting = { country };

    const parsed = ReportInput.safeParse(report);
    if (!parsed.success) {
      this.#collector.refuse(...refusalsOf(parsed.error, row, (path) => FIELD_OF_PATH[path] ?? null));
      this.#collector.keepRefused(row, rowInOrder(record, columns));
      return;
    }
    if (received !== '' && receivedAt === null) {
      this.#collector.note({
        row,
        field: 'RECEIVED',
        notice: 'unknown-date',
        detail: { code: 'date-left-out' },
      });
    }
    this.#collector.take(row, parsed.data);
  }
}

const SEPARATED_BY = new Map([
  ['\t', 'tabs-separate' as const],
  [',', 'commas-separate' as const],
  ['|', 'bars-separate' as const],
]);

/** The columns of a right header, which every refusal of a wrong one names. */
const EXPECTED = { required: [...SCART_COLUMNS], optional: [...SCART_EXTRA_COLUMNS] };

function readHeader(record: readonly string[], row: number): Readonly<Record<ScartColumn, number>> {
  const wrong = (field: string | null, detail: RefusalDetail): FileRefused =>
    new FileRefused({ row, field, reason: 'wrong-header', detail });
  if (record.length > INTAKE_LIMITS.maxCsvColumns) {
    throw new FileRefused({
      row,
      field: null,
      reason: 'too-many-columns',
      detail: { code: 'header-too-wide', maximum: INTAKE_LIMITS.maxCsvColumns, ...EXPECTED },
    });
  }
  const columns: Partial<Record<ScartColumn, number>> = {};
  const known: readonly ScartColumn[] = [...SCART_COLUMNS, ...SCART_EXTRA_COLUMNS];
  for (const [index, name] of record.entries()) {
    const column = known.find((candidate) => candidate === name.trim().toUpperCase());
    if (column === undefined) {
      throw wrong(null, { code: 'header-name-unknown', column: index + 1, ...EXPECTED });
    }
    if (columns[column] !== undefined)
      throw wrong(column, { code: 'header-name-twice', name: column, ...EXPECTED });
    columns[column] = index;
  }
  const missing = SCART_COLUMNS.find((column) => columns[column] === undefined);
  if (missing !== undefined) {
    throw wrong(missing, { code: 'header-name-missing', name: missing, ...EXPECTED });
  }
  return orderOf(record.map((name) => name.trim().toUpperCase()));
}

/** The position of each column. Absent columns point beyond every row and read as empty. */
function orderOf(names: readonly string[]): Readonly<Record<ScartColumn, number>> {
  const known = [...SCART_COLUMNS, ...SCART_EXTRA_COLUMNS];
  return Object.fromEntries(known.map((column) => [column, names.indexOf(column)])) as Record<
    ScartColumn,
    number
  >;
}

/** Every column, in the order of a file that Hashline writes itself. */
const COLUMNS = [...SCART_COLUMNS, ...SCART_EXTRA_COLUMNS];

/** The cells of a row in the order of `COLUMNS`, and those that stand in no column behind them. */
function rowInOrder(cells: readonly string[], columns: Readonly<Record<ScartColumn, number>>): string {
  const places = COLUMNS.map((column) => columns[column]);
  const others = cells.filter((cell, index) => !places.includes(index) && cell.trim() !== '');
  return [...places.map((place) => cells[place] ?? ''), ...others].map(asCell).join(';');
}

const asCell = (text: string): string => (/[";\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Removes the delimiters that spreadsheets write for columns that are empty in every row. */
function withoutEmptyTail(cells: readonly string[]): readonly string[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1]?.trim() === '') end--;
  return cells.slice(0, end);
}

/** Chooses tabs, commas or bars if they split the header into more of SCARt's columns than semicolons do. */
function delimiterOf(firstLine: string): string | null {
  const known = (delimiter: string): number =>
    firstLine
      .split(delimiter)
      .filter((name) =>
        [...SCART_COLUMNS, ...SCART_EXTRA_COLUMNS].some(
          (column) => column === name.trim().replace(/^"|"$/g, '').toUpperCase(),
        ),
      ).length;
  const best = [';', '\t', ',', '|'].reduce((one, other) => (known(other) > known(one) ? other : one));
  if (known(best) > 0) return best;
  return firstLine.includes('\t') && !firstLine.includes(';') ? '\t' : null;
}

/** SCARt's upload, which its own users write by hand and with spreadsheets. */
export const scartCsv: FormatReader = {
  name: 'SCARt CSV',
  begins: beginsLikeScart,
  read: readScartCsv,
  fileOf: (rows) => [COLUMNS.join(';'), ...rows].map((row) => `${row}\n`).join(''),
  hasLines: true,
};

/** SCARt's header, or one that is nearly right: the parser then says where it is wrong. Or no header, and an address. */
function beginsLikeScart(head: string): boolean {
  if (/^[{[]/.test(head)) return false;
  const lines = head.split(/\r\n|\r|\n/).map((line) => line.trim());
  const first = lines.find((line) => line !== '' && !isAboveTable(line)) ?? '';
  const columns = first.split(/[;,\t|]/).map((name) => name.trim().replace(/^"|"$/g, '').toUpperCase());
  const known = columns.filter((name) => SCART_COLUMNS.some((column) => column === name));
  return known.includes('URL') || known.length >= 2 || isAddressCell(first.split(/[;\t]/)[0] ?? '');
}
