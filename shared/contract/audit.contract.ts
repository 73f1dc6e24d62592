import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { CaseId, DeviceId, EntryId, PersonId } from '../domain/ids.ts';
import { Instant } from '../domain/report.ts';
import { EntryKind } from '../ledger/entry.ts';
import { Problem } from '../ledger/verify.ts';
import { procedure } from './failure.ts';

/** A ledger entry as a person reads it. */
export const EntryView = z.object({
  seq: z.number().int(),
  id: EntryId,
  device: DeviceId,
  at: Instant,
  kind: EntryKind,
  actor: z.object({ id: z.string(), name: z.string() }),
  case: CaseId.nullable(),
  /** Facts of the entry, as signed. */
  data: z.record(z.string(), z.unknown()),
  /** RFC 6962 leaf hash, base64. */
  leafHash: z.string(),
});
export type EntryView = z.infer<typeof EntryView>;

export const VerifyReport = z.object({
  ok: z.boolean(),
  entries: z.number().int(),
  /** RFC 6962 root over all entries, base64. */
  root: z.string(),
  checkpoints: z.number().int(),
  problems: z.array(Problem),
});
export type VerifyReport = z.infer<typeof VerifyReport>;

export const auditContract = {
  entries: procedure
    .input(
      z.strictObject({
        /** Newest first; entries before this sequence number. */
        before: z.number().int().optional(),
        limit: z.number().int().min(1).max(500).default(100),
        case: CaseId.optional(),
        actor: PersonId.optional(),
        kind: EntryKind.optional(),
      }),
    )
    .output(z.object({ total: z.number().int(), entries: z.array(EntryView) })),
  /** Recomputes everything from the stored bytes. The last event carries the report. */
  verify: procedure.output(
    eventIterator(
      z.discriminatedUnion('phase', [
        z.object({ phase: z.literal('verifying'), entries: z.number().int(), total: z.number().int() }),
        z.object({ phase: z.literal('done'), report: VerifyReport }),
      ]),
    ),
  ),
  /** The C2SP signed note over the present size; made if there is none yet. */
  checkpoint: procedure.output(z.object({ size: z.number().int(), root: z.string(), note: z.string() })),
  /** The ledger as text lines an outsider can verify (`hashline-ledger/1`). */
  export: procedure.output(eventIterator(z.object({ lines: z.array(z.string()) }))),
};
