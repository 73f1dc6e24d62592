import type { AssessedLabels, ChosenLabels } from '../../shared/domain/assessed-labels.ts';
import type { LabelSet } from '../../shared/domain/label-set.ts';
import { aCommand } from './a-command.ts';
import { aLabelSet } from './a-label-set.ts';
import { activate, nextPolicy, proposed } from './a-proposal.ts';
import type { RunningEngine } from './a-vault.ts';

/** Loads a made-up set of labels and puts it in force, in the name of the person at work, who is the only supervisor. */
export async function labelsInForce(
  vault: RunningEngine,
  change: Partial<Record<keyof LabelSet, unknown>> = {},
): Promise<void> {
  const set = aLabelSet(change);
  const { id, version } = await vault.client.policy.loadLabels({
    command: aCommand(),
    text: JSON.stringify(set),
  });
  await activate(vault, await proposed(vault, nextPolicy(vault, { labels: { id, version } })));
}

/** Labels of the made-up set. */
export const chosenLabels = (chosen: ChosenLabels, version = 1): AssessedLabels => ({
  set: { id: 'made-up', version },
  chosen,
});
