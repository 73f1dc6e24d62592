import type { ColumnMapping } from '../../../../shared/domain/hash-list.ts';
import { HashAlgorithm } from '../../../../shared/domain/hashes.ts';
import { isPlainFieldName } from '../../../../shared/domain/refusal.ts';
import type { SliceReader } from '../../intake/chunk-collector.ts';
import { CsvRows } from '../../intake/csv-rows.ts';
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
  readonly #rows: CsvRows;
  #places: Places | null = null;
  #names: readonly string[] = [];
  #width: number | null = null;

  constructor(sink: ListSink, mapping: ColumnMapping) {
    this.#sink = sink;
    this.#mapping = mapping;
    this.#rows = new CsvRows(
      mapping.delimiter,
      (record, row) => this.#readRecord(record, row),
      ({ reason, detail }, row) => new ListRefused(reason, detail, { row }),
    );
  }

  feed(slice: Uint8Array): Promise<void> {
    return this.#rows.feed(slice);
  }

  async finish(): Promise<void> {
    await this.#rows.finish();
    if (this.#width === null) throw new ListRefused('empty-file', 'The file holds nothing but blank lines.');
  }

  #readRecord(record: string[], row: number): void {
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
