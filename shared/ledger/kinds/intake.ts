import { z } from 'zod';
import { BatchId, CaseId, ReportId } from '../../domain/ids.ts';
import { Digest } from '../../domain/referral.ts';
import { Channel } from '../../domain/report.ts';
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
    }),
    signer: 'person',
    duty: 'import',
    group: 'reports',
    class: 'free',
    mentions: ({ batch }) => [batch],
  }),
  kind('intake.reported', {
    data: z.strictObject({ report: ReportId, channel: Channel, cases: z.array(CaseId) }),
    signer: 'person',
    duty: 'report',
    group: 'reports',
    class: 'free',
    mentions: ({ cases }) => (Array.isArray(cases) ? cases : []),
  }),
] as const;
