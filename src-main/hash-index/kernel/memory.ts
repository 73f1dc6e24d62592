/** AssemblyScript. What V8 does by the byte where memory is shared, and by the cache line here. */
export function wipe(from: usize, to: usize): void {
  memory.fill(from, 0, to - from);
}
