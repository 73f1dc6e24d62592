import type { PolicyVersion } from '../../../shared/contract/policy.contract.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { PolicyState, SideId } from './policy-state.ts';

export const versionSide = ({ id, version }: Pick<PolicyVersion, 'id' | 'version'>): SideId =>
  `version ${id} ${version}`;
export const proposalSide = (id: string): SideId => `proposal ${id}`;

/** The policy that a side of a comparison names; null where it is gone or not read yet. */
export function protocolOf(state: PolicyState, side: SideId | null): Protocol | null {
  if (side === null) return null;
  if (side === 'draft') return state.draft;
  // The object is returned as it is: a selector that makes a new object each time would render forever.
  const waiting = state.proposals.find(({ id }) => proposalSide(id) === side);
  if (waiting) return waiting;
  if (state.inForce && versionSide(state.inForce.version) === side) return state.inForce;
  return state.read[side] ?? null;
}

/** A policy as the text that the engine reads. */
export const rulesText = ({ policy, members }: Protocol): { policy: string; members: string } => ({
  policy: JSON.stringify(policy),
  members: JSON.stringify(members),
});
