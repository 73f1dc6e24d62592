import type { TeamStatus, TeamTrouble } from '../../../shared/contract/team.contract.ts';

/** How a seat stands with the others. */
export type Contact =
  /** The vault is no seat of a team. */
  | { kind: 'alone' }
  /** The first exchange since the unlock has not ended. */
  | { kind: 'beginning' }
  | { kind: 'in-contact' }
  | {
      kind: 'apart';
      trouble: TeamTrouble;
      /** By this seat's clock. */
      since: string;
      /** Own entries that the others do not have yet. */
      waiting: number;
      /** It does not end by itself: somebody has to look into it. */
      needsPerson: boolean;
    };

/** A hub that does not answer comes back; what a seat and the hub disagree about stays. */
const ENDS_BY_ITSELF: ReadonlySet<TeamTrouble> = new Set(['unreachable', 'taken-back', 'gap']);

export function contactOf(status: TeamStatus | null): Contact {
  if (status === null || status.hub === null) return { kind: 'alone' };
  const { trouble, since, waiting, isInContact } = status;
  if (trouble !== null && since !== null)
    return { kind: 'apart', trouble, since, waiting, needsPerson: !ENDS_BY_ITSELF.has(trouble) };
  return { kind: isInContact ? 'in-contact' : 'beginning' };
}
