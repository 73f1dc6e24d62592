import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Frees the memory of arrays that span a whole ArrayBuffer at once; they are empty afterwards. Left to the garbage
 * collector, megabytes per question would make it go through the whole heap time and again, which takes longer than the
 * answers.
 */
export function giveBack(...arrays: readonly ArrayBufferView[]): void {
  for (const { buffer, byteLength } of arrays) {
    const isWhole = byteLength > 0 && byteLength === buffer.byteLength;
    if (isWhole && buffer instanceof ArrayBuffer) buffer.transfer(0);
  }
}

/** By then the work that gave memory up has ended and holds no reference to it. */
const SOON_MS = 100;

/**
 * Has the garbage collector run a full cycle, a little later. V8 does not count memory that threads share, so a
 * gigabyte out of use would stay until something else makes it collect. This flag is the only way to ask for it.
 */
export function collectSoon(): void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  setTimeout(collect, SOON_MS).unref();
}
