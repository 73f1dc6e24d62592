import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '../../src-main/exchange/sha256-hex.ts';

const ROOT = 'HASHLINE_PREPARED_VAULTS';

/**
 * A folder that is made once for a whole run and copied by every test that begins with it. No test works in the folder
 * itself.
 */
export interface Prepared<Said> {
  folder: string;
  /** What the making of it returned. */
  said: Said;
}

/**
 * Gives a run a place for prepared folders; for the global set-up of vitest and Playwright.
 * @returns a function that removes it
 */
export function keepPrepared(): () => void {
  const root = mkdtempSync(join(tmpdir(), 'hashline-prepared-'));
  process.env[ROOT] = root;
  return () => rmSync(root, { recursive: true, force: true });
}

/** Whether this run keeps prepared folders; a bench or a script does not. */
export const isPreparedKept = (): boolean => process.env[ROOT] !== undefined;

/** @param recipe everything in which it differs from others, which makes its name */
export async function prepared<Said>(
  recipe: unknown,
  make: (folder: string) => Promise<Said>,
): Promise<Prepared<Said>> {
  const root = process.env[ROOT];
  if (root === undefined) throw new Error('this run keeps nothing that is prepared');
  const kept = join(root, sha256Hex(JSON.stringify(recipe)).slice(0, 16));
  if (!existsSync(kept)) {
    const making = mkdtempSync(join(root, 'making-'));
    mkdirSync(join(making, 'made'), { mode: 0o700 });
    writeFileSync(join(making, 'said.json'), JSON.stringify((await make(join(making, 'made'))) ?? null));
    try {
      renameSync(making, kept);
    } catch (error) {
      // Another worker of the run has made the same folder first.
      if (!existsSync(kept)) throw error;
      rmSync(making, { recursive: true, force: true });
    }
  }
  return { folder: join(kept, 'made'), said: JSON.parse(readFileSync(join(kept, 'said.json'), 'utf8')) };
}
