import type * as fc from 'fast-check';
import { canonicalText } from '../../shared/ledger/canonical-json.ts';
import { type EntryKind, KINDS } from '../../shared/ledger/kinds/all-kinds.ts';
import { fromSchema } from './from-schema.ts';

/**
 * Data that an entry of a kind may have. None has a member named `__proto__`: zod leaves it out when it reads, so a line
 * with one is not canonical and no entry.
 */
export const entryData = (kind: EntryKind): fc.Arbitrary<Record<string, unknown>> =>
  fromSchema(KINDS[kind].data).filter(
    (data): data is Record<string, unknown> =>
      hasCanonicalForm(data) && !namesProto(data) && KINDS[kind].data.safeParse(data).success,
  );

/** Whether a line can hold it: no infinity, no half of a character. */
function hasCanonicalForm(data: unknown): boolean {
  try {
    canonicalText(data);
    return true;
  } catch {
    return false;
  }
}

const namesProto = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (Object.hasOwn(value, '__proto__') || Object.values(value).some(namesProto));
