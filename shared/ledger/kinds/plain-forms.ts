import { z } from 'zod';

export const count = z.int().nonnegative();

/**
 * A country as it was signed. The domain's own form would make another text of some, and refuses what is no country any more;
 * a signed one stays as it is.
 */
export const Country = z.string().regex(/^[A-Z]{2}$/);
