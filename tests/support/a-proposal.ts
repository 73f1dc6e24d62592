import type { Proposal, RulesText } from '../../shared/contract/policy.contract.ts';
import type { MemberTable } from '../../shared/domain/member-table.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { aCommand } from './a-command.ts';
import type { RunningEngine } from './a-vault.ts';

/** The policy in force with a higher version and a test's changes. */
export const nextPolicy = (vault: RunningEngine, change: Partial<Policy> = {}, by = 1): Policy => {
  const { policy } = vault.engine.context.vault.require().session;
  return { ...policy, version: policy.version + by, ...change };
};

/** A policy as a page sends it. */
export const sent = (policy: unknown, members?: MemberTable): RulesText => ({
  policy: JSON.stringify(policy),
  ...(members === undefined ? {} : { members: JSON.stringify(members) }),
});

/** Proposes a policy in the name of the person at work. */
export async function proposed(
  vault: RunningEngine,
  policy: Policy,
  members?: MemberTable,
): Promise<Proposal> {
  const rules = sent(policy, members);
  const digests = await vault.client.policy.check({ rules });
  const { proposal } = await vault.client.policy.propose({ command: aCommand(), rules, digests });
  return (await vault.client.policy.proposals()).find(({ id }) => id === proposal)!;
}

/** Activates a proposal in the name of the person at work. */
export const activate = (vault: RunningEngine, { id, digests }: Pick<Proposal, 'id' | 'digests'>) =>
  vault.client.policy.activate({ command: aCommand(), proposal: id, digests });
