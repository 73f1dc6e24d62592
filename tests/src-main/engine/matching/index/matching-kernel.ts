import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../../../dist/kernel');
const compiled = (name: string) => new WebAssembly.Module(readFileSync(join(folder, name)));

/** The kernel as tools/prepare.mjs built it. */
export const matchingKernel = compiled('matching.wasm');
/** The same for memory that threads share. */
export const sharedMatchingKernel = compiled('matching-shared.wasm');
