import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFiles, ROOT } from './source-tree.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const config = (zone: string) => JSON.parse(read(`${zone}/tsconfig.json`));

/** What each zone's tsconfig offers: language library and ambient types. Nothing else compiles there. */
const OFFERED = {
  shared: { lib: ['ES2024'], types: [] },
  'src-main': { lib: ['ES2024'], types: ['node'] },
  'src-main/host-electron': { lib: ['ES2024', 'DOM'], types: ['node', 'electron'] },
  'src-renderer': { lib: ['ES2024', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'], types: ['vite/client'] },
};

describe('every zone of the code', () => {
  test('has a tsconfig that offers its own globals and no others', () => {
    const base = JSON.parse(read('tsconfig.base.json')).compilerOptions;
    const offered = Object.keys(OFFERED).map((zone) => {
      const { lib, types } = { ...base, ...config(zone).compilerOptions };
      return [zone, { lib, types }];
    });
    expect(Object.fromEntries(offered)).toEqual(OFFERED);
  });

  test('is checked by `npm test` and by `npm run typecheck`', () => {
    const zones = listFiles('**/tsconfig.json')
      .map((path) => posix.dirname(path))
      .sort();
    const checked = /const ZONES = \[([^\]]*)\]/.exec(read('tools/test.mjs'))?.[1] ?? '';
    const script: string = JSON.parse(read('package.json')).scripts.typecheck;
    expect({
      test: [...checked.matchAll(/'([^']+)'/g)].map(([, zone]) => zone).sort(),
      script: [...script.matchAll(/tsc -p (\S+)/g)].map(([, zone]) => zone).sort(),
    }).toEqual({ test: zones, script: zones });
  });

  test('is strict, and weakens nothing the others have', () => {
    const { compilerOptions } = JSON.parse(read('tsconfig.base.json'));
    expect(compilerOptions).toMatchObject({
      strict: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      erasableSyntaxOnly: true,
      isolatedModules: true,
    });
    // `allowJs` lets tests read the types that the tools' own comments give.
    const may = ['allowJs', 'jsx', 'lib', 'module', 'moduleResolution', 'types'];
    const own = listFiles('**/tsconfig.json').map((path) => [
      path,
      Object.keys(config(posix.dirname(path)).compilerOptions ?? {}).filter(
        (option) => !may.includes(option),
      ),
    ]);
    expect(own.filter(([, options]) => options!.length > 0)).toEqual([]);
    expect(listFiles('**/tsconfig.json').filter((path) => !('extends' in JSON.parse(read(path))))).toEqual(
      [],
    );
  });

  test('keeps all its TypeScript below a tsconfig', () => {
    const homeless = listFiles('{shared,src-main,src-renderer,tests}/**/*.{ts,tsx}').filter((path) => {
      for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) {
        if (existsSync(join(ROOT, folder, 'tsconfig.json'))) return false;
      }
      return true;
    });
    expect(homeless).toEqual([]);
  });

  test('silences the type checker and the linter nowhere without a reason', () => {
    const silenced = listFiles('{shared,src-main,src-renderer,tests,tools}/**/*.{ts,tsx,mjs}').flatMap(
      (path) =>
        [...read(path).matchAll(/(?:\/\/|\/\*)\s*(@ts-\w+|biome-ignore)\b([^\n]*)/g)]
          .filter(([, what, why = '']) => what !== 'biome-ignore' || !/: \w+ \w+ \w+/.test(why))
          .map(([line]) => `${path}: ${line}`),
    );
    expect(silenced).toEqual([]);
  });
});
