import type { Entry } from '../../shared/ledger/entry.ts';
import { KINDS } from '../../shared/ledger/kinds/all-kinds.ts';

/** Entries that do not match the schema of their kind, each with the first mismatch. */
export const misfits = (entries: readonly Entry[]): string[] =>
  entries.flatMap(({ seq, kind, data }) => {
    const parsed = KINDS[kind].data.safeParse(data);
    if (parsed.success) return [];
    const [issue] = parsed.error.issues;
    return [`${seq} ${kind}: ${issue?.path.join('.')} ${issue?.message}`];
  });
