import { AsyncLocalStorage } from 'node:async_hooks';
import type { z } from 'zod';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Clock } from '../../ports/clock.ts';
import { conflict } from '../storage/failure.ts';
import type { CommandStore } from './command.store.ts';

/** A page sends a command again at its next connection, or after the next unlock. */
const SENT_AGAIN_WITHIN_MS = 7 * 24 * 3_600_000;

/** The digest of the running procedure's input; concurrent calls each have their own. */
const asking = new AsyncLocalStorage<string>();

/**
 * Runs a procedure so that its command is stored together with its input.
 * @param input as received, not yet parsed: a value without canonical JSON is refused by its schema afterwards
 */
export function asked<Result>(procedure: string, input: unknown, work: () => Result): Result {
  if (typeof input !== 'object' || input === null || !('command' in input)) return work();
  return asking.run(digestOf(procedure, input), work);
}

/**
 * Runs a part of a command that has an id of its own. What was asked is remembered with the command itself: a part may
 * run where the procedure is long over, as a stream's do.
 */
export const askedInPart = <Result>(work: () => Result): Result => asking.run('', work);

function digestOf(procedure: string, input: object): string {
  try {
    return sha256Hex(`${procedure}\n${canonicalText(input)}`);
  } catch {
    return '';
  }
}

/**
 * Stores the answer of each command, so that a command sent again after a lost reply or an engine restart changes
 * nothing and gets the same answer.
 */
export class CommandLog {
  readonly #store: CommandStore;
  readonly #clock: Clock;

  constructor(store: CommandStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Forgets the answers that may hold texts of these cases: those that name one of them, and all that are older than any
   * command is sent again. Inside a transaction.
   */
  forget(cases: readonly string[]): void {
    this.#store.forget(new Date(this.#clock.nowMs() - SENT_AGAIN_WITHIN_MS).toISOString(), cases);
  }

  /**
   * @param work runs synchronously, in one transaction with the storing of its answer
   * @throws Failure CONFLICT where the command's id was used before with other input, or for another procedure
   */
  once<Answer>(command: string, schema: z.ZodType<Answer>, work: () => Answer): Answer {
    return this.#store.transaction(() => {
      const remembered = this.#store.find(command);
      const digest = asking.getStore() ?? '';
      if (remembered !== null) {
        if (remembered.asked !== digest) throw conflict({ reason: 'command-with-other-input' });
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
  throw conflict({ reason: 'command-of-another-procedure' });
}
