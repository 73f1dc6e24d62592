import { z } from 'zod';

/** What was asked for and does not exist, with the values that a text about it needs (shared/locales). */
export const Missing = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.enum([
      'column-mapping',
      'vault',
      'recovery-file',
      'import',
      'batch',
      'refused-row',
      'saved-view',
      'import-profile',
    ]),
  }),
  z.strictObject({
    what: z.enum([
      'case',
      'hash-list',
      'quarantined-record',
      'referral',
      'person',
      'second-review',
      'golden-case',
      'note',
      'policy',
      'proposal',
    ]),
    id: z.string(),
  }),
  z.strictObject({ what: z.literal('match'), id: z.string(), case: z.string() }),
  z.strictObject({ what: z.literal('narrative'), report: z.string(), case: z.string() }),
  z.strictObject({ what: z.literal('policy-version'), id: z.string(), version: z.number().int() }),
  z.strictObject({ what: z.literal('sampling-period'), period: z.string() }),
  z.strictObject({ what: z.literal('checkpoint'), size: z.number().int() }),
  z.strictObject({ what: z.literal('ledger-entry'), seq: z.number().int() }),
]);
export type Missing = z.infer<typeof Missing>;
