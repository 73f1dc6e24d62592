import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aTerminalWithVault } from '../../support/a-terminal.ts';
import { scartFile, scartRow } from '../../support/intake.ts';

test('refused rows are shown defanged, saved as a file once, and are in the vault when that file was mended and imported', async () => {
  using terminal = await aTerminalWithVault(0);
  const file = scartFile([scartRow('https://a.example/1'), 'no address;https://ref.example/;;R-1;;']);
  const { batch } = (await terminal.ask('import', terminal.file('all.csv', file), '--keep-good')) as {
    batch: string;
  };
  const out = join(terminal.folder, 'refused.txt');
  const { stdout } = await terminal.run('refused', batch, '--out', out, ...terminal.options);
  const again = await terminal.run('refused', batch, '--out', out, ...terminal.options);
  const saved = readFileSync(out, 'utf8');
  const mended = await terminal.ask(
    'import',
    terminal.file('m.csv', saved.replace('no address', 'https://b.example/2')),
  );
  expect({
    shown: stdout.includes('no address;hxxps://ref[.]example/;;R-1'),
    told: stdout.trim().split('\n').at(-1),
    again: [again.exit, again.stderr.includes('cannot be written, or exists')],
    mended: mended.casesNew,
  }).toEqual({
    shown: true,
    told: `Saved 1 rows as ${out}; mend and import them.`,
    again: [2, true],
    mended: 1,
  });
});

test('a batch that is not there, or is named wrongly, is told as that', async () => {
  using terminal = await aTerminalWithVault(0);
  const told = async (batch: string, ...rest: string[]) =>
    (await terminal.run('refused', batch, ...rest, ...terminal.options)).exit;
  const absent = '01900000-0000-7000-8000-000000000000';
  expect([await told('nothing'), await told(absent, '--out', join(terminal.folder, 'x'))]).toEqual([2, 3]);
});
