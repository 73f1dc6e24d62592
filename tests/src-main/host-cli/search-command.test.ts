import { expect, test } from 'vitest';
import { aTerminalWithVault } from '../../support/a-terminal.ts';
import { reportLine } from '../../support/intake.ts';

test('queue --text finds cases whatever their state, queue --narratives what reporters told, queue --batch those of a file, and all say what they found', async () => {
  using terminal = await aTerminalWithVault(0);
  const lines = [
    reportLine({
      subjects: [{ kind: 'url', url: 'https://wanted.example/a' }],
      narrative: 'Told by a neighbour.',
    }),
    reportLine({ subjects: [{ kind: 'url', url: 'https://another.example/b' }] }),
  ];
  const { batch } = (await terminal.ask('import', terminal.file('told.jsonl', lines.join('\n')))) as {
    batch: string;
  };
  const { hits } = (await terminal.ask('queue', '--text', 'hxxps://wanted[.]example')) as {
    hits: { where: string; case: { id: string } }[];
  };
  await terminal.ask('assess', hits[0]!.case.id, '--legality', 'legal');
  const words = await terminal.run('queue', '--text', 'wanted', ...terminal.options);
  const told = await terminal.run('queue', '--narratives', 'NEIGHBOUR', ...terminal.options);
  const both = await terminal.run('queue', '--text', 'wanted', '--state', 'open', ...terminal.options);
  const ofFile = await terminal.ask('queue', '--batch', batch);
  const ofNone = await terminal.run('queue', '--batch', 'told.jsonl', ...terminal.options);
  expect({
    ofFile,
    ofNone: ofNone.exit,
    found: hits.map(({ where }) => where),
    words: words.stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.replaceAll(/\S{36}|\d{4}-\d\d-\d\d|\s+/g, ' ').trim()),
    told: /Told by a neighbour\.\n1 narratives\n$/.test(told.stdout),
    both: both.exit,
  }).toEqual({
    ofFile: expect.objectContaining({ total: 1, batch: expect.objectContaining({ fileName: 'told.jsonl' }) }),
    ofNone: 2,
    found: ['address'],
    words: [expect.stringMatching(/closed .* address hxxps:\/\/wanted\[\.\]example\/a$/), '1 cases'],
    told: true,
    both: 2,
  });
});
