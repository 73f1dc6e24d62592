import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ErasureReason, WaitsFor } from '../domain/erasure.ts';
import { CaseId } from '../domain/ids.ts';
import { Instant } from '../domain/report.ts';
import { repeatable, unrepeatable } from './procedure.ts';

/** Cases by their ids, or all whose last decision was made before a day (UTC). */
const ErasureScope = z.union([
  z.strictObject({ cases: z.array(CaseId).min(1).max(1000) }),
  z.strictObject({ decidedBefore: z.iso.date() }),
]);
export type ErasureScope = z.infer<typeof ErasureScope>;

/** Cases of which nothing is erased, because they wait for something. */
const Waiting = z.object({
  for: WaitsFor,
  cases: z.int(),
  /** Some of them. */
  some: z.array(CaseId),
});

export const ErasurePlan = z.object({
  /** Cases with something to erase, without those merged into them. */
  cases: z.int(),
  /** Reports about them that have texts. */
  reports: z.int(),
  /** Reports that keep their texts, because they are also about a case that stays as it is. */
  kept: z.int(),
  waiting: z.array(Waiting),
  /** Cases whose texts were erased before. */
  before: z.int(),
  /** Refused rows of files that were imported before the day; they are about no case. */
  refusedRows: z.int(),
  /** Older databases in the vault's folder that a repair left: they still hold all texts. */
  olderCopies: z.array(z.string()),
  /** When the last backup was made; it holds all texts. Null where none was. */
  lastBackupAt: Instant.nullable(),
});
export type ErasurePlan = z.infer<typeof ErasurePlan>;

export const ErasureResult = z.object({
  cases: z.int(),
  reports: z.int(),
  /** Entries that no longer have what they enclosed. */
  entries: z.int(),
  /** The numbers of the entries that say so. */
  acts: z.array(z.int()),
  refusedRows: z.int(),
});
export type ErasureResult = z.infer<typeof ErasureResult>;

const ErasureStep = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('erasing'), done: z.int(), of: z.int() }),
  z.object({ phase: z.literal('done'), result: ErasureResult }),
]);
export type ErasureStep = z.infer<typeof ErasureStep>;

export const retentionContract = {
  /** What an erasure would erase now, and what it would leave. */
  preview: repeatable('erase')
    .input(z.strictObject({ scope: ErasureScope }))
    .output(ErasurePlan),
  /**
   * Erases the texts of decided cases, a few cases at a time, each time with an entry: narratives, who reported, notes,
   * reasons, drafts. Codes, hashes, addresses, times and digests stay. Cases that wait for something are left out. One
   * that is cut off has erased what its entries say.
   */
  erase: unrepeatable('erase')
    .input(z.strictObject({ scope: ErasureScope, reason: ErasureReason }))
    .output(eventIterator(ErasureStep)),
};
