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
