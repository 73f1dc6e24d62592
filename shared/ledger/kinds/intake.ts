import { z } from 'zod';
import { BatchId, CaseId, ReportId } from '../../domain/ids.ts';
import { ReceivedCount } from '../../domain/received-counts.ts';
import { Digest } from '../../domain/referral.ts';
import { Channel, ReportInput } from '../../domain/report.ts';
import { kind } from './kind.ts';
import { count } from './plain-forms.ts';

export const intakeKinds = [
  kind('intake.imported', {
    data: z.strictObject({
      batch: BatchId,
      fileSha256: Digest,
      /** RFC 6962 root over the rows as they were taken in, base64. */
      rowsRoot: z.string(),
      format: z.string(),
      reports: count,
      subjects: count,
      refused: count,
      received: z.array(ReceivedCount),
      /** The profile that a table was read with. */
      profile: z.strictObject({ name: z.string(), sha256: Digest }).optional(),
    }),
    enclosure: z.strictObject({ fileName: z.string() }),
    signer: 'person',
    duty: 'import',
    group: 'reports',
    class: 'free',
    mentions: ({ batch }) => [batch],
  }),
  // A file is stored piece by piece between other work; what each piece joins depends on what was there.
  kind('intake.stored', {
    /** `through`: the number of the last piece of rows stored so far. */
    data: z.strictObject({ batch: BatchId, through: count, isLast: z.boolean() }),
    signer: 'device',
    group: 'reports',
    class: 'machine',
    mentions: ({ batch }) => [batch],
  }),
  kind('intake.reported', {
    data: z.strictObject({
      report: ReportId,
      channel: Channel,
      /** The day (UTC) it says it was received on. */
      receivedOn: z.iso.date().nullable(),
      cases: z.array(CaseId),
    }),
    enclosure: z.strictObject({ report: ReportInput }),
    signer: 'person',
    duty: 'report',
    group: 'reports',
    class: 'free',
    mentions: ({ cases }) => (Array.isArray(cases) ? cases : []),
  }),
  /** How tables of one layout are read. Saved again under its name, it is the next version. */
  kind('intake.profile-saved', {
    data: z.strictObject({
      name: z.string(),
      /** Of the canonical JSON of `body`. */
      sha256: Digest,
      /** Accepts any form: a profile stays as valid as it was when it was signed. */
      body: z.record(z.string(), z.unknown()),
    }),
    signer: 'person',
    duty: 'import',
    group: 'reports',
    class: 'free',
  }),
  kind('intake.profile-removed', {
    data: z.strictObject({ name: z.string() }),
    signer: 'person',
    duty: 'import',
    group: 'reports',
    class: 'free',
  }),
] as const;
