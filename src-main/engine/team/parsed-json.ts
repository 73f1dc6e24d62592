import type { z } from 'zod';
import { parseJsonBytes } from '../../exchange/parse-json-bytes.ts';

/** What JSON in UTF-8 says that came from another seat; null where it is none, or says something else. */
export function parsedJson<Schema extends z.ZodType>(
  schema: Schema,
  bytes: Uint8Array,
): z.output<Schema> | null {
  const { success, data } = schema.safeParse(parseJsonBytes(bytes));
  return success ? data : null;
}
