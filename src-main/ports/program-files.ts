import { extname, join } from 'node:path';

/** The project's folder: sources and bundles both lie two folders below it. Not valid in Electron's package. */
export const PROJECT_ROOT = join(import.meta.dirname, '..', '..');

/**
 * The script of a thread of this program. In a bundle it lies beside the script that starts it; in the sources it has
 * its own place.
 * @param source path below `src-main`, without its extension
 */
export function threadScript(source: string): string {
  const extension = extname(import.meta.filename);
  if (extension === '.ts') return join(import.meta.dirname, '..', `${source}.ts`);
  return join(import.meta.dirname, `${source.slice(source.lastIndexOf('/') + 1)}${extension}`);
}
