import { z } from 'zod';
import { CaseSummary } from '../domain/case.ts';
import { HashAlgorithm } from '../domain/hash-algorithm.ts';
import { ListMeaning, ListTrust } from '../domain/hash-list.ts';
import { CaseId, HashListId } from '../domain/ids.ts';
import { Instant } from '../domain/report.ts';
import { repeatable } from './procedure.ts';

/**
 * The kinds of value that lists can be asked about: a hash, or an address in its canonical form. Never guessed from the
 * value.
 */
export const MatchAlgorithm = z.enum([...HashAlgorithm.options, 'url']);
export type MatchAlgorithm = z.infer<typeof MatchAlgorithm>;

/** The number of bits in which two PDQ may differ; each list has its own unless a question states one for all. */
export const PdqDistance = z.int().min(0).max(128);

/** Most values of one `matchMany`, and the most bytes they may have when packed. */
export const MATCH_MANY = { values: 65_536, bytes: 65_536 * 32 } as const;

/** A record of an enabled list that holds a value, or a PDQ near it. */
export const ListMatch = z.object({
  list: HashListId,
  listName: z.string(),
  trust: ListTrust,
  /** The record's own meaning, otherwise its list's. */
  meaning: ListMeaning,
  /** The source's id of the record; the value itself where it has none. */
  record: z.string(),
  /** Names the value on its list for as long as it is there. */
  ref: z.int().min(0),
  algorithm: MatchAlgorithm,
  /** The value on the list: canonical, and different from the one asked for where the distance is not 0. */
  value: z.string(),
  /** Bits that differ; 0 for everything but PDQ. */
  distance: z.int().min(0),
  quality: z.int().nullable(),
  classification: z.string().nullable(),
  tags: z.array(z.string()),
  member: z.string().nullable(),
  updatedAt: Instant.nullable(),
});
export type ListMatch = z.infer<typeof ListMatch>;

/** The answer to many questions. */
export const BatchAnswer = z.object({
  asked: z.int().min(0),
  found: z.int().min(0),
  /** The lists to which hits refer by index. */
  lists: z.array(z.object({ list: HashListId, name: z.string() })),
  /** Packed; `readBatchHits` reads them. */
  hits: z.instanceof(Blob),
  /** Names of records, by the index of the hit; the other hits are named by the value that was asked for. */
  records: z.array(z.tuple([z.int().min(0), z.string()])),
});
export type BatchAnswer = z.infer<typeof BatchAnswer>;

export const matchingContract = {
  /**
   * Cases of this vault that hold exactly this hash, or are about this address. The algorithm is never guessed.
   * `waiting`: ids of those that wait for the person's own second review, about which nothing else is shown.
   */
  lookup: repeatable('review')
    .input(z.strictObject({ algorithm: MatchAlgorithm, value: z.string().max(4096) }))
    .output(z.object({ cases: z.array(CaseSummary), waiting: z.array(CaseId) })),
  /**
   * Records of enabled lists that hold this value; for PDQ, all within `distance` bits, or within each list's own
   * distance, the nearest first. The search is recorded in the ledger. CONFLICT while the index cannot be asked (see
   * `lists.index`); REFUSED where the value does not fit the algorithm.
   */
  match: repeatable('review')
    .input(
      z.strictObject({
        algorithm: MatchAlgorithm,
        value: z.string().max(4096),
        distance: PdqDistance.optional(),
      }),
    )
    .output(z.object({ matches: z.array(ListMatch) })),
  /**
   * The same as `match` for many values, with one ledger entry. `values`: texts, or the values' bytes one after the
   * other (16 for MD5, 20, 32, 32, 144 for PhotoDNA; 16 for an address: the beginning of the SHA-256 of its canonical
   * form).
   */
  matchMany: repeatable('review')
    .input(
      z.strictObject({
        algorithm: MatchAlgorithm,
        values: z.union([
          z.array(z.string().max(4096)).max(MATCH_MANY.values),
          z
            .instanceof(Blob)
            .refine((blob) => blob.size <= MATCH_MANY.bytes, { error: 'too many values at once' }),
        ]),
        distance: PdqDistance.optional(),
      }),
    )
    .output(BatchAnswer),
};
