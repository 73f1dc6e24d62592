import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Questions } from '../../../../src-main/engine/lists/questions.ts';
import { ManualClock } from '../../../../src-main/ports/clock.ts';

/** What was waited for at the clock, in milliseconds, in order; each wait is over at once. */
class RecordedClock extends ManualClock {
  readonly slept: number[] = [];

  override async sleep(ms: number): Promise<void> {
    this.slept.push(ms);
    this.advance(ms);
  }
}

test('work in the background goes on when the last question is answered, also by a failure', async () => {
  const questions = new Questions(new ManualClock());
  const said: string[] = [];
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const asked = [
    questions.during(() => first.promise),
    questions.during(() => second.promise).catch((error: Error) => said.push(error.message)),
  ];
  const working = questions.letPass().then(() => said.push('works'));
  await nextTurn();
  first.resolve();
  await nextTurn();
  said.push('one is answered');
  second.reject(new Error('the other failed'));
  await Promise.all([...asked, working]);
  expect(said).toEqual(['one is answered', 'the other failed', 'works']);
});

test('work in the background goes on although questions come without end', async () => {
  const questions = new Questions(new ManualClock());
  void questions.during(() => new Promise(() => {}));
  expect(await questions.letPass()).toBe(undefined);
});

test('work in the background rests 64 times as long as it worked while more questions are expected, but at most a tenth of a second', async () => {
  const clock = new RecordedClock();
  const questions = new Questions(clock);
  const work = async (ms: number) => {
    clock.advance(ms);
    await questions.letPass();
  };
  await questions.letPass();
  await work(4);
  await questions.during(async () => {});
  await work(1);
  await work(500);
  await work(0);
  await questions.during(async () => {});
  await work(4990);
  await work(11);
  expect(clock.slept).toEqual([64, 100, 100]);
});
