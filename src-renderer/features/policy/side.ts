import type { PolicyVersion } from '../../../shared/contract/policy.contract.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { PolicyState, SideId } from './policy-state.ts';

export const versionSide = ({ id, version }: Pick<PolicyVersion, 'id' | 'version'>): SideId =>
  `version ${id} ${version}`;
export const proposalSide = (id: string): SideId => `proposal ${id}`;

/** The rules a side stands for; null where they are gone or not read yet. */
export function protocolOf(state: PolicyState, side: SideId | null): Protocol | null {
  if (side === null) return null;
  if (side === 'draft') return state.draft;
  // Handed out as it is: a selector that makes a new object each time never comes to rest.
  const waiting = state.proposals.find(({ id }) => proposalSide(id) === side);
  if (waiting) return waiting;
  if (state.inForce && versionSide(state.inForce.version) === side) return state.inForce;
  return state.read[side] ?? null;
}

/** Rules as the engine reads them. */
export const rulesText = ({ policy, members }: Protocol): { policy: string; members: string } => ({
  policy: JSON.stringify(policy),
  members: JSON.stringify(members),
});
