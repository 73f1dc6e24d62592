import { join } from 'node:path';
import { nodeMatchingHome } from '../../src-main/ports/matching-home.ts';
import { bundledThread } from './programs.ts';

const home = nodeMatchingHome(join(import.meta.dirname, '..', '..', 'assets'), bundledThread('index-worker'));

/** The kernel as tools/prepare.mjs built it. */
export const matchingKernel = new WebAssembly.Module(home.kernel('own'));
/** The same kernel for memory that threads share. */
export const sharedMatchingKernel = new WebAssembly.Module(home.kernel('shared'));
/** The script of the index's threads. */
export const indexWorker: string = home.thread!;
