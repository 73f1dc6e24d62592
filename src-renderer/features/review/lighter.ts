import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { QueueFilter } from '../../../shared/contract/queue-filter.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { WorkStore } from './work-state.ts';

/**
 * Kinds of work that ask less of a person than the next report, the lightest first: what lists already know, then files,
 * of which there are hashes alone.
 */
const LIGHTER: readonly QueueFilter[] = [
  { state: 'open', knownAs: 'baseline' },
  { state: 'open', knownAs: 'national' },
  { state: 'open', knownAs: 'listed' },
  { state: 'open', kind: 'file' },
];
const LOOKED_AT = 20;

interface LighterParts {
  client: Pick<EngineClient, 'review'>;
  work: WorkStore;
  isFree: (id: CaseId) => boolean;
  /** Counts it for the person alone. */
  count: () => Promise<void>;
}

/** Whether a case of a lighter kind can be offered in place of the open one. */
export function canBeOffered(
  row: CaseSummary,
  open: CaseSummary | null,
  isFree: (id: CaseId) => boolean,
): boolean {
  if (row.id === open?.id || !isFree(row.id)) return false;
  // What is as light as the open case is no change.
  const isAsHeavy = open !== null && row.kind === open.kind && row.knownAs === open.knownAs;
  return !isAsHeavy && row.assignedTo === null && row.claimedBy === null;
}

/**
 * Opens a lighter case than the open one, whose draft stays. Nobody is told.
 * @returns false where there is none
 */
export async function takeLighter({ client, work, isFree, count }: LighterParts): Promise<boolean> {
  const open = work.getState().detail?.summary ?? null;
  for (const filter of LIGHTER) {
    const { cases } = await client.review.queue({ ...filter, limit: LOOKED_AT });
    const found = cases.find((row) => canBeOffered(row, open, isFree));
    if (found === undefined) continue;
    await work.getState().open(found.id);
    await count();
    return true;
  }
  return false;
}
