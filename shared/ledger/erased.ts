import { z } from 'zod';

/** How many enclosures an entry of the record erased. */
export const Erased = z.object({
  /** The number of that entry. */
  by: z.int(),
  entries: z.int(),
});
export type Erased = z.infer<typeof Erased>;
