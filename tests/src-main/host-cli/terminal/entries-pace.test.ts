import { expect, test } from 'vitest';
import { EntriesPace } from '../../../../src-main/host-cli/terminal/entries-pace.ts';

test('the terminal says how far a log is read, how fast since it began to be, and how long it still takes', () => {
  let nowMs = 5000;
  const pace = new EntriesPace(() => nowMs);
  const told = [pace.told(100, 10_100)];
  nowMs += 500;
  told.push(pace.told(100, 10_100));
  nowMs += 1500;
  told.push(pace.told(5100, 10_100));
  expect(told).toEqual([
    '100 of 10,100 entries',
    '100 of 10,100 entries',
    '5,100 of 10,100 entries, 2,500 a second, 2 s left',
  ]);
});
