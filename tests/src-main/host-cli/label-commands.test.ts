import { expect, test } from 'vitest';
import { CaseId } from '../../../shared/domain/ids.ts';
import { sha256Hex } from '../../../src-main/exchange/sha256-hex.ts';
import { aLabelSet } from '../../support/a-label-set.ts';
import { aTerminalWithVault } from '../../support/a-terminal.ts';
import { anEngine, PASSPHRASE, PERSON } from '../../support/a-vault.ts';
import { scartFile, scartRow } from '../../support/intake.ts';
import { chosenLabels, labelsInForce } from '../../support/labels-in-force.ts';

test('at the terminal a set of labels is loaded and listed, and a faulty file is refused at its places', async () => {
  using terminal = await aTerminalWithVault();
  const text = JSON.stringify(aLabelSet());
  expect(await terminal.ask('labels', 'load', terminal.file('labels.json', text))).toEqual({
    ...{ id: 'made-up', version: 1, groups: 2, labels: 3, withoutIccam: 1 },
  });
  const listed = await terminal.ask('labels', 'list');
  expect(listed.labelSets).toMatchObject([{ set: { id: 'made-up' }, fileSha256: sha256Hex(text) }]);
  const wrong = terminal.file('wrong.json', JSON.stringify(aLabelSet({ groups: [], source: 7 })));
  const refused = await terminal.run('labels', 'load', wrong, ...terminal.options);
  expect([refused.exit, refused.stderr]).toEqual([3, expect.stringMatching(/source[\s\S]*groups/)]);
});

test('at the terminal a decision has labels of the set in force, and one that lacks a required label names its group', async () => {
  using terminal = await aTerminalWithVault();
  await terminal.ask('import', terminal.file('a.csv', scartFile([scartRow('https://labelled.example/')])));
  const [{ id }] = (await terminal.ask('queue')).cases as [{ id: string }];
  const decide = (...labels: string[]) => [
    ...['assess', id, '--legality', 'illegal', '--hosting', 'BE', '--classification', 'baseline'],
    ...labels.flatMap((label) => ['--label', label]),
  ];
  const noneInForce = await terminal.run(...decide('A:A1'), ...terminal.options);
  const running = anEngine(terminal.vault);
  await running.client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
  await labelsInForce(running);
  await running.engine.close();
  const lacking = await terminal.run(...decide('B:B.1'), ...terminal.options);
  const noCode = await terminal.run(...decide('A1'), ...terminal.options);
  expect([noneInForce, lacking, noCode].map(({ exit, stderr }) => [exit, stderr])).toEqual([
    [2, expect.stringContaining('names no labels')],
    [3, expect.stringMatching(/judgement\.labels\.chosen\.A.*Choose a label of this group/)],
    [2, expect.stringContaining('a group and a code')],
  ]);
  await terminal.ask(...decide('A:A2', 'B:B.1'));
  const again = anEngine(terminal.vault);
  await again.client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
  const { assessments } = await again.client.review.case({ id: CaseId.parse(id) });
  await again.engine.close();
  expect(assessments).toMatchObject([
    { judgement: { labels: chosenLabels({ A: ['A2'], B: ['B.1'] }), age: 'pubescent' } },
  ]);
});
