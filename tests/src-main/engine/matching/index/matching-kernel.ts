import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, '../../../../../dist/kernel/matching.wasm');

/** The kernel as tools/prepare.mjs built it. */
export const matchingKernel = new WebAssembly.Module(readFileSync(path));
