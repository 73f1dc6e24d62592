import { z } from 'zod';

export const count = z.int().nonnegative();

/**
 * A country as it was signed. The domain's own schema would rewrite some codes and refuse those of former countries; a
 * signed one stays as it is.
 */
export const Country = z.string().regex(/^[A-Z]{2}$/);
