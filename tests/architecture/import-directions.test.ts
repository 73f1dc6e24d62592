import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FLOORS, roomOf } from './floors.ts';
import { readSource, readSourceTree, type SourceFile } from './source-tree.ts';

/** The zones of the house, the first pattern that fits a path names it. */
const ZONES: readonly [RegExp, string][] = [
  [/^shared\/(\w+)\//, 'shared/$1'],
  [/^src-main\/engine\/(engine|serve-connection)\.ts$/, 'engine'],
  [/^src-main\/engine\/whole\/procedure\.ts$/, 'engine door'],
  [/^src-main\/engine\/whole\/(open-vault|migrations)\.ts$/, 'engine whole'],
  [/^src-main\/engine\/routes\//, 'engine routers'],
  [/^src-main\/engine\/([\w-]+)\//, 'engine/$1'],
  [/^src-main\/([\w-]+)\//, '$1'],
  [/^src-renderer\/features\/([\w-]+)\//, 'page features/$1'],
  [/^src-renderer\/([\w-]+)\//, 'page $1'],
  [/^(tests|tools)\//, '$1'],
];

const ENGINE_ROOMS = FLOORS.map((room) => `engine/${room}`);

/** A room stands on those below it. */
const ROOMS_MAY_IMPORT = Object.fromEntries(
  ENGINE_ROOMS.map((room, floor) => [
    room,
    [
      ...ENGINE_ROOMS.slice(0, floor),
      ...['shared/domain', 'shared/ledger', 'shared/contract', 'exchange', 'hash-index', 'ports'],
    ],
  ]),
);

/**
 * Which way imports run: a zone may import itself and what stands here, and nothing else of the repository.
 * Features of the page are one row; they reach each other through `index.ts` alone.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'shared/domain': [],
  'shared/ledger': ['shared/domain'],
  'shared/contract': ['shared/domain', 'shared/ledger'],
  'shared/locales': [],
  exchange: ['shared/domain', 'shared/ledger'],
  ports: ['shared/contract', 'shared/domain'],
  page: [],
  'hash-index': ['ports'],
  ...ROOMS_MAY_IMPORT,
  'engine whole': [...ENGINE_ROOMS, 'shared/domain', 'shared/ledger', 'shared/contract', 'exchange', 'ports'],
  'engine door': ['engine whole', ...ENGINE_ROOMS, 'shared/domain', 'shared/contract', 'ports'],
  'engine routers': [
    'engine door',
    'engine whole',
    ...ENGINE_ROOMS,
    'shared/domain',
    'shared/contract',
    'ports',
  ],
  engine: ['engine routers', 'engine door', 'engine whole', ...ENGINE_ROOMS, 'ports'],
  // What the small servers of this repository share: durable files, bounded bodies.
  server: [],
  receiver: ['shared/domain', 'shared/ledger', 'exchange', 'page', 'server'],
  witness: ['shared/ledger', 'server'],
  // It makes its certificates as the reference desk does.
  hub: ['ports', 'receiver'],
  // It makes its certificates as the reference desk does.
  'iccam-stand-in': ['receiver', 'server'],
  // The engine's own process and its keeper, for the hosts that have a window.
  'engine-process': ['engine', 'hub', 'ports', 'shared/contract'],
  'host-electron': ['engine-process', 'page', 'ports', 'shared/contract', 'shared/domain', 'shared/locales'],
  'host-loopback': ['engine-process', 'page', 'ports', 'shared/contract'],
  // The terminal verifies exported ledgers without an engine and can play the receiving desk of a demonstration.
  'host-cli': [
    'engine',
    'engine whole',
    ...ENGINE_ROOMS,
    'hash-index',
    'hub',
    'ports',
    'receiver',
    'witness',
    'iccam-stand-in',
    'shared/contract',
    'shared/domain',
    'shared/ledger',
    'shared/locales',
  ],
  // The words of a failure are the same in every feature.
  'page ui': ['page transport'],
  'page transport': ['shared/contract', 'shared/domain'],
  'page storage': ['shared/contract', 'shared/domain'],
  'page features': [
    'page ui',
    'page transport',
    'page storage',
    'shared/contract',
    'shared/domain',
    'shared/ledger',
    'shared/locales',
  ],
  'page app': [
    ...['page features', 'page ui', 'page transport', 'page storage'],
    ...['shared/contract', 'shared/domain', 'shared/locales'],
  ],
};
/** Zones that may import everything but each other's absence: nothing may import them. */
const UNBOUND = ['tests', 'tools'];
/** Data that code may read as it is. */
const DATA = /^package\.json$|\.json$|\.module\.css$|\.css$/;

function zoneOf(path: string): string | null {
  for (const [pattern, name] of ZONES) {
    const match = pattern.exec(path);
    if (match) return name.replace('$1', match[1] ?? '');
  }
  return null;
}
/** Features of the page share one row of the table. */
const rowOf = (zone: string): string => (zone.startsWith('page features/') ? 'page features' : zone);
const isOurs = (to: string): boolean => /^(shared|src-main|src-renderer|tests|tools)\//.test(to);

/** Every import that runs against the table, as `from -> to`. */
function wrongDirections(tree: readonly SourceFile[]): string[] {
  return tree.flatMap(({ path, imports }) => {
    const from = zoneOf(path);
    if (from === null) return [`${path} stands in no zone`];
    if (UNBOUND.includes(from)) return [];
    return imports.flatMap(({ to }) => {
      if (to === '(computed)') return [`${path} -> an import that is computed`];
      if (!isOurs(to) || DATA.test(to)) return [];
      const target = zoneOf(to);
      if (target === from) return [];
      const featureToFeature = from.startsWith('page features/') && target?.startsWith('page features/');
      const intoFeature = target?.startsWith('page features/') ?? false;
      if (intoFeature && !to.endsWith('/index.ts')) return [`${path} -> ${to} past its index.ts`];
      const allowed =
        target !== null && (featureToFeature || MAY_IMPORT[rowOf(from)]?.includes(rowOf(target)));
      return allowed ? [] : [`${path} -> ${to}`];
    });
  });
}

/** Imports by which a room reaches past what another room offers, into its store. */
const foreignStores = (tree: readonly SourceFile[]): string[] =>
  tree.flatMap(({ path, imports }) => {
    const room = roomOf(path);
    if (room === null) return [];
    return imports
      .filter(({ to }) => to.endsWith('.store.ts') && roomOf(to) !== null && roomOf(to) !== room)
      .map(({ to }) => `${path} -> ${to}`);
  });

/** The rooms of the engine as if each were one file. */
const roomsAsFiles = (tree: readonly SourceFile[]): SourceFile[] =>
  FLOORS.map((room) => {
    const files = tree.filter(({ path }) => roomOf(path) === room);
    const reached = new Set(files.flatMap(({ imports }) => imports.map(({ to }) => roomOf(to))));
    const imports = [...reached].flatMap((to) =>
      to === null || to === room ? [] : [{ to, typeOnly: false }],
    );
    return { path: room, imports, hasDefaultExport: false, texts: [] };
  });

/** The folders of what is shipped as if each were one file, without those below it. */
function foldersAsFiles(tree: readonly SourceFile[]): SourceFile[] {
  const reached = new Map<string, Set<string>>();
  for (const { path, imports } of tree) {
    if (UNBOUND.includes(zoneOf(path) ?? '')) continue;
    const folder = posix.dirname(path);
    const to = imports.map((each) => each.to).filter((each) => isOurs(each) && !DATA.test(each));
    const others = to.map((each) => posix.dirname(each)).filter((each) => each !== folder);
    reached.set(folder, new Set([...(reached.get(folder) ?? []), ...others]));
  }
  return [...reached].map(([path, to]) => ({
    path,
    imports: [...to].map((each) => ({ to: each, typeOnly: false })),
    hasDefaultExport: false,
    texts: [],
  }));
}

/** Knots of files that import each other, each sorted (Tarjan 1972). */
function cycles(tree: readonly SourceFile[]): string[][] {
  const graph = new Map(tree.map(({ path, imports }) => [path, imports.map(({ to }) => to)]));
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const knots: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    low.set(node, order.get(node)!);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node)!, low.get(next)!));
    }
    if (low.get(node) !== order.get(node)) return;
    const knot = stack.splice(stack.indexOf(node));
    if (knot.length > 1 || graph.get(node)?.includes(node)) knots.push(knot.sort());
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return knots;
}

const tree = readSourceTree();

describe('imports run', () => {
  test('in the directions of the house, and in no other', () => {
    expect(wrongDirections(tree)).toEqual([]);
  });

  test('to files that are there', () => {
    const paths = new Set(tree.map(({ path }) => path));
    const missing = tree.flatMap(({ path, imports }) =>
      imports
        .filter(({ to }) => isOurs(to) && !DATA.test(to) && !to.endsWith('.d.ts') && !paths.has(to))
        .map(({ to }) => `${path} -> ${to}`),
    );
    expect(missing).toEqual([]);
  });

  test('never in a circle, not even for types', () => {
    expect(cycles(tree)).toEqual([]);
  });

  test('never in a circle of the engine’s rooms', () => {
    expect(cycles(roomsAsFiles(tree))).toEqual([]);
  });

  test('never in a circle of folders, as between a folder and one in it', () => {
    expect(cycles(foldersAsFiles(tree))).toEqual([]);
  });

  test('to no store of another room: what it offers is an interface', () => {
    expect(foreignStores(tree)).toEqual([]);
  });

  test('through every room of the engine: each has a floor, and no floor is empty', () => {
    const folders = new Set(
      tree.flatMap(({ path }) => /^src-main\/engine\/([\w-]+)\//.exec(path)?.[1] ?? []),
    );
    for (const folder of ['routes', 'whole']) folders.delete(folder);
    expect([...folders].sort()).toEqual([...FLOORS].sort());
  });

  test('through every zone the table names: no row is for a room that is gone', () => {
    const inhabited = new Set(tree.map(({ path }) => rowOf(zoneOf(path) ?? '')));
    expect([...Object.keys(MAY_IMPORT), ...UNBOUND].filter((zone) => !inhabited.has(zone))).toEqual([]);
  });
});

describe('the test itself', () => {
  const judged = (path: string, text: string) => wrongDirections([readSource(path, text)]);

  test.each([
    ['the domain to the ledger', 'shared/domain/a.ts', "import '../ledger/entry.ts'"],
    [
      'the domain to the contract, for a type',
      'shared/domain/a.ts',
      "import type { A } from '../contract/a.contract.ts'",
    ],
    [
      'shared to the engine, by a re-export',
      'shared/domain/a.ts',
      "export * from '../../src-main/engine/engine.ts'",
    ],
    [
      'shared to a host, by a dynamic import',
      'shared/ledger/a.ts',
      "const a = await import('../../src-main/host-cli/main.ts')",
    ],
    [
      'a room to its own router',
      'src-main/engine/audit/audit.ts',
      "import { a } from '../routes/audit.router.ts'",
    ],
    ['a room to the composition root', 'src-main/engine/audit/audit.ts', "import { a } from '../engine.ts'"],
    [
      'a room to the open vault',
      'src-main/engine/audit/audit.ts',
      "import type { OpenVault } from '../whole/open-vault.ts'",
    ],
    [
      'a room to the room above it, for a type',
      'src-main/engine/cases/case-book.ts',
      "import type { Ledger } from '../ledger/ledger.ts'",
    ],
    [
      'a room to a room nobody planned',
      'src-main/engine/audit/audit.ts',
      "import { a } from '../attic/a.ts'",
    ],
    [
      'the engine to a host',
      'src-main/engine/engine.ts',
      "import { a } from '../host-cli/terminal/terminal.ts'",
    ],
    [
      'a host to a host',
      'src-main/host-loopback/main.ts',
      "import { a } from '../host-cli/terminal/terminal.ts'",
    ],
    [
      'a host past the engine',
      'src-main/host-electron/main.ts',
      "import { a } from '../engine/vault/vault.ts'",
    ],
    [
      'the receiver to the engine',
      'src-main/receiver/desk.ts',
      "import { a } from '../engine/storage/failure.ts'",
    ],
    [
      'the page to the engine',
      'src-renderer/app/page.tsx',
      "import type { a } from '../../src-main/engine/engine.ts'",
    ],
    [
      'a ui part to a feature',
      'src-renderer/ui/button.tsx',
      "import { a } from '../features/vault/index.ts'",
    ],
    [
      'a feature past another’s index',
      'src-renderer/features/audit/a.tsx',
      "import { a } from '../vault/vault-store.ts'",
    ],
    [
      'the app past a feature’s index',
      'src-renderer/app/page.tsx',
      "import { a } from '../features/vault/vault-store.ts'",
    ],
    ['a feature to the app', 'src-renderer/features/audit/a.tsx', "import { a } from '../../app/page.tsx'"],
    [
      'anything to the tests',
      'src-main/ports/clock.ts',
      "import { a } from '../../tests/support/a-vault.ts'",
    ],
    ['anything to the tools', 'src-main/ports/clock.ts', "import { a } from '../../tools/fake-data.ts'"],
    ['somewhere computed', 'src-main/ports/clock.ts', 'const name = "x"; await import(name)'],
    ['from a room nobody planned', 'src-renderer/stray.ts', ''],
  ])('sees an import from %s', (_, path, text) => {
    expect(judged(path, text)).toHaveLength(1);
  });

  test('sees a store that another room reaches, for a type, and lets its own be', () => {
    const from = (path: string, to: string) =>
      foreignStores([readSource(path, `import type { A } from '${to}'`)]);
    expect([
      from('src-main/engine/review/review.ts', '../cases/case.store.ts'),
      from('src-main/engine/review/review.ts', './queue.store.ts'),
      from('src-main/engine/review/review.ts', '../cases/cases.ts'),
    ]).toEqual([['src-main/engine/review/review.ts -> src-main/engine/cases/case.store.ts'], [], []]);
  });

  test('sees a circle of rooms where no file is in one', () => {
    const files = [
      readSource('src-main/engine/cases/a.ts', "import type { A } from '../ledger/b.ts'"),
      readSource('src-main/engine/ledger/c.ts', "import type { A } from '../cases/d.ts'"),
    ];
    expect([cycles(files), cycles(roomsAsFiles(files))]).toEqual([[], [['cases', 'ledger']]]);
  });

  test('sees a folder and one in it that import from each other, and lets one direction be', () => {
    const format = readSource('src-main/engine/intake/formats/a.ts', "import type { A } from '../limits.ts'");
    const reader = readSource('src-main/engine/intake/b.ts', "import { a } from './formats/c.ts'");
    const of = (...files: SourceFile[]) => cycles(foldersAsFiles(files));
    expect([of(format, reader), of(format), of(reader)]).toEqual([
      [['src-main/engine/intake', 'src-main/engine/intake/formats']],
      [],
      [],
    ]);
  });

  test('lets the right ones through', () => {
    expect([
      judged('shared/ledger/a.ts', "import { a } from '../domain/ids.ts'; import { z } from 'zod'"),
      judged(
        'src-renderer/features/audit/a.tsx',
        "import { a } from '../vault/index.ts'; import './a.module.css'",
      ),
      judged('src-main/host-cli/main.ts', "import manifest from '../../package.json' with { type: 'json' }"),
    ]).toEqual([[], [], []]);
  });

  test('sees circles of one, two and three files, also through types', () => {
    const file = (path: string, ...to: string[]) =>
      readSource(path, to.map((one) => `import type { A } from './${one}'`).join('\n'));
    const knots = cycles([
      file('shared/domain/a.ts', 'b.ts'),
      file('shared/domain/b.ts', 'c.ts', 'd.ts'),
      file('shared/domain/c.ts', 'a.ts'),
      file('shared/domain/d.ts', 'd.ts'),
      file('shared/domain/e.ts', 'f.ts', 'a.ts'),
      file('shared/domain/f.ts', 'e.ts'),
      file('shared/domain/g.ts', 'a.ts'),
    ]);
    expect(knots.map((knot) => knot.map((path) => path.slice(-4, -3)).join('')).sort()).toEqual([
      'abc',
      'd',
      'ef',
    ]);
  });
});
