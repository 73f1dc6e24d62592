import { z } from 'zod';

/** How a person wants to be shown what is hard to read. Kept in the vault, at each seat; shown to nobody else. */
export const Preferences = z.strictObject({
  /** A narrative that was asked for is blurred until a press, while a key is held, or not at all. */
  narrative: z.enum(['press', 'hold', 'open']).default('press'),
  wording: z.enum(['full', 'reduced']).default('full'),
  colours: z.enum(['full', 'reduced']).default('full'),
});
export type Preferences = z.infer<typeof Preferences>;

export const DEFAULT_PREFERENCES: Preferences = Preferences.parse({});
