import { expect, test } from 'vitest';
import { ManualClock } from '../../../src-main/ports/clock.ts';
import { HubFailure } from '../../../src-main/ports/hub.ts';
import { MemoryHub } from '../../../src-main/ports/memory-hub.ts';
import { hubConformance } from './hub-conformance.ts';

hubConformance('a hub in memory', () => {
  const clock = new ManualClock();
  const hub = new MemoryHub(clock);
  return {
    as: (device) => hub.as(device),
    admitFirst: (device) => hub.admitFirst(device),
    passTime: (ms) => clock.advance(ms),
    takeBack: (size) => hub.takeBack(size),
    beginAnew: () => hub.forget(),
  };
});

const ADA = '0190000a-0000-7000-8000-000000000000';
const BEN = '0190000b-0000-7000-8000-000000000000';
const deed = (fill: number) => ({ epoch: 1, sealed: new Uint8Array(8).fill(fill) });
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: unknown) => (error instanceof HubFailure ? error.trouble.code : String(error)),
  );

function aHub() {
  const hub = new MemoryHub(new ManualClock());
  for (const device of [ADA, BEN]) hub.admitFirst(device);
  return { hub, ada: hub.as(ADA), ben: hub.as(BEN) };
}

test('a hub in memory that went away for one device answers the others', async () => {
  const { hub, ada, ben } = aHub();
  hub.goAway(ADA);
  const away = [await codeOf(ada.push(0, 0, [deed(1)])), await codeOf(ben.head())];
  hub.comeBack(ADA);
  expect([away, await ada.head()]).toMatchObject([['unreachable', 'done'], { size: 0 }]);
});

test('a hub in memory that loses an answer has done what was asked', async () => {
  const { hub, ada } = aHub();
  hub.loseAnswers(1);
  expect([
    await codeOf(ada.push(0, 0, [deed(1)])),
    (await ada.head()).size,
    await ada.push(0, 0, [deed(1)]),
  ]).toEqual(['unreachable', 1, 0]);
});

test('a hub in memory is put back to a copy of itself with all it kept then', async () => {
  const { hub, ada } = aHub();
  await ada.push(0, 0, [deed(1)]);
  const backup = hub.backup();
  await ada.push(0, 1, [deed(2)]);
  await ada.remove(BEN);
  hub.restore(backup);
  await ada.push(1, 1, [deed(3)]);
  hub.restore(backup);
  expect([(await ada.head()).size, (await ada.devices()).map(({ removed }) => removed)]).toEqual([
    1,
    [false, false],
  ]);
});

test('a hub in memory gives other bytes where an operator put them', async () => {
  const { hub, ada } = aHub();
  await ada.push(0, 0, [deed(1)]);
  hub.tamper(0, new Uint8Array([9]));
  expect((await ada.pull(0, 1))[0]?.sealed).toEqual(new Uint8Array([9]));
});
