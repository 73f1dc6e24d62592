import { extname, join } from 'node:path';

/** The project's folder: sources and bundles both lie two folders below it. Not for Electron's package. */
export const PROJECT_ROOT = join(import.meta.dirname, '..', '..');

/**
 * The script of a thread of this program. In a bundle it stands beside what starts it; from source it has a place of its own.
 * @param source below `src-main`, without its extension
 */
export function threadScript(source: string): string {
  const extension = extname(import.meta.filename);
  if (extension === '.ts') return join(import.meta.dirname, '..', `${source}.ts`);
  return join(import.meta.dirname, `${source.slice(source.lastIndexOf('/') + 1)}${extension}`);
}
