/** The processor's time that a task takes, the least of three runs: another program's work cannot make it less. */
function leastMs(task: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const before = process.cpuUsage();
    task();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/**
 * How many times longer a task takes for an input eight times as long: about 8 where its time is in proportion to the
 * input, about 64 where it grows with the square.
 */
export function costGrowth<Input>(
  make: (size: number) => Input,
  task: (input: Input) => void,
  size: number,
): number {
  const [small, large] = [make(size), make(size * 8)];
  // Compiled before it is measured.
  task(small);
  return (
    leastMs(() => task(large)) /
    Math.max(
      1,
      leastMs(() => task(small)),
    )
  );
}
