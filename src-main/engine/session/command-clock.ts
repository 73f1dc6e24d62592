import type { Clock } from '../../ports/clock.ts';

/** The engine's clock, which stands still while a command is carried out: all that a command does has one time. */
export class CommandClock implements Clock {
  readonly #clock: Clock;
  #stoppedAtMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  nowMs(): number {
    return this.#stoppedAtMs ?? this.#clock.nowMs();
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#clock.sleep(ms, signal);
  }

  /** @param work runs synchronously */
  atOneTime<Result>(work: () => Result): Result {
    if (this.#stoppedAtMs !== null) return work();
    this.#stoppedAtMs = this.#clock.nowMs();
    try {
      return work();
    } finally {
      this.#stoppedAtMs = null;
    }
  }
}
