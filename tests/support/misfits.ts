import type { Entry } from '../../shared/ledger/entry.ts';
import { KINDS } from '../../shared/ledger/kinds/all-kinds.ts';

/** The entries that do not say what their kind says, each with the first thing that is wrong. */
export const misfits = (entries: readonly Entry[]): string[] =>
  entries.flatMap(({ seq, kind, data }) => {
    const parsed = KINDS[kind].data.safeParse(data);
    if (parsed.success) return [];
    const [issue] = parsed.error.issues;
    return [`${seq} ${kind}: ${issue?.path.join('.')} ${issue?.message}`];
  });
