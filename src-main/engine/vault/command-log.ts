import type { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { conflict } from '../failure.ts';
import type { VaultStore } from './vault.store.ts';

/**
 * Remembers what each command answered, so that a command sent again after a lost reply or an engine restart changes
 * nothing and answers the same.
 */
export class CommandLog {
  readonly #store: VaultStore;
  readonly #clock: Clock;

  constructor(store: VaultStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * @param work runs synchronously, in one transaction with the remembering of its answer
   * @throws Failure CONFLICT where the command was given to something else before
   */
  once<Answer>(command: string, schema: z.ZodType<Answer>, work: () => Answer): Answer {
    return this.#store.transaction(() => {
      const remembered = this.#store.commandAnswer(command);
      if (remembered !== null) return sameAnswer(remembered, schema);
      const answer = work();
      this.#store.rememberCommand(
        command,
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
