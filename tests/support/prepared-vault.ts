import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '../../src-main/exchange/sha256-hex.ts';

const ROOT = 'HASHLINE_PREPARED_VAULTS';

/** Made once for a whole run, and copied by every test that begins with it: nobody works in the folder itself. */
export interface Prepared<Said> {
  folder: string;
  /** What its making answered. */
  said: Said;
}

/** For the global set-up of vitest and Playwright: gives a run a place to keep what is prepared. @returns what takes it away */
export function keepPrepared(): () => void {
  const root = mkdtempSync(join(tmpdir(), 'hashline-prepared-'));
  process.env[ROOT] = root;
  return () => rmSync(root, { recursive: true, force: true });
}

/** Whether there is a run that keeps what is prepared; a bench or a script has none. */
export const isPreparedKept = (): boolean => process.env[ROOT] !== undefined;

/** @param recipe all that makes it differ from others, and so its name */
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
      // Another worker of the run was first, with the same.
      if (!existsSync(kept)) throw error;
      rmSync(making, { recursive: true, force: true });
    }
  }
  return { folder: join(kept, 'made'), said: JSON.parse(readFileSync(join(kept, 'said.json'), 'utf8')) };
}
