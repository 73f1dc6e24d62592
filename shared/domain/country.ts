import { z } from 'zod';

/**
 * ISO 3166-1 alpha-2, upper case. Looked at before it is made upper case: `ß` and `ﬁ` would become two letters that
 * are a country.
 */
export const CountryCode = z
  .string()
  .trim()
  .refine((text) => /^[A-Za-z]{2}$/.test(text), { error: 'needs a two-letter country code', abort: true })
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, { error: 'needs a two-letter country code' });
export type CountryCode = z.infer<typeof CountryCode>;
