import { z } from 'zod';

/** Why the index of the hash lists cannot be used. */
export const IndexFault = z.strictObject({
  problem: z.enum([
    'wrong-input',
    'removed-ref',
    'no-memory',
    'zeroed',
    'not-written',
    'closed',
    /** It failed before it could answer anything. */
    'not-started',
  ]),
  /** The same for the terminal and for whoever looks for the cause. */
  words: z.string(),
});
export type IndexFault = z.infer<typeof IndexFault>;
