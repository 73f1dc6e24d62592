/** AssemblyScript. Fills memory with zeros by the cache line; V8 does it by the byte where memory is shared. */
export function wipe(from: usize, to: usize): void {
  memory.fill(from, 0, to - from);
}
