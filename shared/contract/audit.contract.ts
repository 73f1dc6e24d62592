import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { CaseId, DeviceId, EntryId, PersonId } from '../domain/ids.ts';
import { Instant } from '../domain/report.ts';
import { Erased } from '../ledger/erased.ts';
import { EntryKind } from '../ledger/kinds/all-kinds.ts';
import { Problem, WithoutEffect } from '../ledger/verify.ts';
import { WitnessReport } from '../ledger/witnessed.ts';
import { repeatable, unrepeatable } from './procedure.ts';

/** The empty text that replaces what must be hidden from a person. */
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
   * The entry's content must be hidden from the person, because the case waits for their second review. Then only its
   * place and leaf hash are given: id, time, kind and actor are blank and `data` is empty, because each of them reveals
   * something of the decision.
   */
  withheld: z.boolean(),
  /** Data of the entry, as signed. */
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
  /** Entries that are right and have no effect, because their signer was removed or overtaken meanwhile. */
  late: z.number().int(),
  overtaken: z.number().int(),
  withoutEffect: z.array(WithoutEffect),
  witnesses: WitnessReport,
  /** What entries enclosed and later entries erased: the digests stay, and the rows hold no texts of it. */
  erased: z.array(Erased),
});
export type VerifyReport = z.infer<typeof VerifyReport>;

/** A witness that the policy in force names, or that signed this ledger before. */
export const WitnessAnchor = z.object({
  /** Its C2SP verifier key. */
  by: z.string(),
  /** Size of its largest checkpoint that counts; 0 if it signed none. */
  size: z.number().int(),
  at: Instant.nullable(),
  /**
   * `named` by the policy in force; `removed` from it since it signed; `unnamed`: no policy named it when it signed, so
   * its signature does not count.
   */
  standing: z.enum(['named', 'removed', 'unnamed']),
});
export type WitnessAnchor = z.infer<typeof WitnessAnchor>;

/** A desk that holds the checkpoint sent with a referral. */
export const DeskAnchor = z.object({
  /** The destination's short name. */
  by: z.string(),
  size: z.number().int(),
  at: Instant,
});
export type DeskAnchor = z.infer<typeof DeskAnchor>;

export const Anchors = z.object({
  /** Number of entries. */
  size: z.number().int(),
  /**
   * How many entries, from the first, a quorum of the named witnesses signed: they cannot be removed or changed without
   * these witnesses noticing. 0: nothing is anchored. Checkpoints at desks are listed separately and do not count.
   */
  anchored: z.number().int(),
  /** Number of entries after those. */
  since: z.number().int(),
  /** How many of the witnesses named by the policy in force must have signed; 0 where it names none. */
  quorum: z.number().int(),
  witnesses: z.array(WitnessAnchor),
  desks: z.array(DeskAnchor),
});
export type Anchors = z.infer<typeof Anchors>;

/** Proof that an entry is in the ledger, for a person to follow step by step, and as a file (C2SP tlog-proof). */
export const ProofView = z.object({
  seq: z.number().int(),
  /** The entry exactly as signed. */
  line: z.string(),
  leafHash: z.string(),
  /** RFC 6962 audit path, base64, from the leaf's sibling up. */
  path: z.array(z.string()),
  size: z.number().int(),
  root: z.string(),
  /** The signed note the path leads to, with the lines that witnesses added. */
  note: z.string(),
  /** C2SP verifier key of the log. */
  key: z.string(),
  text: z.string(),
});
export type ProofView = z.infer<typeof ProofView>;

/** Selects entries; an absent member does not restrict them. */
export const EntryFilter = z.strictObject({
  /** Entries that are about these cases or name them. */
  case: z.union([CaseId, z.array(CaseId).min(1).max(100)]).optional(),
  actor: z.union([PersonId, DeviceId, z.literal('recovery')]).optional(),
  kind: z.union([EntryKind, z.array(EntryKind).min(1).max(200)]).optional(),
  /** According to the workstation's clock at the time, which may have jumped; `to` is excluded. */
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
        /** Returns entries before this sequence number, newest first. */
        before: z.number().int().optional(),
        limit: z.number().int().min(1).max(500).default(100),
      }),
    )
    .output(
      z.object({
        /** Number of matching entries. */
        total: z.number().int(),
        /** Number of all entries. */
        size: z.number().int(),
        entries: z.array(EntryView),
      }),
    ),
  /** The history of a case, oldest first, with those of the cases merged into it, and how it came in. */
  timeline: repeatable('read-ledger')
    .input(
      z.strictObject({
        case: CaseId,
        /** Returns entries after this sequence number. */
        after: z.number().int().nonnegative().optional(),
        limit: z.number().int().min(1).max(500).default(200),
      }),
    )
    .output(
      z.object({
        /** The case, and the cases merged into it. */
        cases: z.array(CaseId),
        total: z.number().int(),
        entries: z.array(EntryView),
      }),
    ),
  /**
   * Recomputes everything from the stored bytes, then makes all rows anew from them and compares (`comparing`). With a checkpoint saved by an earlier verification, compares with it
   * and verifies the entries after it. The last event carries the report.
   */
  verify: unrepeatable('read-ledger')
    .input(z.strictObject({ since: z.string().max(20_000).optional() }).optional())
    .output(
      eventIterator(
        z.discriminatedUnion('phase', [
          z.object({
            phase: z.enum(['verifying', 'comparing']),
            entries: z.number().int(),
            total: z.number().int(),
          }),
          z.object({ phase: z.literal('done'), report: VerifyReport }),
        ]),
      ),
    ),
  /** The C2SP signed note over the present size; made and recorded if it does not exist yet. */
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
  /** How many entries a quorum of the named witnesses protects against removal, and who signed what. */
  anchors: repeatable('read-ledger').output(Anchors),
  /**
   * The request for a witness that the policy in force names (C2SP tlog-witness, add-checkpoint). The host delivers it,
   * because the engine itself connects only to configured desks. Everyone who may read the ledger may deliver it; that
   * gives them no say in which witnesses are named.
   */
  anchorRequest: repeatable('read-ledger')
    .input(
      z.strictObject({
        witness: WitnessKeyText,
        /** The size the witness says it has; absent where it is the one it last signed for us. */
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
  /** The ledger as text lines that an outsider can verify (`hashline-ledger/2`). */
  export: unrepeatable('export-ledger').output(eventIterator(Lines)),
  /** The same, each entry followed by what it encloses: notes, reasons, single reports, the bodies of referrals. */
  exportWithEnclosures: unrepeatable('export-enclosures').output(eventIterator(Lines)),
  /**
   * All reports as `hashline-report/1` lines, which another vault takes in as a file of reports, and how many are left out
   * because their texts were erased. It is recorded.
   */
  exportReports: unrepeatable('export-enclosures').output(
    eventIterator(Lines.extend({ erased: z.int().nonnegative() })),
  ),
  /** The matching entries, each with the proof that it is under one common checkpoint (`hashline-selection/1`). */
  exportSelection: unrepeatable('export-ledger').input(EntryFilter).output(eventIterator(Lines)),
};
