import { z } from 'zod';
import { ErasureReason } from '../../domain/erasure.ts';
import { BatchId, CaseId, ReportId } from '../../domain/ids.ts';
import { kind } from './kind.ts';
import { count } from './plain-forms.ts';

export const retentionKinds = [
  kind('enclosures.erased', {
    data: z.strictObject({
      /** The cases whose texts are erased, with those merged into them. */
      cases: z.array(CaseId),
      /** The entries, by number, that no longer have what they enclosed. */
      entries: z.array(count),
      /** How many reports lost their texts. */
      reports: count,
      /** Reports of these cases that keep theirs, because they are about other cases too. */
      kept: z.array(ReportId),
      /** Files whose rows lost texts, with the root over the rows as they are from now on (base64). */
      batches: z.array(z.strictObject({ batch: BatchId, rowsRoot: z.string() })),
      /** Where a rule chose the cases: those decided before this day (UTC). */
      decidedBefore: z.iso.date().optional(),
      reason: ErasureReason,
    }),
    /** What is left of what these entries enclosed: codes, times and ids, from which rows still follow. */
    enclosure: z.strictObject({
      left: z.array(z.strictObject({ entry: count, says: z.record(z.string(), z.unknown()) })),
    }),
    signer: 'person',
    duty: 'erase',
    group: 'record',
    class: 'free',
    mentions: ({ cases }) => (Array.isArray(cases) ? cases : []),
  }),
] as const;
