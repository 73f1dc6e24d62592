import { CsvError, type Parser, parse } from 'csv-parse';
import type { ColumnMapping } from '../../../../shared/domain/hash-list.ts';
import { HashAlgorithm } from '../../../../shared/domain/hashes.ts';
import { isPlainFieldName } from '../../../../shared/domain/refusal.ts';
import type { SliceReader } from '../../intake/chunk-collector.ts';
import { INTAKE_LIMITS } from '../../intake/intake-limits.ts';
import { EntryDraft } from './entry-draft.ts';
import { ListRefused } from './list-event.ts';
import type { ListSink } from './list-sink.ts';

type Meaning = keyof ColumnMapping['columns'];

/** Where each mapped column stands in a row, from 0, and what the source calls it. */
type Places = ReadonlyMap<Meaning, { index: number; name: string }>;

/**
 * Reads a table with a saved mapping of its columns. Each row is an entry; rows are numbered by the line they begin
 * on. Columns the mapping does not name are looked through for media and not kept. PDQ without a quality is taken.
 */
export class CsvListReader implements SliceReader {
  readonly #sink: ListSink;
  readonly #mapping: ColumnMapping;
  readonly #csv: Parser;
  #places: Places | null = null;
  #names: readonly string[] = [];
  #width: number | null = null;
  #nextLine = 1;

  constructor(sink: ListSink, mapping: ColumnMapping) {
    this.#sink = sink;
    this.#mapping = mapping;
    this.#csv = parse({
      delimiter: mapping.delimiter,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: INTAKE_LIMITS.maxCsvLineBytes,
      // Rows are taken here and never enter the stream's readable side: it would cost more than the parsing.
      on_record: (record: string[]) => {
        this.#readRecord(record);
        return undefined;
      },
    });
    // Failures reach the callbacks of write and end; without a listener they would also stop the process.
    this.#csv.on('error', () => {});
  }

  feed(slice: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#csv.write(slice, (error) => (error ? reject(this.#refused(error)) : resolve()));
    });
  }

  async finish(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#csv.once('error', (error) => reject(this.#refused(error)));
      this.#csv.end(() => resolve());
    });
    if (this.#width === null) throw new ListRefused('empty-file', 'The file holds nothing but blank lines.');
  }

  #refused(error: Error): Error {
    if (!(error instanceof CsvError)) return error;
    const row = this.#nextLine;
    if (error.code === 'CSV_MAX_RECORD_SIZE') {
      const detail = `The row is longer than ${INTAKE_LIMITS.maxCsvLineBytes} bytes; a quotation mark may not be closed.`;
      return new ListRefused('line-too-long', detail, { row });
    }
    const detail = 'A quotation mark that opens here is never closed; the file may have been cut off.';
    return new ListRefused('truncated', detail, { row });
  }

  #readRecord(record: string[]): void {
    const row = this.#nextLine;
    this.#nextLine += 1 + lineBreaksIn(record);
    if (record.length === 1 && record[0]?.trim() === '') return;
    if (this.#width === null) {
      this.#width = record.length;
      if (this.#mapping.header) this.#names = record.map((name) => name.trim());
      this.#places = placesOf(this.#mapping, record, row);
      if (this.#mapping.header) return;
    }
    if (this.#places) this.#readRow(record, row, this.#places, this.#width);
  }

  #readRow(record: string[], row: number, places: Places, width: number): void {
    const draft = new EntryDraft(this.#sink, row);
    const mapped = new Set([...places.values()].map(({ index }) => index));
    for (const [index, cell] of record.entries()) {
      if (!mapped.has(index)) draft.lookThrough(cell, this.#nameOf(index));
    }
    if (record.length !== width) {
      const more = record.length > width;
      draft.refuse(
        null,
        more ? 'too-many-columns' : 'truncated',
        `The row has ${more ? 'more' : 'fewer'} columns than the first one has (${width}).`,
      );
      draft.finish();
      return;
    }
    const take = (column: Meaning, use: (cell: string, field: string) => void): void => {
      const place = places.get(column);
      const cell = place && record[place.index]?.trim();
      if (place && cell) use(cell, place.name);
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
        draft.refuse(field, 'bad-value', 'The quality is a whole number from 0 to 100.');
      }
    });
    for (const algorithm of HashAlgorithm.options) {
      take(algorithm, (cell, field) =>
        draft.hash(algorithm, cell, field, algorithm === 'pdq' ? quality : null),
      );
    }
    draft.finish();
  }

  #nameOf(index: number): string {
    const name = this.#names[index] ?? '';
    return isPlainFieldName(name) ? name : `column ${index + 1}`;
  }
}

function placesOf({ header, columns }: ColumnMapping, first: readonly string[], row: number): Places {
  const names = header ? first.map((name) => name.trim().toLowerCase()) : [];
  const places = new Map<Meaning, { index: number; name: string }>();
  for (const [column, reference] of Object.entries(columns) as [Meaning, string | number | undefined][]) {
    if (reference === undefined) continue;
    const wrong = (detail: string): ListRefused =>
      new ListRefused('wrong-header', detail, { row, field: column });
    const isNumber = typeof reference === 'number';
    const index = isNumber ? reference - 1 : names.indexOf(reference.trim().toLowerCase());
    if (index < 0) throw wrong(`No column of the header has the name the mapping gives for ${column}.`);
    if (index >= first.length)
      throw wrong(`The mapping wants column ${index + 1}; the file has ${first.length}.`);
    if (!isNumber && names.lastIndexOf(names[index] ?? '') !== index) {
      throw wrong(`The header has two columns of the name the mapping gives for ${column}.`);
    }
    const name = isNumber ? (first[index] ?? '').trim() : reference;
    places.set(column, { index, name: header && isPlainFieldName(name) ? name : `column ${index + 1}` });
  }
  return places;
}

function lineBreaksIn(record: readonly string[]): number {
  let breaks = 0;
  for (const field of record) {
    for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) breaks++;
  }
  return breaks;
}
