import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles, ROOT } from './source-tree.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The classes a sheet defines; what stands in a comment, a string or `composes` is none. */
const classesOf = (sheet: string): string[] => {
  const bare = sheet
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/composes:[^;]*;/g, '')
    .replace(/"[^"]*"|'[^']*'/g, '');
  const selectors = bare.replace(/\{[^{}]*\}/g, '{}').replace(/@[^{]*\{/g, '{');
  return [...new Set([...selectors.matchAll(/\.([A-Za-z][\w-]*)/g)].map(([, name]) => name!))];
};

/** The classes that files take from a sheet, by how they import it, and those another sheet composes from it. */
function usedOf(sheet: string, files: readonly { path: string; text: string }[]): Set<string> {
  const used = new Set<string>();
  for (const { path, text } of files) {
    const at = (specifier: string) => posix.join(posix.dirname(path), specifier);
    for (const [, name, specifier] of text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)) {
      if (at(specifier!) !== sheet) continue;
      for (const [, own, quoted] of text.matchAll(
        new RegExp(`\\b${name}(?:\\.(\\w+)|\\[['"]([^'"]+)['"]\\])`, 'g'),
      ))
        used.add((own ?? quoted)!);
      // A class chosen by a value of the program: each of them may be meant.
      if (new RegExp(`\\b${name}\\[[^'"]`).test(text)) used.add('*');
    }
    for (const [, names, specifier] of text.matchAll(/composes:\s*([\w\s-]+?)\s+from\s+"([^"]+)"/g)) {
      if (at(specifier!) === sheet) for (const one of names!.trim().split(/\s+/)) used.add(one);
    }
    if (path === sheet)
      for (const [, names] of text.matchAll(/composes:\s*([\w\s-]+?)\s*;/g))
        for (const one of names!.trim().split(/\s+/)) used.add(one);
  }
  return used;
}

const files = listFiles('src-renderer/**/*.{ts,tsx,css}').map((path) => ({ path, text: read(path) }));
const unused = (all: typeof files): string[] =>
  all
    .filter(({ path }) => path.endsWith('.module.css'))
    .flatMap(({ path, text }) => {
      const used = usedOf(path, all);
      return used.has('*')
        ? []
        : classesOf(text)
            .filter((name) => !used.has(name))
            .map((name) => `${path}: .${name}`);
    });

test('every class of a style sheet is used', () => {
  expect(unused(files)).toEqual([]);
});

test('an unused class is seen, and one that is composed counts as used', () => {
  const sheets = [
    {
      path: 'a/a.module.css',
      text: '.on { color: red }\n.off, .base:hover { composes: on; }\n@media (x) { .lost { top: 0 } }',
    },
    { path: 'a/b.module.css', text: '.b { composes: base from "./a.module.css" }' },
    {
      path: 'a/a.tsx',
      text: "import css from './a.module.css';\nimport b from './b.module.css';\ncss.off; b.b",
    },
  ];
  expect(unused(sheets)).toEqual(['a/a.module.css: .lost']);
});
