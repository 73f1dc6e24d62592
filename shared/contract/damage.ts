import { z } from 'zod';

const whole = z.number().int();

/**
 * How stored bytes differ from what they must be, with the values that a text about it needs (shared/locales). `why`
 * and `at` are a library's own words and places, for the administrator.
 */
export const Damage = z.discriminatedUnion('problem', [
  z.strictObject({
    problem: z.enum([
      'no-policy-in-force',
      'wrong-cosignature',
      'device-secret-missing',
      'device-secret-damaged',
      'device-secret-exposed',
      'keyring-missing',
      'keyring-unreadable',
      'keyring-disagrees',
      'recovery-file-unknown',
      'database-missing',
      'database-empty',
      'database-plain',
      'database-damaged',
    ]),
  }),
  z.strictObject({ problem: z.enum(['policy-missing', 'labels-missing']), id: z.string(), version: whole }),
  z.strictObject({ problem: z.enum(['policy-invalid', 'members-invalid']), at: z.string(), why: z.string() }),
  z.strictObject({ problem: z.literal('case-missing'), case: z.string() }),
  z.strictObject({ problem: z.literal('batch-missing'), batch: z.string() }),
  z.strictObject({ problem: z.literal('quarantine-missing'), quarantine: z.string() }),
  z.strictObject({ problem: z.literal('assessment-missing'), assessment: z.string() }),
  z.strictObject({ problem: z.literal('second-review-without-case'), review: z.string() }),
  z.strictObject({ problem: z.literal('witness-saw-more'), seen: whole, size: whole }),
  z.strictObject({ problem: z.enum(['entry-missing', 'entry-unreadable']), seq: whole }),
  z.strictObject({ problem: z.literal('entry-not-under-checkpoint'), seq: whole, size: whole }),
  z.strictObject({ problem: z.literal('ledger-hashes-incomplete'), why: z.string() }),
  z.strictObject({ problem: z.literal('keyring-damaged'), at: z.string() }),
  z.strictObject({ problem: z.literal('database-setting'), setting: z.string() }),
  z.strictObject({ problem: z.literal('fact-missing'), name: z.string() }),
  z.strictObject({ problem: z.literal('key-missing'), purpose: z.string() }),
]);
export type Damage = z.infer<typeof Damage>;
