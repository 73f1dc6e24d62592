import { expect, test } from 'vitest';
import { aTerminalWithVault, type Terminal } from '../../support/a-terminal.ts';

const MD5 = '0cc175b9c0f1b6a831c399e269772661';
const MAIL = `Hello,\r\nsee hxxps://one[.]example/a and maybe two.example.\r\nMD5 ${MD5}\r\nBye\r\n`;

interface Answer {
  finds: {
    kind: string;
    value: string;
    isChosen: boolean;
    known: { cases: { state: string; decidedAt: string | null }[]; lists: string[] | null };
  }[];
  taken: { report: string; cases: { isNew: boolean }[] } | null;
}
const report = async (terminal: Terminal, ...args: string[]): Promise<Answer> =>
  (await terminal.ask('report', ...args)) as unknown as Answer;
const chosen = ({ finds }: Answer) => finds.map(({ value, isChosen }) => [value, isChosen]);

test('a pasted mail is shown first, and taken in with --yes: once, with what is not known yet and the rest as narrative', async () => {
  using terminal = await aTerminalWithVault(0);
  const mail = terminal.file('mail.txt', MAIL);
  const shown = await report(terminal, '--paste', mail);
  const before = await terminal.ask('queue');
  const taken = await report(terminal, '--paste', mail, '--yes', '--channel', 'phone', '--reference', 'T-1');
  const after = await terminal.ask('queue');
  const again = await report(terminal, '--paste', mail);
  expect({
    chosen: chosen(shown),
    new: shown.finds.map(({ known }) => known.cases),
    nothing: [shown.taken, before.total],
    taken: taken.taken?.cases.map(({ isNew }) => isNew),
    cases: after.total,
    known: again.finds.map(({ known }) => known.cases.map(({ state, decidedAt }) => [state, decidedAt])),
  }).toEqual({
    chosen: [
      ['https://one.example/a', true],
      ['two.example', false],
      [MD5, true],
    ],
    new: [[], [], []],
    nothing: [null, 0],
    taken: [true, true],
    cases: 2,
    known: [[['open', null]], [], [['open', null]]],
  });
});

test('a decided case is known with the day of its decision, and a list that has a hash by its name', async () => {
  using terminal = await aTerminalWithVault(0);
  const sums = terminal.file('sums.txt', `${MD5}  a.bin\n`);
  await terminal.ask('lists', 'import', sums, '--name', 'A list', '--type', 'sums', '--meaning', 'baseline');
  await terminal.ask('import', terminal.file('urls.txt', 'https://one.example/a\n'));
  const { cases } = (await terminal.ask('queue')) as { cases: { id: string }[] };
  await terminal.ask('assess', cases[0]!.id, '--legality', 'legal', '--hosting', 'BE');
  const { stdout } = await terminal.run(
    'report',
    '--paste',
    terminal.file('mail.txt', MAIL),
    ...terminal.options,
  );
  const today = new Date().toISOString().slice(0, 10);
  expect(stdout).toContain(`closed case ${cases[0]!.id} decided ${today}`);
  expect(stdout).toContain('on list A list');
});

test('only the finds that are named become subjects', async () => {
  using terminal = await aTerminalWithVault(0);
  const mail = terminal.file('mail.txt', MAIL);
  const taken = await report(terminal, '--paste', mail, '--yes', '--only', '2-3', '--no-narrative');
  const { cases } = (await terminal.ask('queue')) as unknown as { cases: { subject: string }[] };
  expect([taken.taken?.cases.length, cases.map(({ subject }) => subject).sort()]).toEqual([
    2,
    [`md5:${MD5}`, 'two.example'],
  ]);
});

test('a text without finds, a find that is not there, and media in the rest are refused, and change nothing', async () => {
  using terminal = await aTerminalWithVault(0);
  const told = async (...args: string[]) => {
    const { exit, stderr } = await terminal.run('report', ...args, ...terminal.options);
    return [exit, stderr.trim().split('\n').at(-1)];
  };
  const mail = terminal.file('mail.txt', MAIL);
  const media = terminal.file('media.txt', `${MAIL}\n/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAgGBgcGBQgHBwcJCQgK`);
  expect([
    await told('--paste', terminal.file('empty.txt', 'nothing'), '--yes'),
    await told('--paste', mail, '--only', '4', '--yes'),
    await told('--paste', mail, '--only', 'x', '--yes'),
    await told('--paste', media, '--yes'),
    (await terminal.ask('queue')).total,
  ]).toEqual([
    [2, expect.stringContaining('no address, link or hash')],
    [2, expect.stringContaining('there is no find 4')],
    [2, expect.stringContaining('1,3-5')],
    [3, expect.stringContaining('narrative, media')],
    0,
  ]);
});
