import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

export const ROOT = join(import.meta.dirname, '..', '..');

/** One import or re-export as it is written. */
export interface Import {
  /** A file of the repository (`shared/domain/url.ts`), or a package or `node:` module as named. */
  to: string;
  /** Only types come over. */
  typeOnly: boolean;
}

/** What the rules of the house look at in one file. */
export interface SourceFile {
  path: string;
  imports: Import[];
  hasDefaultExport: boolean;
  /** String literals and the fixed parts of templates. */
  texts: string[];
}

/**
 * Reads a source file with the parser Vite brings (oxc). dependency-cruiser would be the natural tool, but 17.4 reads
 * TypeScript through the compiler's JavaScript API, which TypeScript 7 does not have.
 */
export function readSource(path: string, text: string): SourceFile {
  const { module, program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const imports: Import[] = module.staticImports.map(({ moduleRequest, entries }) => ({
    to: resolve(path, moduleRequest.value),
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest) imports.push({ to: resolve(path, moduleRequest.value), typeOnly: isType });
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const named = /^(['"`])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2];
    imports.push({ to: named === undefined ? '(computed)' : resolve(path, named), typeOnly: false });
  }
  const exports = module.staticExports.flatMap(({ entries }) => entries);
  return {
    path,
    imports,
    hasDefaultExport: exports.some(
      ({ exportName }) => exportName.kind === 'Default' || exportName.name === 'default',
    ),
    texts: textsIn(program),
  };
}

const resolve = (from: string, specifier: string): string =>
  specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier.replace(/\?.*$/, '')) : specifier;

function textsIn(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) for (const inner of node) textsIn(inner, found);
  else if (node !== null && typeof node === 'object') {
    const { type, value } = node as { type?: string; value?: unknown };
    if (type === 'Literal' && typeof value === 'string') found.push(value);
    if (type === 'TemplateElement') found.push((value as { cooked?: string | null }).cooked ?? '');
    for (const inner of Object.values(node)) if (typeof inner === 'object') textsIn(inner, found);
  }
  return found;
}

/** Files of the repository below these folders, as git would name them. */
export const listFiles = (pattern: string): string[] =>
  globSync(pattern, { cwd: ROOT, exclude: ['**/node_modules/**'] })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();

/** Every source file but type declarations. */
export const readSourceTree = (): SourceFile[] =>
  listFiles('{shared,src-main,src-renderer,tests,tools}/**/*.{ts,tsx,mjs}')
    .filter((path) => !path.endsWith('.d.ts'))
    .map((path) => readSource(path, readFileSync(join(ROOT, path), 'utf8')));
