import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.ts';

/** How long work in the background stands aside at most: somebody may ask without end. */
const PATIENCE_MS = 50;
/** After a question more are to be expected for so long. */
const EXPECTED_MS = 5000;
/**
 * While they are, work in the background rests so many times as long as it worked, and at most so long at a time. Measured on two
 * cores, the 99th percentile of look-ups that come without end beside an import, and how long a million takes: 20 ms and a second
 * without a rest, 6 ms at 8 times, 5.3 ms and 13 s at 16 times, 4 ms and 37 s at 64 times.
 */
const REST = 64;
const LONGEST_REST_MS = 100;

/**
 * Questions of people that are under way. Answering one takes several turns of the event loop; work in the background that
 * lets them pass between its pieces delays a question by one piece, rather than by one in each of these turns.
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

  /** A question from its beginning to its answer. */
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

  /** Resolves in a later turn, once nobody asks and, where more questions are to be expected, after a rest. */
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
