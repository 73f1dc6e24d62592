import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Gives the memory of arrays that are a whole ArrayBuffer back at once; they are empty afterwards. Left to the garbage collector, megabytes for every
 * question have it go through everything the thread holds, time and again, which takes longer than the answers.
 */
export function giveBack(...arrays: readonly ArrayBufferView[]): void {
  for (const { buffer, byteLength } of arrays) {
    const isWhole = byteLength > 0 && byteLength === buffer.byteLength;
    if (isWhole && buffer instanceof ArrayBuffer) buffer.transfer(0);
  }
}

/** By then the work that gave memory up has ended, and nothing of it holds on to it. */
const SOON_MS = 100;

/**
 * Has the garbage collector go through everything, a little later. V8 does not count memory that threads share: a gigabyte
 * out of use would stay until something else has it collect. It has no other way to be asked than this flag.
 */
export function collectSoon(): void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  setTimeout(collect, SOON_MS).unref();
}
