import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { canonicalText } from '../../../shared/ledger/entry.ts';
import type { Clock } from '../../ports/clock.ts';
import { conflict } from '../storage/failure.ts';
import type { CommandStore } from './command.store.ts';

/** What is being asked while a procedure runs, as a digest: of calls that go on at once each has its own. */
const asking = new AsyncLocalStorage<string>();

/**
 * Runs a procedure so that its command is remembered together with what was asked.
 * @param input as it came, not yet parsed: what has no canonical JSON is refused by its schema afterwards
 */
export function asked<Result>(procedure: string, input: unknown, work: () => Result): Result {
  if (typeof input !== 'object' || input === null || !('command' in input)) return work();
  return asking.run(digestOf(procedure, input), work);
}

function digestOf(procedure: string, input: object): string {
  try {
    return createHash('sha256')
      .update(`${procedure}\n${canonicalText(input)}`)
      .digest('hex');
  } catch {
    return '';
  }
}

/**
 * Remembers what each command answered, so that a command sent again after a lost reply or an engine restart changes
 * nothing and answers the same.
 */
export class CommandLog {
  readonly #store: CommandStore;
  readonly #clock: Clock;

  constructor(store: CommandStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * @param work runs synchronously, in one transaction with the remembering of its answer
   * @throws Failure CONFLICT where the command was given before with something else in it, or to something else
   */
  once<Answer>(command: string, schema: z.ZodType<Answer>, work: () => Answer): Answer {
    return this.#store.transaction(() => {
      const remembered = this.#store.find(command);
      const digest = asking.getStore() ?? '';
      if (remembered !== null) {
        if (remembered.asked !== digest)
          throw conflict('this command was given with something else in it before');
        return sameAnswer(remembered.answer, schema);
      }
      const answer = work();
      this.#store.remember(
        command,
        digest,
        JSON.stringify(answer),
        new Date(this.#clock.nowMs()).toISOString(),
      );
      return answer;
    });
  }
}

function sameAnswer<Answer>(remembered: string, schema: z.ZodType<Answer>): Answer {
  const parsed = schema.safeParse(JSON.parse(remembered));
  if (parsed.success) return parsed.data;
  throw conflict('this command was given to something else before');
}
