/** The engine's time. Wall time can jump; only `monotonicMs` may measure durations. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number;
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonicMs(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done);
    }),
};

/** A clock that stands still until it is moved; sleepers wake when it passes their time. */
export class ManualClock implements Clock {
  #nowMs: number;
  #monotonicMs = 0;
  #sleepers: { atMs: number; wake: () => void }[] = [];

  constructor(start: string | number = '2026-11-21T09:00:00.000Z') {
    this.#nowMs = typeof start === 'number' ? start : Date.parse(start);
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      this.#sleepers.push({ atMs: this.#monotonicMs + ms, wake: resolve });
      signal?.addEventListener('abort', () => resolve());
    });
  }

  /** Lets time pass. @throws for a negative time: time passes forward, and `jump` sets the wall clock back */
  advance(ms: number): void {
    if (ms < 0) throw new Error('time does not pass backward');
    this.#nowMs += ms;
    this.#monotonicMs += ms;
    const due = this.#sleepers.filter((sleeper) => sleeper.atMs <= this.#monotonicMs);
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.atMs > this.#monotonicMs);
    for (const sleeper of due) sleeper.wake();
  }

  /** Changes the wall clock alone, as a person or a time server does. */
  jump(ms: number): void {
    this.#nowMs += ms;
  }
}
