import type { Clock } from '../../ports/clock.ts';

const TRIED_EVERY_MS = 15_000;

/** Tries something every fifteen seconds until it is done, or `stopped` aborts. */
export async function untilDone(
  tried: () => Promise<boolean>,
  clock: Clock,
  stopped: AbortSignal,
): Promise<void> {
  do {
    await clock.sleep(TRIED_EVERY_MS, stopped);
    if (stopped.aborted) return;
  } while (!(await tried()));
}
