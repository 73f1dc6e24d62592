import fc from 'fast-check';
import type { HashAlgorithm } from '../../shared/domain/hash-algorithm.ts';
import type { ColumnMapping, ListReading } from '../../shared/domain/hash-list.ts';
import type { ListNotice, ListRecord, ListRefusal } from '../../shared/domain/list-record.ts';
import type { ListCounts, ListEvent } from '../../src-main/engine/lists/formats/list-event.ts';
import { HASH_BYTES, QUALITY_UNSTATED } from '../../src-main/engine/lists/formats/list-event.ts';
import { readHashList } from '../../src-main/engine/lists/formats/read-hash-list.ts';
import { streamOf } from './intake.ts';

/** One record as a test states it; what is left out is not in the file. */
export interface WrittenRecord extends Partial<Record<HashAlgorithm, string>> {
  id?: string;
  member?: { id: string; name: string };
  updatedAt?: string;
  classification?: string;
  meaning?: string;
  tags?: readonly string[];
  url?: string;
  quality?: number;
  kind?: 'image' | 'video';
  deleted?: boolean;
  /** Other fingerprints of an NCMEC record, as XML. */
  others?: string;
  /** The feedback on an NCMEC record, as XML. */
  feedback?: string;
}

export const NCMEC = 'https://hashsharing.ncmec.org/hashsharing/v2';
const HASHES = ['md5', 'sha1', 'sha256', 'pdq', 'photodna'] as const;

export interface HashListBuilder {
  with(record: WrittenRecord): HashListBuilder;
  /** @param after the XML behind the lists of the page, for instance the link to the next page */
  asNcmecXml(after?: string): string;
  asVics(): string;
  asSums(form?: 'gnu' | 'binary' | 'bsd' | 'bare'): string;
  asCsv(mapping: ColumnMapping): string;
  asPdq(): string;
}

/** `aHashList().with({ id: 'a', md5: aHash(32, 1) }).asNcmecXml()` */
export const aHashList = (records: readonly WrittenRecord[] = []): HashListBuilder => ({
  with: (record) => aHashList([...records, record]),
  asNcmecXml: (after = '') => {
    const of = (kind: 'image' | 'video') => records.filter((record) => (record.kind ?? 'image') === kind);
    const list = (kind: 'image' | 'video') =>
      `<${kind}s count="${of(kind).length}">\n${of(kind).map(ncmecRecord).join('\n')}</${kind}s>\n`;
    return `<?xml version="1.0" encoding="UTF-8"?>\n<queryResult xmlns="${NCMEC}">\n${list('image')}${list('video')}${after}</queryResult>\n`;
  },
  asVics: () => JSON.stringify({ '@odata.context': '$metadata#Media', value: records.map(vicsRecord) }),
  asSums: (form = 'gnu') =>
    records
      .flatMap((record, index) =>
        (['md5', 'sha1', 'sha256'] as const).flatMap((algorithm) => {
          const value = record[algorithm];
          return value === undefined ? [] : [`${sumLine(algorithm, value, `file ${index}.bin`, form)}\n`];
        }),
      )
      .join(''),
  asCsv: (mapping) => csvOf(records, mapping),
  asPdq: () =>
    records.map(({ pdq, quality }) => `${pdq ?? ''}${quality === undefined ? '' : `,${quality}`}\n`).join(''),
});

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${escaped(text)}</${name}>`;

function ncmecRecord(record: WrittenRecord): string {
  const kind = record.kind ?? 'image';
  const name = record.deleted ? `deleted${kind === 'image' ? 'Image' : 'Video'}` : kind;
  const { member } = record;
  const parts = [
    member ? `<member id="${escaped(member.id)}">${escaped(member.name)}</member>` : '',
    element('timestamp', record.updatedAt),
    element('id', record.id),
    element('classification', record.classification),
  ];
  const fingerprints = HASHES.map((hash) => element(hash === 'photodna' ? 'pdna' : hash, record[hash]));
  const inner = `${fingerprints.join('')}${record.others ?? ''}`;
  if (inner !== '') parts.push(`<fingerprints>${inner}</fingerprints>`);
  return `<${name}>${parts.join('')}${record.feedback ?? ''}</${name}>`;
}

function vicsRecord(record: WrittenRecord): Record<string, unknown> {
  const alternatives = (['sha256', 'pdq'] as const).flatMap((hash) =>
    record[hash] === undefined ? [] : [{ HashName: hash.toUpperCase(), HashValue: record[hash] }],
  );
  return {
    MediaID: record.id === undefined ? null : Number(record.id),
    Category: record.classification === undefined ? null : Number(record.classification),
    MD5: record.md5?.toUpperCase() ?? '',
    SHA1: record.sha1?.toUpperCase(),
    PhotoDNA: record.photodna,
    ...(alternatives.length > 0 ? { AlternativeHashes: alternatives } : {}),
    Tags: record.tags,
    DateUpdated: record.updatedAt,
    MediaSize: 7,
    MimeType: 'image/jpeg',
    IsPrecategorized: 'true',
  };
}

function sumLine(
  algorithm: string,
  value: string,
  name: string,
  form: 'gnu' | 'binary' | 'bsd' | 'bare',
): string {
  if (form === 'bare') return value;
  if (form === 'bsd') return `${algorithm.toUpperCase()} (${name}) = ${value}`;
  return `${value} ${form === 'binary' ? '*' : ' '}${name}`;
}

/** A table with every column of the mapping; named columns in their order, numbered ones at their place. */
function csvOf(records: readonly WrittenRecord[], { header, delimiter, columns }: ColumnMapping): string {
  const places = Object.entries(columns).flatMap(([column, reference], index) =>
    reference === undefined
      ? []
      : [{ column, at: typeof reference === 'number' ? reference - 1 : index, reference }],
  );
  const width = Math.max(...places.map(({ at }) => at)) + 1;
  const row = (cells: ReadonlyMap<number, string>): string =>
    Array.from({ length: width }, (_, at) => `"${(cells.get(at) ?? '').replaceAll('"', '""')}"`).join(
      delimiter,
    );
  const cell = (record: WrittenRecord, column: string): string => {
    if (column === 'tags') return (record.tags ?? []).join(';');
    if (column === 'pdqQuality') return record.quality === undefined ? '' : String(record.quality);
    return String(record[column as keyof WrittenRecord] ?? '');
  };
  const lines = records.map((record) =>
    row(new Map(places.map(({ column, at }) => [at, cell(record, column)]))),
  );
  if (header) lines.unshift(row(new Map(places.map(({ at, reference }) => [at, String(reference)]))));
  return lines.map((line) => `${line}\n`).join('');
}

/** A record as readers give it: everything that a test does not state is empty. */
export const listRecord = (members: Partial<ListRecord>): ListRecord => ({
  sourceId: null,
  member: null,
  updatedAt: null,
  classification: null,
  meaning: null,
  tags: [],
  hashes: [],
  url: null,
  feedback: null,
  ...members,
});

/** Everything that reading the files of a list yields. */
export interface ReadList {
  records: [place: string, record: ListRecord][];
  tombstones: [place: string, id: string, updatedAt: string | null][];
  /** Packed values, unpacked: `[algorithm, hexadecimal digits]`, with the quality where one is stated. */
  values: [algorithm: HashAlgorithm, value: string, quality?: number][];
  refusals: ListRefusal[];
  notices: ListNotice[];
  /** Why files could not be read to their end. */
  failures: ListRefusal[];
  counts: ListCounts[];
}

export async function readList(
  files: string | Uint8Array | readonly (string | Uint8Array)[],
  reading: ListReading,
  { minimumPdqQuality, cuts = [] }: { minimumPdqQuality?: number; cuts?: readonly number[] } = {},
): Promise<ReadList> {
  const list: ReadList = {
    records: [],
    tombstones: [],
    values: [],
    refusals: [],
    notices: [],
    failures: [],
    counts: [],
  };
  const all = typeof files === 'string' || files instanceof Uint8Array ? [files] : files;
  const named = all.map((file, index) => ({ name: `page ${index + 1}`, bytes: streamOf(file, ...cuts) }));
  const policy = minimumPdqQuality === undefined ? {} : { minimumPdqQuality };
  for await (const event of readHashList(named, reading, policy)) take(event, list);
  return list;
}

function take(event: ListEvent, list: ReadList): void {
  switch (event.type) {
    case 'record':
      list.records.push([`${event.place.file}:${event.place.row}`, event.record]);
      break;
    case 'tombstone': {
      const { sourceId, updatedAt } = event.tombstone;
      list.tombstones.push([`${event.place.file}:${event.place.row}`, sourceId, updatedAt]);
      break;
    }
    case 'batch': {
      const { algorithm, values, count, qualities } = event.batch;
      const width = HASH_BYTES[algorithm];
      const bytes = Buffer.from(values);
      for (let index = 0; index < count; index++) {
        const value = bytes.toString('hex', index * width, (index + 1) * width);
        const quality = qualities?.[index] ?? QUALITY_UNSTATED;
        list.values.push(quality === QUALITY_UNSTATED ? [algorithm, value] : [algorithm, value, quality]);
      }
      break;
    }
    case 'refusal':
      list.refusals.push(event.refusal);
      break;
    case 'notice':
      list.notices.push(event.notice);
      break;
    case 'failed':
      list.failures.push(event.refusal);
      list.counts.push(event.counts);
      break;
    case 'end':
      list.counts.push(event.counts);
      break;
    case 'progress':
      break;
  }
}

/** The parts of a refusal to compare; the sentence is left out. */
export const placed = ({ row, field, reason }: ListRefusal): [number | null, string | null, string] => [
  row,
  field,
  reason,
];

const hexDigits = (digits: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits });

export const arbitraryMd5 = hexDigits(32);
export const arbitrarySha1 = hexDigits(40);
export const arbitrarySha256 = hexDigits(64);
/** A PDQ that is never all zeros, because that is refused. */
export const arbitraryPdq = hexDigits(63).map((digits) => `1${digits}`);
export const arbitraryPhotoDna = fc
  .uint8Array({ minLength: 144, maxLength: 144 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));
/** Sizes of the pieces a file arrives in. */
export const arbitraryCuts = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 });
export const arbitraryDate = fc
  .date({ noInvalidDate: true, min: new Date('2010-01-01'), max: new Date('2030-01-01') })
  .map((date) => date.toISOString());

/** The hashes that a record may have, for a record of `fc.record`. */
export const arbitraryHashes = {
  md5: arbitraryMd5,
  sha1: arbitrarySha1,
  sha256: arbitrarySha256,
  pdq: arbitraryPdq,
  photodna: arbitraryPhotoDna,
};

type Known = keyof typeof arbitraryHashes;

/** The hashes of a record, in the order in which a format gives them. */
export const hashesIn = (
  order: readonly Known[],
  hashes: { readonly [Algorithm in Known]?: string | undefined },
): { algorithm: Known; value: string }[] =>
  order.flatMap((algorithm) => {
    const value = hashes[algorithm];
    return value === undefined ? [] : [{ algorithm, value }];
  });

/** Reads a file twice, whole and in pieces of these sizes. Both readings must give the same. */
export async function readBothWays(
  file: string | Uint8Array,
  reading: ListReading,
  cuts: readonly number[],
): Promise<{ whole: ReadList; inPieces: ReadList }> {
  return { whole: await readList(file, reading), inPieces: await readList(file, reading, { cuts }) };
}
