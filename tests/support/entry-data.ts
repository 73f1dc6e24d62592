import type fc from 'fast-check';
import { type EntryKind, KINDS } from '../../shared/ledger/kinds/all-kinds.ts';
import { fromSchema } from './from-schema.ts';

/** Data that an entry of the kind can have. */
export const entryData = (kind: EntryKind): fc.Arbitrary<Record<string, unknown>> =>
  fromSchema(KINDS[kind].data).filter(
    (data): data is Record<string, unknown> => KINDS[kind].data.safeParse(data).success,
  );
