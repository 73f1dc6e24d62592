import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { aTerminalWithVault, type Terminal } from '../support/a-terminal.ts';

/** Vectors of facebook/ThreatExchange beside the repository; absent in a bare clone. */
const data = (name: string): string =>
  fileURLToPath(new URL(`../../../shared/data/hash-vectors/${name}`, import.meta.url));
const absent = !existsSync(data('pdq/haystack.txt'));
const linesOf = (name: string): string[] => readFileSync(data(name), 'utf8').split('\n').filter(Boolean);

interface Hit {
  line: number;
  list: string;
  entry: string;
  algorithm: string;
  distance: number;
}

describe.skipIf(absent)('at the terminal', () => {
  let terminal: Terminal;
  beforeAll(async () => {
    terminal = await aTerminalWithVault();
    return () => terminal[Symbol.dispose]();
  }, 30_000);

  const matchFile = async (file: string, ...options: string[]) => {
    const ran = await terminal.run('match-file', file, ...options, ...terminal.options);
    const hits = ran.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Hit);
    return { ...ran, hits };
  };

  it('every needle finds exactly what brute force finds in the haystack, with its distance', async () => {
    const imported = await terminal.ask(
      ...[
        'lists',
        'import',
        data('pdq/haystack.txt'),
        '--name',
        'haystack',
        '--type',
        'pdq',
        '--meaning',
        'baseline',
      ],
    );
    expect(imported).toMatchObject({ list: 'haystack', entries: 1350, updated: 0, deleted: 0, refused: [] });
    const haystack = linesOf('pdq/haystack.txt');
    const wanted = linesOf('pdq/derived-needle-haystack-matches-le31.tsv')
      .slice(1)
      .map((line) => line.split('\t').map(Number))
      .map(([needle, hay, distance]) => `${needle} ${haystack[hay! - 1]} ${distance}`);
    const { exit, hits } = await matchFile(data('pdq/needles.txt'), '--algorithm', 'pdq');
    expect(exit).toBe(0);
    expect(hits.map(({ line, entry, distance }) => `${line} ${entry} ${distance}`).sort()).toEqual(
      wanted.sort(),
    );
    const first = await terminal.ask(
      'match',
      linesOf('pdq/needles.txt')[0]!,
      '--algorithm',
      'pdq',
      '--distance',
      '0',
    );
    expect(first.matches).toMatchObject([{ list: 'haystack', algorithm: 'pdq', distance: 0 }]);
  });

  it('the NCMEC pages are one list, sent again they change nothing, and a sum finds its entry', async () => {
    const page = (name: string) => data(`ncmec-hash-sharing/${name}.xml`);
    const files = ['entries_xml', 'entries_xml2', 'entries_xml3', 'entries_xml4'].map(page);
    const options = ['--name', 'ncmec', '--type', 'ncmec-xml', '--meaning', 'baseline'];
    const first = await terminal.ask('lists', 'import', ...files, ...options);
    const again = await terminal.ask('lists', 'import', ...files, ...options);
    expect(again).toMatchObject({ alreadyImported: true, entries: first.entries, version: 1 });
    const { matches } = await terminal.ask('match', 'a1'.repeat(16), '--algorithm', 'md5');
    expect(matches).toMatchObject([
      { list: 'ncmec', entry: 'image1', algorithm: 'md5', distance: 0, classification: 'A1' },
    ]);
  });

  it('sums, tables and switches do as they say, and what is refused ends with 3', async () => {
    const [one, two] = ['1'.repeat(40), '2'.repeat(40)];
    const sums = terminal.file('sums.txt', `${one}  a\n${two}  b\nnothing\n`);
    const table = terminal.file('table.csv', `id,sha1,class\nx1,${one},A\nx2,${two},B\n`);
    const csv = [
      '--type',
      'csv',
      '--columns',
      'id=id,sha1=sha1,classification=class',
      '--meaning',
      'national',
    ];
    expect(
      await terminal.ask(
        'lists',
        'import',
        sums,
        '--name',
        's',
        '--type',
        'sums',
        '--algorithm',
        'sha1',
        '--meaning',
        'watch',
      ),
    ).toMatchObject({ list: 's', entries: 2, refused: [{ file: 'sums.txt', row: 3 }] });
    expect(await terminal.ask('lists', 'import', table, '--name', 't', ...csv)).toMatchObject({ entries: 2 });
    const delta = terminal.file('delta.csv', `id,sha1,class\nx1,${'3'.repeat(40)},C\n`);
    expect(
      await terminal.ask('lists', 'import', delta, '--name', 't', '--mode', 'delta', ...csv),
    ).toMatchObject({
      entries: 2,
      updated: 1,
    });
    const listsOf = async (value: string) =>
      ((await terminal.ask('match', value, '--algorithm', 'sha1')).matches as Hit[]).map(
        ({ list, entry }) => [list, entry],
      );
    expect(await listsOf(one)).toEqual([['s', one]]);
    await terminal.ask('lists', 'disable', 's');
    expect([await listsOf(one), await listsOf(two)]).toEqual([[], [['t', 'x2']]]);
    await terminal.ask('lists', 'enable', 's');
    expect(await listsOf(one)).toEqual([['s', one]]);
    await terminal.ask('lists', 'remove', 's');
    expect(await listsOf(one)).toEqual([]);
    const bad = await matchFile(
      terminal.file('bad.txt', `${two}\n\nxyz\n${two.toUpperCase()}\r\n`),
      '--algorithm',
      'sha1',
    );
    expect([bad.exit, bad.hits.map(({ line }) => line)]).toEqual([3, [1, 4]]);
    expect(bad.stderr).toContain('row 3');
    const ambiguous = terminal.file('64.txt', `${'4'.repeat(64)}\n`);
    const refused = await terminal.run(
      ...[
        'lists',
        'import',
        ambiguous,
        '--name',
        'a',
        '--type',
        'sums',
        '--meaning',
        'watch',
        ...terminal.options,
        '--json',
      ],
    );
    expect([refused.exit, JSON.parse(refused.stdout)]).toMatchObject([
      3,
      { list: 'a', entries: 0, refused: [{ file: '64.txt', row: 1, reason: 'ambiguous-algorithm' }] },
    ]);
    const untyped = await terminal.run('match', one, ...terminal.options);
    expect(untyped.exit).toBe(2);
  }, 60_000);
});
