import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { ReportInput, readDate } from '../../../shared/domain/report.ts';
import { gateBytes } from './byte-gate.ts';
import { ChunkCollector, readChunks, type SliceReader } from './chunk-collector.ts';
import { CsvRows } from './csv-rows.ts';
import { FileRefused, type ParsedChunk } from './intake-format.ts';
import { INTAKE_LIMITS } from './intake-limits.ts';

/** The columns of SCARt's import (AbuseIO/SCART-docs, docs/basic/import.md); all stand in the header. */
export const SCART_COLUMNS = ['URL', 'REFERER', 'WORKUSER-EMAIL', 'REFERENCE', 'SOURCE', 'TYPE'] as const;
/** Hashline's extension: country of hosting, date of receipt, and the reporter's words. */
export const SCART_EXTRA_COLUMNS = ['HOSTING', 'RECEIVED', 'NOTE'] as const;

type ScartColumn = (typeof SCART_COLUMNS)[number] | (typeof SCART_EXTRA_COLUMNS)[number];

/** Where a path of our schema stands in the source's words. */
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

/**
 * Reads SCARt's CSV: semicolons, double quotes, a header with the six SCARt columns in any order and case, and
 * Hashline's optional `HOSTING`, `RECEIVED` and `NOTE`. Each row is a report of one URL. Rows are numbered by the
 * line they begin on; the header is line 1.
 */
export function readScartCsv(bytes: AsyncIterable<Uint8Array>): AsyncIterable<ParsedChunk> {
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

  constructor(collector: ChunkCollector) {
    this.#collector = collector;
    this.#rows = new CsvRows(
      ';',
      (record, row) => this.#readRecord(record, row),
      (problem, row) => new FileRefused({ row, field: null, ...problem }),
    );
  }

  feed(slice: Uint8Array): Promise<void> {
    return this.#rows.feed(slice);
  }

  async finish(): Promise<void> {
    await this.#rows.finish();
    if (this.#columns === null) {
      throw new FileRefused({
        row: null,
        field: null,
        reason: 'empty-file',
        detail: 'The file holds nothing but blank lines.',
      });
    }
  }

  #readRecord(record: string[], row: number): void {
    if (this.#columns === null) {
      this.#columns = readHeader(record, row);
      this.#width = record.length;
      return;
    }
    this.#collector.countRow(row);
    if (record.length !== this.#width) {
      const more = record.length > this.#width;
      this.#collector.refuse({
        row,
        field: null,
        reason: more ? 'too-many-columns' : 'truncated',
        detail: more
          ? `The row has more columns than the header has (${this.#width}).`
          : `The row has fewer columns than the header has (${this.#width}); the file may have been cut off.`,
      });
      return;
    }
    this.#readRow(record, row, this.#columns);
  }

  #readRow(record: string[], row: number, columns: Readonly<Record<ScartColumn, number>>): void {
    const cell = (column: ScartColumn): string => record[columns[column]]?.trim() ?? '';
    const url = cell('URL');
    if (url === '') {
      this.#collector.refuse({ row, field: 'URL', reason: 'missing', detail: 'The row has no address.' });
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
      return;
    }
    if (received !== '' && receivedAt === null) {
      this.#collector.note({
        row,
        field: 'RECEIVED',
        notice: 'unknown-date',
        detail: 'The date cannot be believed or read; the report was taken without one.',
      });
    }
    this.#collector.take(row, parsed.data);
  }
}

const EXPECTED_HEADER = `${SCART_COLUMNS.join(';')}, optionally ${SCART_EXTRA_COLUMNS.join(', ')}`;

function readHeader(record: readonly string[], row: number): Readonly<Record<ScartColumn, number>> {
  const wrong = (field: string | null, problem: string): FileRefused =>
    new FileRefused({
      row,
      field,
      reason: 'wrong-header',
      detail: `${problem} The header must be ${EXPECTED_HEADER}.`,
    });
  if (record.length > INTAKE_LIMITS.maxCsvColumns) {
    throw new FileRefused({
      row,
      field: null,
      reason: 'too-many-columns',
      detail: `The header has more than ${INTAKE_LIMITS.maxCsvColumns} columns. It must be ${EXPECTED_HEADER}.`,
    });
  }
  if (record.length === 1 && /[,\t]/.test(record[0] ?? '')) {
    throw wrong(null, 'The columns must be separated by semicolons.');
  }
  const columns: Partial<Record<ScartColumn, number>> = {};
  const known: readonly ScartColumn[] = [...SCART_COLUMNS, ...SCART_EXTRA_COLUMNS];
  for (const [index, name] of record.entries()) {
    const column = known.find((candidate) => candidate === name.trim().toUpperCase());
    if (column === undefined) throw wrong(null, `Column ${index + 1} has a name Hashline does not know.`);
    if (columns[column] !== undefined)
      throw wrong(column, `The column ${column} stands in the header twice.`);
    columns[column] = index;
  }
  const missing = SCART_COLUMNS.find((column) => columns[column] === undefined);
  if (missing !== undefined) throw wrong(missing, `The column ${missing} is missing.`);
  // Extra columns that are absent point beyond every row and read as empty.
  return Object.fromEntries(known.map((column) => [column, columns[column] ?? -1])) as Record<
    ScartColumn,
    number
  >;
}
