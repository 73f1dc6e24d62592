import type { Clock } from '../../ports/clock.ts';
import type { Files } from '../../ports/files.ts';

const LOOK_EVERY_MS = 2000;
/** The machine slept, or somebody set the time, when wall and monotonic clock drift further apart than this. */
const JUMP_MS = 60_000;

/** Another process that wants this vault locked puts this file into its folder; it is taken away when that is done. */
export const LOCK_REQUEST_FILE = 'lock-request';

/**
 * Locks when nobody has been there for the policy's time, when the machine has slept, or when asked from outside.
 * Idleness is measured on the monotonic clock: setting the time neither locks late nor keeps open.
 */
export class IdleLock {
  readonly #clock: Clock;
  readonly #files: Files;
  readonly #idleMs: () => number;
  readonly #lock: () => void;
  readonly #jumped: (byMs: number) => void;
  readonly #stopped = new AbortController();
  #lastActiveMs: number;
  #watching = false;

  /** @param jumped told by how much the wall clock ran ahead of, or fell behind, the time that passed */
  constructor(
    clock: Clock,
    files: Files,
    idleMs: () => number,
    lock: () => void,
    jumped: (byMs: number) => void = () => {},
  ) {
    this.#clock = clock;
    this.#files = files;
    this.#idleMs = idleMs;
    this.#lock = lock;
    this.#jumped = jumped;
    this.#lastActiveMs = clock.monotonicMs();
  }

  /** Puts the lock off. Comes too late where the time is over already and only the look at it is still to come. */
  active(): void {
    if (this.#watching && this.#isIdle()) this.#lock();
    else this.#lastActiveMs = this.#clock.monotonicMs();
  }

  /** Looks every two seconds until stopped or locked. What can no longer look locks: nothing else would. */
  async watch(): Promise<void> {
    this.#watching = true;
    try {
      await this.#look();
    } catch (error) {
      if (!this.#stopped.signal.aborted) this.#lock();
      throw error;
    }
  }

  async #look(): Promise<void> {
    this.#files.remove(LOCK_REQUEST_FILE);
    const drift = () => this.#clock.nowMs() - this.#clock.monotonicMs();
    let lastDrift = drift();
    while (!this.#stopped.signal.aborted) {
      await this.#clock.sleep(LOOK_EVERY_MS, this.#stopped.signal);
      if (this.#stopped.signal.aborted) return;
      const jumpMs = drift() - lastDrift;
      const slept = jumpMs > JUMP_MS;
      const asked = this.#files.read(LOCK_REQUEST_FILE) !== null;
      lastDrift = drift();
      if (Math.abs(jumpMs) > JUMP_MS) this.#jumped(Math.round(jumpMs));
      if (this.#isIdle() || slept || asked) {
        this.#lock();
        this.#files.remove(LOCK_REQUEST_FILE);
        return;
      }
    }
  }

  #isIdle(): boolean {
    return this.#clock.monotonicMs() - this.#lastActiveMs >= this.#idleMs();
  }

  stop(): void {
    this.#stopped.abort();
  }
}
