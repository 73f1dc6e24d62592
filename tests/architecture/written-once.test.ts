import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';
import { listFiles, ROOT } from './source-tree.ts';

/** Shorter bodies, such as `string | null` or one member, are alike by chance. */
const TRIVIAL = 20;

/** Types that are alike and mean different things, with the reason why they are two. */
const ALIKE_FOR_A_REASON: readonly { types: readonly string[]; because: string }[] = [
  {
    types: ['shared/ledger/proof.ts HashSource', 'shared/ledger/tiles.ts TileSource'],
    because: 'one gives the hash of a node, the other the bytes of a tile, and one is made from the other',
  },
  {
    types: [
      'src-main/engine/lists/formats/bounded-xml.ts XmlAttributes',
      'src-main/host-electron/native-integrity.ts NativeHashes',
    ],
    because: 'texts by name are all they have in common',
  },
];

interface ExportedType {
  /** The file and the name. */
  name: string;
  /** What it is, whatever the order of its members, its comments and its layout. */
  body: string;
}

interface Node {
  type: string;
  start: number;
  end: number;
  body?: Node & { body?: Node[] };
  members?: Node[];
  typeAnnotation?: Node;
  id?: { name: string };
  declaration?: Node | null;
  extends?: Node[];
  declarations?: { id: { name: string }; init?: Node | null }[];
}

function exportedTypes(path: string, text: string): ExportedType[] {
  const { program } = parseSync(path, text, { lang: path.endsWith('x') ? 'tsx' : 'ts' });
  return (program.body as unknown as Node[]).flatMap((statement) => {
    const { declaration } = statement;
    if (statement.type !== 'ExportNamedDeclaration' || !declaration) return [];
    const named = (name: string | undefined, body: string | null): ExportedType[] =>
      body === null ? [] : [{ name: `${path} ${name}`, body }];
    return declaration.type === 'VariableDeclaration'
      ? (declaration.declarations ?? []).flatMap(({ id, init }) => named(id.name, schemaOf(init, text)))
      : named(declaration.id?.name, bodyOf(declaration, text));
  });
}

function bodyOf(declaration: Node, text: string): string | null {
  const parts = (nodes: readonly Node[]): string[] => nodes.map((node) => plain(text, node)).sort();
  if (declaration.type === 'TSInterfaceDeclaration')
    return [...parts(declaration.extends ?? []), ...parts(declaration.body?.body ?? [])].join(';');
  const { typeAnnotation } = declaration;
  if (declaration.type !== 'TSTypeAliasDeclaration' || !typeAnnotation) return null;
  if (typeAnnotation.type === 'TSTypeLiteral') return parts(typeAnnotation.members ?? []).join(';');
  const body = plain(text, typeAnnotation);
  // The schema it is inferred from is compared itself.
  return body.startsWith('z.infer<') ? null : body;
}

/** The body of a zod schema; null for any other value. */
function schemaOf(init: Node | null | undefined, text: string): string | null {
  const body = init ? plain(text, init) : '';
  return body.startsWith('z.') ? body : null;
}

/** The text of a node without comments, layout and the marks that may be left out. */
const plain = (text: string, { start, end }: Node): string =>
  text
    .slice(start, end)
    .replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, '')
    .replace(/\breadonly\b/g, '')
    .replace(/\s+/g, '')
    .replace(/[;,]+(?=[})\]]|$)/g, '')
    .replace(/^\|/, '');

/** Groups of types with the same body. */
function alike(types: readonly ExportedType[]): string[][] {
  const byBody = new Map<string, string[]>();
  for (const { name, body } of types) {
    if (body.length >= TRIVIAL) byBody.set(body, [...(byBody.get(body) ?? []), name]);
  }
  return [...byBody.values()].filter((names) => names.length > 1).map((names) => names.sort());
}

describe('exported types', () => {
  test('are written once: no two have the same body, but those with a reason', () => {
    const types = listFiles('{shared,src-main,src-renderer}/**/*.{ts,tsx}')
      .filter((path) => !path.endsWith('.d.ts'))
      .flatMap((path) => exportedTypes(path, readFileSync(join(ROOT, path), 'utf8')));
    expect(alike(types)).toEqual(ALIKE_FOR_A_REASON.map(({ types: names }) => names));
  });

  test('are told alike whatever their order, comments and layout, as interface and as alias', () => {
    const one =
      'export interface A { first: string; /** Why. */ readonly second: readonly number[]; third: boolean }';
    const other =
      'export type B = {\n  second: number[];\n  // What.\n  third: boolean,\n  first: string;\n};';
    expect(alike([...exportedTypes('a.ts', one), ...exportedTypes('b.ts', other)])).toEqual([
      ['a.ts A', 'b.ts B'],
    ]);
  });

  test('are not told alike where they are short, or differ in one word', () => {
    const types = (text: string) => exportedTypes('a.ts', text);
    expect([
      alike(types('export type A = string | null; export type B = string | null;')),
      alike(
        types(
          'export interface A { first: string; second: number; third: boolean } export interface B { first: string; second: number; third: string }',
        ),
      ),
    ]).toEqual([[], []]);
  });
});
