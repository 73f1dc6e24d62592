import type { Policy } from '../../shared/domain/policy.ts';
import { activate, nextPolicy, proposed } from './a-proposal.ts';
import { type AVault, aVault, PERSON } from './a-vault.ts';
import { atWork } from './colleagues.ts';

/** Puts a policy in force that allows blocking lists; both supervisors are needed. */
export async function allowBlocking(
  vault: AVault,
  dedicatedHosts: readonly string[] = [],
  change: Partial<Policy> = {},
): Promise<void> {
  await atWork(vault, PERSON);
  const blocking = { export: true, dedicatedHosts: [...dedicatedHosts] };
  const proposal = await proposed(vault, nextPolicy(vault, { blocking, ...change }));
  await atWork(vault, 'Tom');
  await activate(vault, proposal);
  await atWork(vault, PERSON);
}

/** A vault whose policy allows blocking lists. */
export async function aBlockingVault(
  dedicatedHosts: readonly string[] = [],
  { secondReview = 0, graceSeconds = 0 }: { secondReview?: number; graceSeconds?: number } = {},
): Promise<AVault> {
  const staff = [
    ['Tom', 'supervisor'],
    ['Ann', 'analyst'],
  ] as const;
  const vault = await aVault({ staff, secondReview, graceSeconds });
  await allowBlocking(vault, dedicatedHosts);
  return vault;
}
