import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const SECURITY = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');
const TEAM = 'tests/src-main/engine/team';

/** What the tables call by a word, as the sentence above the second one says. */
const WORDS: Readonly<Record<string, string>> = {
  conformance: 'tests/src-main/ports/hub-conformance.ts',
  ...Object.fromEntries(
    ['adversary', 'model', 'delivery', 'parallel', 'epochs', 'withdrawal'].map((name) => [
      name,
      `${TEAM}/${name}.test.ts`,
    ]),
  ),
};

const testFiles = globSync('tests/**/*.test.ts', { cwd: ROOT });

interface Row {
  who: string;
  shownBy: string;
}

/** The rows of the table whose heading names a column for tests. */
function rowsUnder(column: string, text: string): Row[] {
  const lines = text.split('\n');
  const heading = lines.findIndex((line) => line.startsWith('| Who |') && line.endsWith(`| ${column} |`));
  if (heading < 0) return [];
  const below = lines.slice(heading + 2);
  const end = below.findIndex((line) => !line.startsWith('|'));
  return below.slice(0, end < 0 ? undefined : end).map((line) => {
    const cells = line.split(' | ');
    return { who: cells[0]!.slice(2), shownBy: cells.at(-1)!.replace(/ \|$/, '') };
  });
}

/** Files and folders that a cell names, each with the parts of names of tests that stand behind it. */
function namedIn(shownBy: string): { place: string; names: string[] }[] {
  // What a cell says in brackets about a test is no name of one.
  const said = shownBy.replaceAll(/\([^)]*\)/g, '');
  const found: { place: string; names: string[] }[] = [];
  for (const [, path, name, word] of said.matchAll(/`([^`]+)`|"([^"]+)"|([a-z]+)/g)) {
    if (path !== undefined) found.push({ place: path, names: [] });
    else if (word !== undefined && word in WORDS) found.push({ place: WORDS[word]!, names: [] });
    else if (name !== undefined) found.at(-1)?.names.push(name);
  }
  return found;
}

/** Where a place is: as it is written, or the only test of that name. */
function located(place: string): string | null {
  if (place.includes('/')) return existsSync(join(ROOT, place)) ? place : null;
  const same = testFiles.filter((file) => basename(file) === place);
  return same.length === 1 ? same[0]! : null;
}

function faultsOf({ who, shownBy }: Row): string[] {
  const named = namedIn(shownBy);
  if (named.length === 0) return [`${who}: no test`];
  return named.flatMap(({ place, names }) => {
    const path = located(place);
    if (path === null) return [`${who}: no ${place}`];
    if (names.length === 0) return [];
    const source = readFileSync(join(ROOT, path), 'utf8');
    return names.filter((name) => !source.includes(name)).map((name) => `${who}: no "${name}" in ${place}`);
  });
}

describe('the tables of SECURITY.md', () => {
  const [one, several] = [rowsUnder('Tested in', SECURITY), rowsUnder('Shown by', SECURITY)];

  test('name a test that exists for each who might attack', () => {
    expect([one.length, several.length].map((count) => count > 15)).toEqual([true, true]);
    expect([...one, ...several].flatMap(faultsOf)).toEqual([]);
  });

  test('would be caught naming none, another file, or another test in it', () => {
    const table = [
      '| Who | What they can do | What we promise | Shown by |',
      '|---|---|---|---|',
      '| A | b | c | nothing |',
      '| B | b | c | adversary, "takes the hub away", "is a name of no test" |',
      '| C | b | c | `tests/of/nothing.test.ts`; `no-such.test.ts` |',
    ].join('\n');
    expect(rowsUnder('Shown by', table).flatMap(faultsOf)).toEqual([
      'A: no test',
      'B: no "is a name of no test" in tests/src-main/engine/team/adversary.test.ts',
      'C: no tests/of/nothing.test.ts',
      'C: no no-such.test.ts',
    ]);
  });
});
