import { expect, test } from 'vitest';
import { sha256Hex } from '../../../src-main/exchange/sha256-hex.ts';
import { aLabelSet } from '../../support/a-label-set.ts';
import { aTerminalWithVault } from '../../support/a-terminal.ts';

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
