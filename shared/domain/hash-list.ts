import { z } from 'zod';
import { HashAlgorithm } from './hash-algorithm.ts';
import { HashListId } from './ids.ts';
import { inboundText } from './inbound-text.ts';
import { told } from './refusal.ts';
import type { RefusalDetail } from './refusal-detail.ts';

/** What a list says about its values. `negative`: wrongly matched before; `watch`: worth a look, nothing more. */
export const ListMeaning = z.enum(['baseline', 'national', 'known-legal', 'negative', 'watch']);
export type ListMeaning = z.infer<typeof ListMeaning>;

/** The file formats of hash lists. Never detected: the caller states which. */
export const ListFormat = z.enum(['ncmec-xml', 'vics', 'sums', 'csv', 'pdq']);
export type ListFormat = z.infer<typeof ListFormat>;

/** How far this hotline trusts a list. */
export const ListTrust = z.enum(['low', 'medium', 'high']);
export type ListTrust = z.infer<typeof ListTrust>;

/**
 * The effect of an import on the previous version. `replace`: the files are the whole list. `add`: nothing is removed,
 * even by tombstones. `delta`: records add or update by their id, tombstones remove.
 */
export const UpdateMode = z.enum(['replace', 'add', 'delta']);
export type UpdateMode = z.infer<typeof UpdateMode>;

/** A column by its name in the header (in any letter case) or by its number, counted from 1. */
export const ColumnReference = z.union([inboundText(200).trim().min(1), z.int().min(1).max(256)]);
export type ColumnReference = z.infer<typeof ColumnReference>;

type MappingProblem = Extract<RefusalDetail['code'], `mapping-${string}`>;

/** How to read a table of any layout. It is saved with the list, so that the next version is read the same way. */
export const ColumnMapping = z
  .strictObject({
    delimiter: z.enum([',', ';', '\t', '|']).default(','),
    /** Whether the first row names the columns. */
    header: z.boolean(),
    columns: z.strictObject({
      md5: ColumnReference.optional(),
      sha1: ColumnReference.optional(),
      sha256: ColumnReference.optional(),
      photodna: ColumnReference.optional(),
      pdq: ColumnReference.optional(),
      pdqQuality: ColumnReference.optional(),
      url: ColumnReference.optional(),
      /**
       * For tables with several kinds of value: the column that states the kind (`md5`, `sha256`, `url`, MISP's
       * `filename|md5`), and the one with the value.
       */
      algorithm: ColumnReference.optional(),
      value: ColumnReference.optional(),
      id: ColumnReference.optional(),
      classification: ColumnReference.optional(),
      /** A cell may hold several tags, separated by semicolons or bars. */
      tags: ColumnReference.optional(),
      /** A column with one of `ListMeaning`, for lists with several meanings. */
      meaning: ColumnReference.optional(),
    }),
  })
  .superRefine(({ header, columns }, context) => {
    const object = (code: MappingProblem, path: string[] = ['columns']) =>
      context.addIssue({ code: 'custom', path, ...told({ code }) });
    if (
      ![...HashAlgorithm.options, 'url' as const, 'value' as const].some(
        (name) => columns[name] !== undefined,
      )
    ) {
      object('mapping-without-value');
    }
    if (columns.pdqQuality !== undefined && columns.pdq === undefined) {
      object('mapping-of-quality-alone');
    }
    if ((columns.value === undefined) !== (columns.algorithm === undefined)) {
      object('mapping-of-half-a-pair');
    }
    const references = Object.entries(columns).filter(([, reference]) => reference !== undefined);
    for (const [name, reference] of references) {
      if (!header && typeof reference === 'string') {
        object('mapping-needs-number', ['columns', name]);
      }
    }
    const places = references.map(([, reference]) => String(reference).toLowerCase());
    if (new Set(places).size < places.length) object('mapping-uses-column-twice');
  });
export type ColumnMapping = z.infer<typeof ColumnMapping>;

/** The kinds of checksum that a list of sums may hold. */
export const SumAlgorithm = z.enum(['md5', 'sha1', 'sha256']);
export type SumAlgorithm = z.infer<typeof SumAlgorithm>;

/**
 * How to read the files of a list. Lists of sums must state the algorithm, because 64 hexadecimal digits may be SHA-256
 * or PDQ.
 */
export const ListReading = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('ncmec-xml') }),
  z.strictObject({ format: z.literal('vics') }),
  z.strictObject({ format: z.literal('sums'), algorithm: SumAlgorithm.optional() }),
  z.strictObject({ format: z.literal('csv'), mapping: ColumnMapping }),
  z.strictObject({ format: z.literal('pdq') }),
]);
export type ListReading = z.infer<typeof ListReading>;

const count = z.int().min(0);

/** The facts about a list itself. */
export const HashListInfo = z.strictObject({
  id: HashListId,
  name: inboundText(200).min(1),
  /** The organisation responsible for the list, in the hotline's words. */
  owner: inboundText(200).min(1),
  /** The purpose of the list. */
  purpose: inboundText(1000),
  /** The meaning of its records, unless a record states another. */
  meaning: ListMeaning,
  trust: ListTrust,
  /** The terms under which the list may be used, and until when. */
  licence: inboundText(2000),
  /** The day whose state the list describes, according to its owner. */
  asOf: z.iso.date().nullable(),
  /** Counts the imports that changed the list, from 1; 0 before the first. */
  version: count,
  enabled: z.boolean(),
  counts: z.strictObject({
    records: count,
    urls: count,
    hashes: z.partialRecord(HashAlgorithm, count),
  }),
});
export type HashListInfo = z.infer<typeof HashListInfo>;

const DAY_MS = 86_400_000;

/**
 * Whether a list is older than its owner's update interval allows. A list without a date is stale, and so is one dated
 * more than a day ahead (the day may have begun further east): its date says nothing.
 * @param asOf the day whose state the list describes, `YYYY-MM-DD`
 * @param days how many days after that day the list still counts as fresh
 */
export function isStale(asOf: string | null, nowMs: number, days: number): boolean {
  if (asOf === null) return true;
  const ageMs = nowMs - Date.parse(`${asOf}T00:00:00.000Z`);
  return !(ageMs >= -DAY_MS && ageMs < (days + 1) * DAY_MS);
}
