import { z } from 'zod';

/** ISO 3166-1 alpha-2, upper case. */
export const CountryCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, { error: 'needs a two-letter country code' });
export type CountryCode = z.infer<typeof CountryCode>;
