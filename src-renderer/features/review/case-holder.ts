import { isGivenToAnother } from '../../../shared/domain/assignment.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import type { Role } from '../../../shared/domain/duty.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';

/** Whose a case is, seen by somebody. */
export interface CaseHolder {
  id: PersonId;
  /** `given` by a supervisor, or only claimed: the last claim counts. */
  how: 'given' | 'claimed';
  isMe: boolean;
  /** A supervisor gave it to somebody else, and I am none. */
  isClosedToMe: boolean;
}

export function holderOf(
  { assignedTo, claimedBy }: Pick<CaseSummary, 'assignedTo' | 'claimedBy'>,
  me: { id: PersonId; role: Role },
): CaseHolder | null {
  const id = assignedTo ?? claimedBy;
  if (id === null) return null;
  return {
    id,
    how: assignedTo === null ? 'claimed' : 'given',
    isMe: id === me.id,
    isClosedToMe: isGivenToAnother(assignedTo, me),
  };
}

/** Cases that still wait for somebody: only they can be handed over. */
export const isWaiting = ({ state }: Pick<CaseSummary, 'state'>): boolean =>
  state === 'open' || state === 'held' || state === 'escalated';
