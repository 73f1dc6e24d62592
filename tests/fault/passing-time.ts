import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { AVault } from '../support/a-vault.ts';

/** Less than the time after which a workstation that nobody touches locks. */
const STEP_MS = 60_000;

/**
 * Lets time pass for everybody, with a person at work.
 * @param ms whole milliseconds
 */
export async function pass(vault: AVault, ms: number): Promise<void> {
  for (let leftMs = ms; leftMs > 0; leftMs -= STEP_MS) {
    vault.clock.advance(Math.min(leftMs, STEP_MS));
    await vault.client.vault.active();
    await turn();
  }
}

/** Real time without any delivery after which the courier is taken to rest, so that time is moved on. */
const RESTS_AFTER_MS = 150;

/**
 * Lets the courier in the background work, and time pass whenever it rests, until nothing waits at any destination.
 * @param limitMinutes how long without any delivery until it gives up: what waits then may wait for ever
 * @param stepMinutes how much time passes at once
 * @returns simulated minutes; null where it gave up
 */
export async function untilNothingWaits(
  vault: AVault,
  limitMinutes: number,
  stepMinutes = 1,
): Promise<number | null> {
  const beganMs = vault.clock.nowMs();
  const minutesSince = (ms: number) => Math.round((vault.clock.nowMs() - ms) / 60_000);
  let last = { waiting: -1, atMs: 0, clockMs: beganMs };
  while (minutesSince(last.clockMs) <= limitMinutes) {
    const destinations = await vault.client.referral.destinations();
    const waiting = destinations.reduce((sum, one) => sum + one.waiting, 0);
    if (waiting === 0) return minutesSince(beganMs);
    if (waiting !== last.waiting) last = { waiting, atMs: performance.now(), clockMs: vault.clock.nowMs() };
    if (performance.now() - last.atMs > RESTS_AFTER_MS) {
      await pass(vault, stepMinutes * 60_000);
      last.atMs = performance.now();
    }
    await wait(40);
  }
  return null;
}
