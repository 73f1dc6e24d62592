import { isGivenToAnother } from '../../../shared/domain/assignment.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import type { Role } from '../../../shared/domain/duty.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';

/** Who holds a case, as seen by one person. */
export interface CaseHolder {
  id: PersonId;
  /** `given` by a supervisor, or only `claimed`, where the last claim counts. */
  how: 'given' | 'claimed';
  isMe: boolean;
  /** A supervisor gave the case to another person, and this person is no supervisor. */
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

/** Whether a case still waits for a decision: only such cases can be handed over. */
export const isWaiting = ({ state }: Pick<CaseSummary, 'state'>): boolean =>
  state === 'open' || state === 'held' || state === 'escalated';
