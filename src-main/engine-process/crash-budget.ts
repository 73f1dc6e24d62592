import type { Clock } from '../ports/clock.ts';

/** Counts how often a process ended by itself, so that it is restarted a few times but not for ever. */
export class CrashBudget {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #allowed: number;
  readonly #windowMs: number;
  #endedAtMs: number[] = [];

  constructor(clock: Pick<Clock, 'monotonicMs'>, allowed = 5, windowMs = 60_000) {
    this.#clock = clock;
    this.#allowed = allowed;
    this.#windowMs = windowMs;
  }

  /** @returns whether it may be restarted once more */
  spend(): boolean {
    const now = this.#clock.monotonicMs();
    this.#endedAtMs = [...this.#endedAtMs.filter((at) => now - at < this.#windowMs), now];
    return this.#endedAtMs.length <= this.#allowed;
  }
}
