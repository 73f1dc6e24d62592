import { describe, expect, test } from 'vitest';
import { type Clock, ManualClock, systemClock } from '../../../src-main/ports/clock.ts';

async function wakes(sleep: Promise<void>): Promise<boolean> {
  let awake = false;
  void sleep.then(() => {
    awake = true;
  });
  await Promise.resolve();
  await Promise.resolve();
  return awake;
}

describe('the manual clock', () => {
  test('stands still until it is told to move', () => {
    const clock = new ManualClock('2026-01-02T03:04:05.000Z');
    const read = () => [clock.nowMs(), clock.monotonicMs()];
    const before = read();
    clock.advance(1500);
    const start = Date.parse('2026-01-02T03:04:05.000Z');
    expect([before, read()]).toEqual([
      [start, 0],
      [start + 1500, 1500],
    ]);
  });

  test('wakes those whose moment has come, and no other', async () => {
    const clock = new ManualClock();
    const [short, long] = [clock.sleep(10), clock.sleep(20)];
    clock.advance(10);
    expect([await wakes(short), await wakes(long)]).toEqual([true, false]);
    clock.advance(10);
    expect(await wakes(long)).toBe(true);
  });

  test('ends no wait when the wall clock alone is set', async () => {
    const clock = new ManualClock(0);
    const sleeper = clock.sleep(10);
    clock.jump(1_000_000);
    expect([clock.nowMs(), clock.monotonicMs(), await wakes(sleeper)]).toEqual([1_000_000, 0, false]);
  });
});

describe.each<[string, () => Clock]>([
  ['manual', () => new ManualClock()],
  ['system', () => systemClock],
])('the %s clock', (_name, make) => {
  test('ends a sleep when its signal aborts', async () => {
    const leave = new AbortController();
    const sleeper = make().sleep(60_000, leave.signal);
    leave.abort();
    expect(await wakes(sleeper)).toBe(true);
  });

  test('does not sleep where the signal has aborted before', async () => {
    expect(await wakes(make().sleep(60_000, AbortSignal.abort()))).toBe(true);
  });

  test('measures with a clock that never goes back', () => {
    const clock = make();
    const first = clock.monotonicMs();
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(first);
  });
});

test('the system clock sleeps about as long as it is told', async () => {
  const before = performance.now();
  await systemClock.sleep(30);
  expect(performance.now() - before).toBeGreaterThanOrEqual(28);
});
