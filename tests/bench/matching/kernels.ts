import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the index runs on: compiled for a memory of its own, and for one that threads share. */
export interface MatchingKernels {
  kernel: WebAssembly.Module;
  sharedKernel: WebAssembly.Module;
}

const compiled = (name: string) =>
  new WebAssembly.Module(readFileSync(join(import.meta.dirname, '../../../dist/kernel', name)));

export const matchingKernels = (): MatchingKernels => ({
  kernel: compiled('matching.wasm'),
  sharedKernel: compiled('matching-shared.wasm'),
});

/** The script of the index's threads. */
export const WORKER = join(import.meta.dirname, '../../../src-main/engine/matching/index/index-worker.ts');
