import { expect, test } from 'vitest';
import { given } from '../../../../src-main/engine/team/given.ts';

const all = async <One>(items: AsyncIterable<One>): Promise<One[]> => {
  const taken: One[] = [];
  for await (const one of items) taken.push(one);
  return taken;
};

test('what is given is taken one by one, and the work waits for it', async () => {
  const steps: string[] = [];
  const work = given<number>(async (give) => {
    for (const one of [1, 2, 3]) {
      steps.push(`gives ${one}`);
      await give(one);
    }
  });
  for await (const one of work) {
    await new Promise((next) => setImmediate(next));
    steps.push(`took ${one}`);
  }
  expect(steps).toEqual(['gives 1', 'took 1', 'gives 2', 'took 2', 'gives 3', 'took 3']);
});

test('work that gives nothing ends, and work that fails is told after what it gave', async () => {
  expect(await all(given(async () => {}))).toEqual([]);
  const taken: number[] = [];
  const failing = given<number>(async (give) => {
    await give(1);
    throw new Error('no more');
  });
  await expect(
    (async () => {
      for await (const one of failing) taken.push(one);
    })(),
  ).rejects.toThrow('no more');
  expect(taken).toEqual([1]);
});
