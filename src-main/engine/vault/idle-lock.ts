import type { Clock } from '../../ports/clock.ts';
import type { Files } from '../../ports/files.ts';

const LOOK_EVERY_MS = 2000;
/**
 * When the wall clock and the monotonic clock drift apart by more than this, the machine has slept or its time was set.
 */
const JUMP_MS = 60_000;

/** Another process that wants this vault locked puts this file into its folder; the lock removes it. */
export const LOCK_REQUEST_FILE = 'lock-request';

/**
 * Locks after the policy's idle time, after the machine has slept, or when another process asks for it. Idle time is
 * measured on the monotonic clock, so setting the time neither delays nor advances the lock.
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

  /** @param jumped receives how far the wall clock ran ahead of, or fell behind, the monotonic clock */
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

  /** Restarts the idle time. It has no effect once that time is over, even if the next check is still to come. */
  active(): void {
    if (this.#watching && this.#isIdle()) this.#lock();
    else this.#lastActiveMs = this.#clock.monotonicMs();
  }

  /** Checks every two seconds until stopped or locked. If a check fails it locks, because no other part would. */
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
    this.#forgetRequest();
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
        this.#forgetRequest();
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

  /** Aborted once the vault is locked or opened anew. */
  get stopped(): AbortSignal {
    return this.#stopped.signal;
  }

  /** Asked for only where there is one: in a folder that cannot be written, removing what is not there fails too. */
  #forgetRequest(): void {
    if (this.#files.read(LOCK_REQUEST_FILE) !== null) this.#files.remove(LOCK_REQUEST_FILE);
  }
}
