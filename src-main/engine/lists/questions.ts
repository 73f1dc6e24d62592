import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.ts';

/** The longest time that background work steps aside: questions may come without end. */
const PATIENCE_MS = 50;
/** For this long after a question, more are to be expected. */
const EXPECTED_MS = 5000;
/**
 * While questions are expected, background work rests this many times as long as it worked. Measured on two cores, as
 * the 99th percentile of continuous look-ups beside an import, and the time that importing a million values takes: 20 ms
 * and 1 s without rests, 6 ms at 8 times, 5.3 ms and 13 s at 16 times, 4 ms and 37 s at 64 times.
 */
const REST = 64;
const LONGEST_REST_MS = 100;

/**
 * Look-ups by people that are in progress. Answering one takes several turns of the event loop. Background work that
 * lets them pass between its pieces delays a look-up by one piece, rather than by one in each of these turns.
 */
export class Questions {
  readonly #clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
  #underWay = 0;
  #lastMs = Number.NEGATIVE_INFINITY;
  #workingSinceMs = 0;
  readonly #standingAside: (() => void)[] = [];

  constructor(clock: Pick<Clock, 'monotonicMs' | 'sleep'>) {
    this.#clock = clock;
  }

  /** Counts a question as in progress from its beginning to its answer. */
  async during<Result>(answering: () => Promise<Result>): Promise<Result> {
    this.#underWay++;
    try {
      return await answering();
    } finally {
      this.#underWay--;
      this.#lastMs = this.#clock.monotonicMs();
      if (this.#underWay === 0) for (const goOn of this.#standingAside.splice(0)) goOn();
    }
  }

  /** Resolves in a later turn, once no question is in progress and, if more are to be expected, after a rest. */
  async letPass(): Promise<void> {
    const workedMs = this.#clock.monotonicMs() - this.#workingSinceMs;
    await nextTurn();
    await this.#rest(workedMs);
    await this.#standAside();
    this.#workingSinceMs = this.#clock.monotonicMs();
  }

  async #rest(workedMs: number): Promise<void> {
    const restMs = Math.min(LONGEST_REST_MS, workedMs * REST);
    if (restMs === 0 || this.#clock.monotonicMs() - this.#lastMs > EXPECTED_MS) return;
    await this.#clock.sleep(restMs);
  }

  async #standAside(): Promise<void> {
    if (this.#underWay === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, PATIENCE_MS);
    this.#standingAside.push(resolve);
    await promise;
    clearTimeout(timer);
  }
}
