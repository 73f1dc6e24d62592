import { damaged } from '../storage/failure.ts';
import type { Cases } from './cases.ts';
import type { StoredCase } from './stored-case.ts';

/** A case that other rows or the record speak of. @throws Failure INTEGRITY where it is missing */
export function caseOf(cases: Pick<Cases, 'find'>, id: string): StoredCase {
  const stored = cases.find(id);
  if (stored === null) throw damaged({ problem: 'case-missing', case: id });
  return stored;
}

/**
 * The case that an entry is about. Another seat may have known it under another id, or before it was merged.
 * @throws Failure INTEGRITY where it is missing
 */
export function livingCase(cases: Pick<Cases, 'living'>, id: string): StoredCase {
  const stored = cases.living(id);
  if (stored === null) throw damaged({ problem: 'case-missing', case: id });
  return stored;
}
