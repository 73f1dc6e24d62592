import { expect, test } from 'vitest';
import { aTerminalWithVault, type Terminal } from '../../support/a-terminal.ts';
import { scartFile, scartRow } from '../../support/intake.ts';

const JUDGED = ['--legality', 'illegal', '--classification', 'baseline'];

async function imported(terminal: Terminal, ...urls: string[]): Promise<string[]> {
  await terminal.ask('import', terminal.file('reports.csv', scartFile(urls.map((url) => scartRow(url)))));
  const { cases } = (await terminal.ask('queue')) as { cases: { id: string; subject: string }[] };
  return urls.map((url) => cases.find(({ subject }) => subject === url)!.id);
}

const words = async (terminal: Terminal, ...args: string[]): Promise<string> => {
  const { exit, stdout, stderr } = await terminal.run(...args, ...terminal.options);
  if (exit !== 0) throw new Error(stderr);
  return stdout;
};

test('at the terminal several cases are looked at, decided together once, and taken back', async () => {
  using terminal = await aTerminalWithVault(60);
  const ids = await imported(terminal, 'https://a.example/1', 'https://a.example/2', 'https://b.example/x');
  await terminal.ask('assess', ids[2]!, '--legality', 'legal');
  const named = ids.flatMap((id) => ['--case', id]);
  const preview = await words(terminal, 'assess-many', ...JUDGED, ...named, '--hosting', 'BE', '--dry-run');
  const untouched = (await terminal.ask('queue')) as { total: number };
  const command = '01a22d8d-babf-7005-8cb0-d6d8de1c3a1a';
  const decide = ['assess-many', ...JUDGED, ...named, '--hosting', 'BE', '--command', command];
  const first = (await terminal.ask(...decide)) as { decided: { case: string }[]; left: unknown[] };
  const again = await terminal.ask(...decide);
  const back = await words(terminal, 'undo-many', ids[0]!, ids[1]!);
  const late = await terminal.run('undo-many', ids[0]!, ...terminal.options);
  expect(preview).toBe(
    ['Would decide 2 cases.', '  2: category 1, refer to police', '  left out, 1: Already decided', ''].join(
      '\n',
    ),
  );
  expect(untouched.total).toBe(2);
  expect(first.decided.map((one) => one.case)).toEqual(ids.slice(0, 2));
  expect(first.left).toEqual([{ case: ids[2], why: 'decided' }]);
  expect(again).toEqual(first);
  expect(back).toBe('2 decisions taken back.\n');
  expect([late.exit, late.stderr]).toEqual([2, expect.stringContaining('nobody has decided')]);
});

test('at the terminal a case tells its kin with what was decided, and those that wait are decided with it', async () => {
  using terminal = await aTerminalWithVault(0);
  const ids = await imported(
    terminal,
    'https://a.example/1',
    'https://a.example/2',
    'https://a.example/3',
    'https://b.example/x',
  );
  await terminal.ask('assess', ids[2]!, '--legality', 'legal');
  const listed = await words(terminal, 'kin', ids[0]!);
  const { decided } = (await terminal.ask(
    ...['assess-many', ...JUDGED, '--kin', 'path', '--of', ids[0]!],
  )) as { decided: { case: string }[] };
  expect(listed).toContain('Same address pattern: a[.]example/# (2, 1 waiting)');
  expect(listed).toMatch(/hxxps:\/\/a\[\.\]example\/3 {2}closed; legal, category 4, /);
  expect(decided.map((one) => one.case)).toEqual([ids[0], ids[1]]);
});

test('at the terminal cases are named in one way, and never more than the policy allows', async () => {
  using terminal = await aTerminalWithVault(0);
  const [id] = await imported(terminal, 'https://a.example/1');
  const run = (...args: string[]) => terminal.run('assess-many', ...JUDGED, ...args, ...terminal.options);
  const ran = [
    await run(),
    await run('--case', id!, '--next', '3'),
    await run('--kin', 'host'),
    await run('--next', '501'),
  ];
  expect(ran.map(({ exit }) => exit)).toEqual([2, 2, 2, 2]);
  expect(ran[0]!.stderr).toContain('name cases with --case, with --next, or with --kin and --of');
});
