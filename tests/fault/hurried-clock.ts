import { type Clock, systemClock } from '../../src-main/ports/clock.ts';

const TIMES = 20;

/**
 * Time that passes twenty times as fast as the real one since `startMs`, in every process alike, so that pauses of a
 * courier fit into a short run.
 */
export const hurriedClock = (startMs: number): Clock => ({
  nowMs: () => startMs + (Date.now() - startMs) * TIMES,
  monotonicMs: () => performance.now() * TIMES,
  sleep: (ms, signal) => systemClock.sleep(ms / TIMES, signal),
});
