import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, PROGRAMS } from '../../tools/bundle.mjs';

const FOLDER = 'HASHLINE_TEST_PROGRAMS';
const ROOT = join(import.meta.dirname, '..', '..');

/** Programs of the tests that are started in processes of their own, beside those of the product. */
const OF_TESTS = {
  'changing-key-process': 'tests/fault/changing-key-process.ts',
  'deciding-process': 'tests/fault/deciding-process.ts',
  'deciding-together-process': 'tests/fault/deciding-together-process.ts',
  'delivering-process': 'tests/fault/delivering-process.ts',
  'desk-process': 'tests/src-main/receiver/desk-process.ts',
  'forced-exceptions-process': 'tests/support/forced-exceptions-process.ts',
  'holder-process': 'tests/support/holder-process.ts',
  'iccam-process': 'tests/fault/iccam-process.ts',
  'importing-process': 'tests/support/importing-process.ts',
  'listing-process': 'tests/fault/listing-process.ts',
  'matching-process': 'tests/fault/matching-process.ts',
  'power-losing-process': 'tests/fault/power-loss/deciding-process.ts',
  'racing-process': 'tests/fault/racing-process.ts',
  'seat-process': 'tests/fault/seat-process.ts',
  'working-process': 'tests/fault/working-process.ts',
};

/**
 * Bundles every program that a run of tests may start: from source each start would take more than a second of
 * processor time.
 * @returns a function that removes them
 */
export async function bundlePrograms(): Promise<() => void> {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'dist', 'programs-of-tests-'));
  process.env[FOLDER] = folder;
  await bundle(ROOT, { ...PROGRAMS, ...OF_TESTS }, folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

/** A bundled program of this run: one of the product, or one of those above. */
export function programFile(name: keyof typeof PROGRAMS | keyof typeof OF_TESTS): string {
  const folder = process.env[FOLDER];
  if (folder === undefined) throw new Error('this run has bundled no programs');
  return join(folder, `${name}.js`);
}

/** The script of a thread; undefined where nothing is bundled, as in a bench, which means the source file. */
export const bundledThread = (name: 'index-worker' | 'reading-worker'): string | undefined =>
  process.env[FOLDER] === undefined ? undefined : programFile(name);
