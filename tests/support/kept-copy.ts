import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { aFolder } from './a-folder.ts';
import type { AVault } from './a-vault.ts';

/** A copy of a vault's folder as it is now. The vault is locked while it is copied, and then unlocked again. */
export async function aKeptCopy(vault: AVault): Promise<Disposable & { putBack(): Promise<void> }> {
  const folder = aFolder();
  const copy = join(folder.path, 'copy');
  vault.lock();
  cpSync(vault.folder, copy, { recursive: true });
  await vault.unlock();
  return {
    [Symbol.dispose]: () => folder[Symbol.dispose](),
    putBack: async () => {
      vault.lock();
      rmSync(vault.folder, { recursive: true });
      cpSync(copy, vault.folder, { recursive: true });
      await vault.unlock();
    },
  };
}
