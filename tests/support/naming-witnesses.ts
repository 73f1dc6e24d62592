import { activate, nextPolicy, proposed } from './a-proposal.ts';
import type { RunningEngine } from './a-vault.ts';

/**
 * Puts a policy in force that names these witnesses, in the name of the only supervisor. That makes two entries of the
 * ledger.
 */
export async function naming(
  vault: RunningEngine,
  keys: readonly string[],
  quorum = keys.length,
): Promise<void> {
  await activate(vault, await proposed(vault, nextPolicy(vault, { witnesses: { quorum, keys: [...keys] } })));
}
