import type { TeamStatus } from '../../../shared/contract/team.contract.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { beginsWith } from '../../../shared/domain/share-of-queue.ts';
import { contactOf } from './contact.ts';

/** Why a case is rather for another seat: somebody has it open there, or it is in that seat's share while there is no contact. */
export type Elsewhere = { why: 'open'; name: string } | { why: 'share' };

/** A seat that was not heard of for longer before contact was lost takes no share of the queue. */
const SHARES_MS = 24 * 3_600_000;

/** @returns null where the case is as much this seat's as any other's */
export function elsewhereOf(status: TeamStatus | null, id: CaseId): Elsewhere | null {
  const contact = contactOf(status);
  if (status === null || contact.kind === 'alone') return null;
  if (contact.kind === 'in-contact') {
    const there = status.seats.find((seat) => !seat.isHere && !seat.isRemoved && seat.case === id);
    return there === undefined ? null : { why: 'open', name: there.person?.name ?? there.device.slice(-6) };
  }
  if (contact.kind !== 'apart') return null;
  const sinceMs = Date.parse(contact.since);
  const sharing = status.seats.filter(
    ({ isHere, isRemoved, heardAt }) =>
      isHere || (!isRemoved && heardAt !== null && sinceMs - Date.parse(heardAt) < SHARES_MS),
  );
  const device = beginsWith(
    id,
    sharing.map((seat) => seat.device),
  );
  return sharing.some((seat) => seat.isHere && seat.device !== device) ? { why: 'share' } : null;
}
