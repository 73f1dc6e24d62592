import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { CaseId, DeviceId, EntryId, PersonId } from '../domain/ids.ts';
import { Instant } from '../domain/report.ts';
import { EntryKind } from '../ledger/kinds/all-kinds.ts';
import { Problem } from '../ledger/verify.ts';
import { WitnessReport } from '../ledger/witnessed.ts';
import { repeatable, unrepeatable } from './procedure.ts';

/** What stands in place of what a person must not see yet. */
const Blank = z.literal('');

/** A ledger entry as a person reads it. */
export const EntryView = z.object({
  seq: z.number().int(),
  id: EntryId.or(Blank),
  device: DeviceId,
  at: Instant.or(Blank),
  kind: EntryKind.or(Blank),
  actor: z.object({ id: z.string(), name: z.string() }),
  case: CaseId.nullable(),
  /**
   * The person must not see yet what it says: the case waits for their second review. Then only its place and its leaf hash are there:
   * id, time, kind and actor are blank and `data` is empty, because each of them tells something of the judgement.
   */
  withheld: z.boolean(),
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
  witnesses: WitnessReport,
});
export type VerifyReport = z.infer<typeof VerifyReport>;

/** A witness the policy in force names, or one that signed this ledger before. */
export const WitnessAnchor = z.object({
  /** Its C2SP verifier key. */
  by: z.string(),
  /** The largest checkpoint of it that counts is over this many entries; 0: it signed none. */
  size: z.number().int(),
  at: Instant.nullable(),
  /**
   * `named` by the policy in force; `removed` from it since it signed; `unnamed`: a policy never named it when it
   * signed, and what it signed counts for nothing.
   */
  standing: z.enum(['named', 'removed', 'unnamed']),
});
export type WitnessAnchor = z.infer<typeof WitnessAnchor>;

/** A desk that holds the checkpoint that went to it with a referral. */
export const DeskAnchor = z.object({
  /** The destination's short name. */
  by: z.string(),
  size: z.number().int(),
  at: Instant,
});
export type DeskAnchor = z.infer<typeof DeskAnchor>;

export const Anchors = z.object({
  /** How many entries there are. */
  size: z.number().int(),
  /**
   * A quorum of the witnesses named signed the entries before this number: they cannot be taken back without these
   * noticing. 0: nothing is anchored. What desks hold is told beside it and does not count.
   */
  anchored: z.number().int(),
  /** Entries since then. */
  since: z.number().int(),
  /** So many of the witnesses the policy in force names must have signed; 0: it names none. */
  quorum: z.number().int(),
  witnesses: z.array(WitnessAnchor),
  desks: z.array(DeskAnchor),
});
export type Anchors = z.infer<typeof Anchors>;

/** That an entry is in the ledger, for somebody to follow step by step, and as a file (C2SP tlog-proof). */
export const ProofView = z.object({
  seq: z.number().int(),
  /** The entry exactly as signed. */
  line: z.string(),
  leafHash: z.string(),
  /** RFC 6962 audit path, base64, from the leaf's sibling up. */
  path: z.array(z.string()),
  size: z.number().int(),
  root: z.string(),
  /** The signed note the path leads to, with what witnesses added to it. */
  note: z.string(),
  /** C2SP verifier key of the log. */
  key: z.string(),
  text: z.string(),
});
export type ProofView = z.infer<typeof ProofView>;

/** Which entries; a member that is left out leaves everything in. */
export const EntryFilter = z.strictObject({
  /** Entries about these cases, or naming them. */
  case: z.union([CaseId, z.array(CaseId).min(1).max(100)]).optional(),
  actor: z.union([PersonId, DeviceId, z.literal('recovery')]).optional(),
  kind: z.union([EntryKind, z.array(EntryKind).min(1).max(200)]).optional(),
  /** By the workstation's clock at the time, which may have jumped; `to` is not included. */
  from: Instant.optional(),
  to: Instant.optional(),
});
export type EntryFilter = z.infer<typeof EntryFilter>;

/** A piece of a text file. */
const Lines = z.object({ lines: z.array(z.string()) });

const WitnessKeyText = z.string().max(300);

export const auditContract = {
  entries: repeatable('read-ledger')
    .input(
      EntryFilter.extend({
        /** Newest first; entries before this sequence number. */
        before: z.number().int().optional(),
        limit: z.number().int().min(1).max(500).default(100),
      }),
    )
    .output(
      z.object({
        /** Entries that fit. */
        total: z.number().int(),
        /** Entries in all. */
        size: z.number().int(),
        entries: z.array(EntryView),
      }),
    ),
  /** The life of a case, oldest first: with the lives of the cases that were merged into it, and how it came in. */
  timeline: repeatable('read-ledger')
    .input(
      z.strictObject({
        case: CaseId,
        /** Entries after this sequence number. */
        after: z.number().int().nonnegative().optional(),
        limit: z.number().int().min(1).max(500).default(200),
      }),
    )
    .output(
      z.object({
        /** The case, and the cases that were merged into it. */
        cases: z.array(CaseId),
        total: z.number().int(),
        entries: z.array(EntryView),
      }),
    ),
  /**
   * Recomputes everything from the stored bytes; with a checkpoint kept since an earlier verification, compares with
   * that and judges the entries after it. The last event carries the report.
   */
  verify: unrepeatable('read-ledger')
    .input(z.strictObject({ since: z.string().max(20_000).optional() }).optional())
    .output(
      eventIterator(
        z.discriminatedUnion('phase', [
          z.object({ phase: z.literal('verifying'), entries: z.number().int(), total: z.number().int() }),
          z.object({ phase: z.literal('done'), report: VerifyReport }),
        ]),
      ),
    ),
  /** The C2SP signed note over the present size; made, and recorded, if there is none yet. */
  checkpoint: repeatable('read-ledger').output(
    z.object({
      size: z.number().int(),
      root: z.string(),
      note: z.string(),
      /** C2SP verifier key of the log. */
      key: z.string(),
    }),
  ),
  prove: repeatable('read-ledger')
    .input(z.strictObject({ seq: z.number().int().nonnegative() }))
    .output(ProofView),
  /** Up to where a quorum of the named witnesses could tell that the ledger was taken back, and who signed what. */
  anchors: repeatable('read-ledger').output(Anchors),
  /**
   * What to send to a witness the policy in force names (C2SP tlog-witness, add-checkpoint). The host brings it there: the
   * engine itself reaches nobody but the configured desks. Whoever reads the ledger may carry it, and names nobody by it.
   */
  anchorRequest: repeatable('read-ledger')
    .input(
      z.strictObject({
        witness: WitnessKeyText,
        /** The size the witness says it has; without it the size it last signed for us. */
        oldSize: z.number().int().nonnegative().optional(),
      }),
    )
    .output(z.object({ size: z.number().int(), oldSize: z.number().int(), body: z.string() })),
  /** Records a witness's answer: its cosignature lines over the checkpoint of this size. */
  recordAnchor: repeatable('read-ledger')
    .input(
      z.strictObject({ witness: WitnessKeyText, size: z.number().int(), answer: z.string().max(20_000) }),
    )
    .output(Anchors),
  /** The ledger as text lines an outsider can verify (`hashline-ledger/1`). */
  export: unrepeatable('export-ledger').output(eventIterator(Lines)),
  /** The entries that fit, each with the proof that it is under one common checkpoint (`hashline-selection/1`). */
  exportSelection: unrepeatable('export-ledger').input(EntryFilter).output(eventIterator(Lines)),
};
