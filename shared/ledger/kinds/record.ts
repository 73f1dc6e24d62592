import { z } from 'zod';
import { DeviceId } from '../../domain/ids.ts';
import { kind } from './kind.ts';
import { count } from './plain-forms.ts';

/** The entries that were selected, by codes and ids; an absent member does not restrict them. */
export const Asked = z.strictObject({
  cases: z.array(z.string()).optional(),
  kinds: z.array(z.string()).optional(),
  actor: z.string().optional(),
  /** Instants of the workstation's clock; `to` is excluded. */
  from: z.string().optional(),
  to: z.string().optional(),
});
export type Asked = z.infer<typeof Asked>;

/**
 * The part that every verifier reads of an entry that records a witness's cosignature; a stricter schema would change
 * verdicts.
 */
export const Anchored = z.object({
  size: z.number().int().positive(),
  /** RFC 6962 root over that many entries, base64. */
  root: z.string(),
  /** The witness: its key name, and its raw Ed25519 public key, base64. */
  witness: z.string(),
  publicKey: z.string(),
  /** C2SP tlog-cosignature line. */
  cosignature: z.string(),
});
export type Anchored = z.infer<typeof Anchored>;

/**
 * The part that every verifier reads of an entry that names another branch of the log: where it left this one, how long it
 * is, the root over all of it, and whose entries it has from there on, in their order.
 */
export const Joined = z.object({
  from: z.number().int().positive(),
  size: z.number().int().positive(),
  root: z.string(),
  devices: z.array(DeviceId),
  /** Stretches of one workstation's entries: which of `devices`, and how many. */
  order: z.array(z.tuple([z.number().int().nonnegative(), z.number().int().positive()])),
});
export type Joined = z.infer<typeof Joined>;

/** Entries about the ledger itself: who exported it, and which outsiders vouch for it. */
export const recordKinds = [
  kind('audit.exported', {
    data: z.strictObject({
      entries: count,
      /** Absent where the whole ledger was exported. */
      selection: Asked.optional(),
    }),
    signer: 'person',
    duty: 'export-ledger',
    group: 'record',
    class: 'free',
    mentions: ({ selection }) => casesAskedFor(selection),
    changes: ['reviews'],
    isSealed: true,
  }),
  kind('audit.disclosed', {
    /** The record with what its entries enclose, or the reports alone; and how long the record was. */
    data: z.strictObject({ of: z.enum(['record', 'reports']), entries: count }),
    signer: 'person',
    duty: 'export-enclosures',
    group: 'record',
    class: 'free',
  }),
  kind('backup.made', {
    /** age recipients: whoever has the identity of one of them can read it. */
    data: z.strictObject({ recipients: z.array(z.string()) }),
    signer: 'person',
    duty: 'back-up',
    group: 'record',
    class: 'free',
  }),
  // What the workstation does by itself from now on; the last such entry counts.
  kind('backup.planned', {
    data: z.strictObject({
      plan: z
        .strictObject({
          everyHours: count,
          keep: count,
          /** age recipients; none means the recovery key. */
          recipients: z.array(z.string()),
        })
        .nullable(),
    }),
    /** The folder backups are written to. */
    enclosure: z.strictObject({ folder: z.string().nullable() }),
    signer: 'person',
    duty: 'back-up',
    group: 'record',
    class: 'free',
  }),
  kind('backup.scheduled', {
    data: z.strictObject({ recipients: z.array(z.string()) }),
    signer: 'device',
    group: 'record',
    class: 'machine',
  }),
  kind('checkpoint.made', {
    data: z.strictObject({}),
    signer: 'person',
    duty: 'read-ledger',
    group: 'record',
    class: 'free',
    isSealed: true,
  }),
  // A hub that was put back had another branch before: its entries come again, behind this one.
  kind('log.joined', {
    data: z.strictObject(Joined.shape),
    signer: 'person',
    duty: 'manage-people',
    group: 'record',
    class: 'firm',
    mentions: ({ devices }) => (Array.isArray(devices) ? devices : []),
    changes: ['branches'],
  }),
  kind('checkpoint.anchored', {
    data: z.strictObject(Anchored.shape),
    signer: 'device',
    group: 'record',
    class: 'machine',
    changes: ['witnesses'],
  }),
] as const;

function casesAskedFor(selection: unknown): readonly unknown[] {
  if (typeof selection !== 'object' || selection === null || !('cases' in selection)) return [];
  return Array.isArray(selection.cases) ? selection.cases : [];
}
