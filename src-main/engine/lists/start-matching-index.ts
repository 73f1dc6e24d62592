import { hkdfSync } from 'node:crypto';
import { FolderSegmentFiles } from '../../hash-index/folder-segment-files.ts';
import type { IndexPort } from '../../hash-index/index-messages.ts';
import { startIndexInProcess, startIndexThread } from '../../hash-index/index-thread.ts';
import type { Files } from '../../ports/files.ts';
import type { MatchingHome } from '../../ports/matching-home.ts';

/**
 * Derives the key of the files beside the vault: HKDF-SHA-256 (RFC 5869) of the vault's content key, 32 bytes. The
 * caller zeroes it.
 */
export const deriveIndexKey = (contentKey: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', contentKey, new Uint8Array(0), 'hashline-matching-index/1', 32));

/** Starts the index over the folder of this vault's segments. @throws where the kernel is missing */
export function startMatchingIndex(home: MatchingHome, files: Files, device: string): IndexPort {
  const kernel = new WebAssembly.Module(home.kernel('own'));
  const folder = files.locate(`index-${device.replaceAll('-', '').slice(-12)}`);
  const { layout } = home;
  if (home.thread === null)
    return startIndexInProcess({ kernel, layout, files: new FolderSegmentFiles(folder) });
  const sharedKernel = new WebAssembly.Module(home.kernel('shared'));
  return startIndexThread(home.thread, { kernel, sharedKernel, layout, folder });
}

/** The kernel for an index in the engine's own thread; null where it was not built. */
export function matchingKernel(home: MatchingHome): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(home.kernel('own'));
  } catch {
    return null;
  }
}
