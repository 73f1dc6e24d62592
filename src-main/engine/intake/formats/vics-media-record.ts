import { readDate } from '../../../../shared/domain/date.ts';
import type { HashAlgorithm } from '../../../../shared/domain/hash-algorithm.ts';
import { findMedia } from '../../../../shared/domain/hash-only.ts';
import { type KnownBadDetail, readHashValue } from '../../../../shared/domain/hash-value.ts';
import { IDENTIFYING_ALGORITHMS } from '../../../../shared/domain/hashes.ts';
import {
  type Notice,
  type NoticeKind,
  type Refusal,
  type RefusalReason,
  refusalsOf,
} from '../../../../shared/domain/refusal.ts';
import {
  mediaDetail,
  type NoticeDetail,
  type RefusalDetail,
} from '../../../../shared/domain/refusal-detail.ts';
import { ReportInput } from '../../../../shared/domain/report.ts';
import type { JsonScalar } from './strict-json.ts';
import { algorithmNamed } from './vics-names.ts';

/** A value of a record that is kept while the record is read. */
export type KeptValue = JsonScalar | KeptValue[] | { [key: string]: KeptValue };

/** One Media record of the document. */
export interface MediaRecord {
  row: number;
  fields: Readonly<Record<string, KeptValue>>;
  /** The faults found while reading. */
  refusals: Refusal[];
}

/**
 * Turns a Media record into a report of one file, and accepts what exports in use contain: hashes in upper case, sizes
 * as strings, empty strings and null for "none", dates in three forms, categories of many schemes.
 * @returns a report, or the reasons why there is none
 */
export function readMediaRecord(
  entry: MediaRecord,
  of: { reference: string | null; source: string | null },
): { report: ReportInput | null; refusals: Refusal[]; notices: Notice[] } {
  const { row, fields } = entry;
  const refusals = [...entry.refusals];
  const notices: Notice[] = [];
  const ignore = (field: string, detail: NoticeDetail, notice: NoticeKind = 'value-ignored'): void => {
    notices.push({ row, field, notice, detail });
  };

  const { hashes, bad, knownBad } = readHashes(fields, row, refusals, ignore);
  for (const { field, detail } of knownBad) ignore(field, detail, 'placeholder-hash');
  const isIdentified = IDENTIFYING_ALGORITHMS.some((algorithm) => hashes[algorithm] !== undefined);
  for (const { field, algorithm, detail } of bad) {
    if (isIdentified) ignore(field, { code: 'hash-left-out', algorithm });
    else refusals.push({ row, field, reason: 'bad-hash', detail });
  }
  if (Object.keys(hashes).length === 0 && refusals.length === 0) {
    const [first] = knownBad;
    refusals.push(
      first
        ? { row, ...first, reason: 'known-bad' }
        : { row, field: 'MD5', reason: 'missing', detail: { code: 'no-known-hash' } },
    );
  }
  const sizeBytes = readSize(fields.MediaSize);
  if (sizeBytes === 'unreadable') ignore('MediaSize', { code: 'size-left-out' });
  if (!isCategory(fields.Category)) ignore('Category', { code: 'category-not-a-number' });
  const date = textOf(fields.DateUpdated);
  const receivedAt = date === null ? null : readDate(date);
  if (date !== null && receivedAt === null) {
    ignore('DateUpdated', { code: 'date-left-out' }, 'unknown-date');
  }
  if (refusals.length > 0) return { report: null, refusals, notices: [] };

  const mimeType = textOf(fields.MimeType);
  const narrative = [textOf(fields.Comments), listOf(fields.Tags)].filter((text) => text !== null).join('\n');
  const parsed = ReportInput.safeParse({
    receivedAt,
    channel: 'file',
    ...(of.source === null ? {} : { source: of.source }),
    ...(of.reference === null ? {} : { reference: of.reference }),
    ...(narrative === '' ? {} : { narrative }),
    subjects: [
      {
        kind: 'file',
        hashes,
        ...(typeof sizeBytes === 'number' ? { sizeBytes } : {}),
        ...(mimeType === null ? {} : { mimeType }),
      },
    ],
  });
  if (parsed.success) return { report: parsed.data, refusals: [], notices };
  return {
    report: null,
    refusals: refusalsOf(parsed.error, row, (path) => FIELD_OF_PATH[path] ?? path),
    notices: [],
  };
}

/** Reasons for which a part of the record was not kept, so that what is left of it is another record. */
const LOSES_PARTS: ReadonlySet<RefusalReason> = new Set([
  'media',
  'too-long',
  'duplicate-key',
  'forbidden-key',
  'too-many-columns',
]);

/**
 * A refused record as an entry of a document, in its case where it had one.
 * @returns null where it was not refused, or only a part of it was kept
 */
export function refusedText(
  { fields }: MediaRecord,
  refusals: readonly Refusal[],
  of: { caseNumber: string | null; organisation: string | null } | null,
): string | null {
  if (refusals.length === 0 || refusals.some(({ reason }) => LOSES_PARTS.has(reason))) return null;
  if (of === null) return JSON.stringify(fields);
  return JSON.stringify({
    ...(of.caseNumber === null ? {} : { CaseNumber: of.caseNumber }),
    ...(of.organisation === null ? {} : { ContactOrganization: of.organisation }),
    Media: [fields],
  });
}

const FIELD_OF_PATH: Readonly<Record<string, string>> = {
  narrative: 'Comments',
  'subjects.0.mimeType': 'MimeType',
  'subjects.0.sizeBytes': 'MediaSize',
};

const HASH_FIELDS = { MD5: 'md5', SHA1: 'sha1', SHA256: 'sha256', PhotoDNA: 'photodna' } as const;

/** The result of a record's hash fields, before it is known whether the record can do without some of them. */
interface ReadHashes {
  hashes: Partial<Record<HashAlgorithm, string>>;
  /** Fields whose value is not a hash of the stated kind. */
  bad: { field: string; algorithm: HashAlgorithm; detail: RefusalDetail }[];
  /** Fields whose value stands for "no hash", or is known to be none. */
  knownBad: { field: string; detail: KnownBadDetail }[];
}

/**
 * Reads the hashes of a record. A value that is media is refused, and one that stands for "no hash" is left out with a
 * notice; a kind of hash with two different values is refused, because it is unknown which one is the file's.
 */
function readHashes(
  fields: MediaRecord['fields'],
  row: number,
  refusals: Refusal[],
  ignore: (field: string, detail: NoticeDetail) => void,
): ReadHashes {
  const hashes: ReadHashes['hashes'] = {};
  const bad: ReadHashes['bad'] = [];
  const knownBad: ReadHashes['knownBad'] = [];
  const take = (algorithm: HashAlgorithm, value: KeptValue | undefined, field: string): void => {
    if (value === undefined || value === null || value === '') return;
    const read =
      typeof value === 'string'
        ? readHashValue(algorithm, value)
        : { problem: 'bad-hash' as const, detail: { code: 'hash-not-text' as const } };
    const media = typeof value === 'string' && 'problem' in read ? findMedia(value) : null;
    if (media) refusals.push({ row, field, reason: 'media', detail: mediaDetail(media) });
    else if ('problem' in read && read.problem === 'known-bad') knownBad.push({ field, detail: read.detail });
    else if ('problem' in read) bad.push({ field, algorithm, detail: read.detail });
    else if (hashes[algorithm] !== undefined && hashes[algorithm] !== read.value) {
      refusals.push({
        row,
        field,
        reason: 'bad-hash',
        detail: { code: 'two-hashes-of-a-kind' },
      });
    } else hashes[algorithm] = read.value;
  };

  for (const [field, algorithm] of Object.entries(HASH_FIELDS)) take(algorithm, fields[field], field);
  const others = fields.AlternativeHashes;
  if (Array.isArray(others)) {
    for (const [index, other] of others.entries()) {
      const field = `AlternativeHashes.${index}`;
      const named = other !== null && typeof other === 'object' && !Array.isArray(other) ? other : null;
      const algorithm = algorithmNamed(textOf(named?.HashName) ?? '');
      if (algorithm) take(algorithm, named?.HashValue, `${field}.HashValue`);
      else ignore(`${field}.HashName`, { code: 'unknown-kind-of-hash' });
    }
  }
  return { hashes, bad, knownBad };
}

const textOf = (value: KeptValue | undefined): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/** Tags as one text; some exports write one text and others a list. */
function listOf(value: KeptValue | undefined): string | null {
  if (!Array.isArray(value)) return textOf(value);
  const texts = value.map(textOf).filter((text) => text !== null);
  return texts.length > 0 ? texts.join(', ') : null;
}

function readSize(value: KeptValue | undefined): number | 'none' | 'unreadable' {
  if (value === undefined || value === null || value === '') return 'none';
  const size = typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  return typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : 'unreadable';
}

/**
 * Whether the value is a category number. Hashline ignores these, because they mean different things in different
 * countries.
 */
const isCategory = (value: KeptValue | undefined): boolean =>
  value === undefined ||
  value === null ||
  typeof value === 'number' ||
  (typeof value === 'string' && /^\d*$/.test(value.trim()));
