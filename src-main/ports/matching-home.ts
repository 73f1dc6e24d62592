import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadScript } from './program-files.ts';

/** Where the matching index runs, and its compiled kernel. */
export interface MatchingHome {
  /**
   * The bytes of matching.wasm, for a private memory or for one that threads share.
   * @throws where it was not built
   */
  kernel(memory: 'own' | 'shared'): Uint8Array<ArrayBuffer>;
  /** The script of its thread; null where the index runs in the engine's own thread. */
  readonly thread: string | null;
  /** `compact`: below 100 bytes per PDQ; `fast`: about 250, for several times as many look-ups per second. */
  readonly layout: 'compact' | 'fast';
}

/** The kernel that was built beside the assets, with a thread of its own. */
export const nodeMatchingHome = (
  assetsFolder: string,
  thread: string = threadScript('hash-index/index-worker'),
): MatchingHome => ({
  kernel: (memory) => {
    const name = memory === 'own' ? 'matching.wasm' : 'matching-shared.wasm';
    return new Uint8Array(readFileSync(join(assetsFolder, '..', 'dist', 'kernel', name)));
  },
  thread,
  layout: 'compact',
});

/** The same without a thread, for tests that inspect the index. */
export const matchingHomeInProcess = (assetsFolder: string): MatchingHome => ({
  ...nodeMatchingHome(assetsFolder),
  thread: null,
});
