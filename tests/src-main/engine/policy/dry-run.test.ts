import { describe, expect, test } from 'vitest';
import type { DryRunResult, DryRunStep, RulesText } from '../../../../shared/contract/policy.contract.ts';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { activate, nextPolicy, proposed, sent } from '../../../support/a-proposal.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { atWork, enrolled } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';

async function dryRun(
  vault: AVault,
  rules: RulesText,
  last = 1000,
): Promise<{ steps: DryRunStep[]; result: DryRunResult }> {
  const steps: DryRunStep[] = [];
  for await (const step of await vault.client.policy.dryRun({ rules, last })) steps.push(step);
  const end = steps.at(-1);
  if (end?.phase !== 'done') throw new Error('the dry run has no end');
  return { steps, result: end.result };
}

async function assessed(vault: AVault, url: string, judgement = illegalIn('BE')): Promise<CaseId> {
  const { cases } = await vault.client.intake.report({
    command: aCommand(),
    report: aReport().of(url).build(),
  });
  const id = cases[0]!.id;
  await vault.client.review.assess({ command: aCommand(), case: id, judgement });
  return id;
}

const elsewhere = (vault: AVault) => {
  const policy = nextPolicy(vault);
  const categories = policy.categories.map((category) =>
    category.code === '1' ? { ...category, destinations: ['provider' as never], deadlineHours: 4 } : category,
  );
  return { ...policy, categories };
};

describe('a dry run of the engine', () => {
  test('says which of the last cases would go another way, and changes nothing', async () => {
    using vault = await aVault();
    const home = await assessed(vault, 'https://home.example/');
    await assessed(vault, 'https://harmless.example/', legal());
    const before = await vault.client.audit.entries({});
    const { steps, result } = await dryRun(vault, sent(elsewhere(vault)));
    expect(steps[0]).toEqual({ phase: 'routing', looked: 2, total: 2 });
    expect(result.tally).toEqual({
      looked: 2,
      changed: 1,
      moves: [
        { from: '1', to: '1', count: 1 },
        { from: '4', to: '4', count: 1 },
      ],
      destinations: [
        { destination: 'police', before: 1, after: 0 },
        { destination: 'provider', before: 0, after: 1 },
      ],
      deadlines: [{ from: 24, to: 4, count: 1 }],
      secondReview: [
        { legality: 'illegal', looked: 1, before: 0, after: 0 },
        { legality: 'legal', looked: 1, before: 0, after: 0 },
      ],
    });
    expect(result.changes).toMatchObject([
      {
        case: home,
        subject: 'https://home.example/',
        before: { deadlineHours: 24 },
        after: { deadlineHours: 4 },
      },
    ]);
    expect(await vault.client.audit.entries({})).toEqual(before);
    expect((await vault.client.vault.session()).policy.version).toBe(1);
  });

  test('looks at the newest ones only, as many as were asked for', async () => {
    using vault = await aVault();
    await assessed(vault, 'https://old.example/');
    const newest = await assessed(vault, 'https://new.example/');
    const { result } = await dryRun(vault, sent(elsewhere(vault)), 1);
    expect([result.tally.looked, result.changes.map((change) => change.case)]).toEqual([1, [newest]]);
  });

  test('compares with the rules in force, not with those of the day', async () => {
    using vault = await aVault();
    await assessed(vault, 'https://home.example/');
    const policy = elsewhere(vault);
    await activate(vault, await proposed(vault, policy));
    const { result } = await dryRun(vault, sent({ ...policy, version: 3 }));
    expect(result.tally.changed).toBe(0);
  });

  test('does not look at what waits for a second review by the person who asks', async () => {
    using vault = await aVault({ secondReview: 1 });
    await enrolled(vault, 'Ann', 'analyst');
    await atWork(vault, 'Ann');
    await assessed(vault, 'https://home.example/');
    await vault.restart();
    const { result } = await dryRun(vault, sent(elsewhere(vault)));
    expect([result.tally.looked, result.changes]).toEqual([0, []]);
  });

  test('of rules that do not hold is refused with the place', async () => {
    using vault = await aVault();
    const rules = sent({ ...nextPolicy(vault), jurisdiction: 'QQ' });
    const { code, data } = await failureOf(dryRun(vault, rules));
    expect([code, data]).toMatchObject(['REFUSED', { refusals: [{ field: 'policy.jurisdiction' }] }]);
  });
});
