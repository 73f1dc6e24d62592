import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Questions } from '../../../../src-main/engine/matching/questions.ts';

test('work in the background goes on when the last question is answered, also by a failure', async () => {
  const questions = new Questions();
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

test('whoever asks without end does not stop it', async () => {
  const questions = new Questions();
  void questions.during(() => new Promise(() => {}));
  expect(await questions.letPass()).toBe(undefined);
});
