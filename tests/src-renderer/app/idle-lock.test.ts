import { describe, expect, it } from 'vitest';
import { IdleTimer, warnMs } from '../../../src-renderer/app/idle-lock.ts';

function aTimer(limitMs: number) {
  const clocks = { monotonic: 0, wall: 1_000_000 };
  const timer = new IdleTimer(limitMs, { monotonicMs: () => clocks.monotonic, wallMs: () => clocks.wall });
  return { clocks, timer };
}

describe('the idle timer', () => {
  it('counts down while the workstation is idle and starts again when the person is active', () => {
    const { clocks, timer } = aTimer(300_000);
    clocks.monotonic += 200_000;
    clocks.wall += 200_000;
    expect(timer.remainingMs()).toBe(100_000);
    timer.touch();
    expect(timer.remainingMs()).toBe(300_000);
  });

  it('gains nothing by a clock set back', () => {
    const { clocks, timer } = aTimer(300_000);
    clocks.monotonic += 300_000;
    clocks.wall -= 3_600_000;
    expect(timer.remainingMs()).toBe(0);
  });

  it('counts the time a machine slept, when only the day’s clock went on', () => {
    const { clocks, timer } = aTimer(300_000);
    clocks.wall += 3_600_000;
    expect(timer.remainingMs()).toBeLessThan(0);
  });
});

describe('a person is asked before the lock', () => {
  it.each([
    [5, false, 30_000],
    [5, true, 100_000],
    [15, true, 120_000],
    [1, false, 20_000],
    [1, true, 20_000],
  ])('of %i minutes, with something to send: %s, %i ms before', (minutes, isUrgent, ms) => {
    expect(warnMs(minutes, isUrgent)).toBe(ms);
  });
});
