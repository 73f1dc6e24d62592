import { median } from '../figures.ts';

/**
 * Seconds of processor time: on a machine shared with others, time on the wall says more about these. All measured here,
 * peers too, work on one core without waiting.
 */
export function processorSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Things a second of processor time, the median of some runs after one that warms up. */
export function rateOf(things: number, run: () => void, runs = 3): number {
  run();
  return median(Array.from({ length: runs }, () => things / processorSeconds(run)));
}

/**
 * Things a second: of `alone` as rateOf says, and of `whole`, which waits and has threads, by the clock on the wall and by the
 * processor time of all threads. They take turns, because the pace of a shared machine changes from one second to the next.
 */
export async function ratesInTurn(
  things: number,
  alone: () => void,
  whole: () => Promise<void>,
  runs: number,
): Promise<{ alone: number; ofWall: number; ofProcessor: number }> {
  alone();
  await whole();
  const rates = { alone: [] as number[], ofWall: [] as number[], ofProcessor: [] as number[] };
  for (let i = 0; i < runs; i++) {
    rates.alone.push(things / processorSeconds(alone));
    const cpu = process.cpuUsage();
    const before = performance.now();
    await whole();
    rates.ofWall.push((things / (performance.now() - before)) * 1000);
    const { user, system } = process.cpuUsage(cpu);
    rates.ofProcessor.push((things / (user + system)) * 1e6);
  }
  return {
    alone: median(rates.alone),
    ofWall: median(rates.ofWall),
    ofProcessor: median(rates.ofProcessor),
  };
}

/** Microseconds of single calls. */
export function percentiles(us: number[]): { p50: number; p99: number } {
  us.sort((a, b) => a - b);
  const at = (share: number) => us[Math.min(us.length - 1, Math.floor(us.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

export function singleCalls(count: number, call: (i: number) => void): { p50: number; p99: number } {
  for (let i = 0; i < count / 4; i++) call(i);
  const us = Array.from({ length: count }, (_, i) => {
    const before = performance.now();
    call(i);
    return (performance.now() - before) * 1000;
  });
  return percentiles(us);
}
