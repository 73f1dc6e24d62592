import { z } from 'zod';
import { inboundText } from '../../../shared/domain/inbound-text.ts';
import { Instant } from '../../../shared/domain/report.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Files } from '../../ports/files.ts';
import { Failure } from '../storage/failure.ts';

const FILE = 'door.json';
/** Wrong tries after which the next one has to wait. */
const FREE_TRIES = 3;
const LONGEST_WAIT_MS = 30_000;
const KEPT_EVENTS = 1000;

const LONGEST_NAME = 120;

/**
 * Any program of this account can write this file, and its content goes into the ledger, so it is validated like any
 * other input.
 */
const DoorEvent = z.strictObject({
  kind: z.enum(['session.unlock-failed', 'session.administrator-seen']),
  name: inboundText(LONGEST_NAME),
  at: Instant.max(40),
});
export type DoorEvent = z.infer<typeof DoorEvent>;

const DoorState = z.strictObject({
  format: z.literal('hashline-door/1'),
  /** Wrong tries since the last successful one. */
  failures: z.number().int().nonnegative(),
  /** Time of the last wrong try. */
  failedAt: Instant.max(40).nullable(),
  events: z.array(DoorEvent).max(KEPT_EVENTS),
});
type DoorState = z.infer<typeof DoorState>;

const EMPTY: DoorState = { format: 'hashline-door/1', failures: 0, failedAt: null, events: [] };
/** Replaces a file that cannot be read: damage must not lock anyone out, nor shorten a wait. */
const DAMAGED: DoorState = { ...EMPTY, failures: FREE_TRIES + 5 };

/**
 * Keeps what happened while the vault was locked and the ledger could not be written. The next unlock writes it into
 * the ledger. An attacker who can delete files of the vault's folder can delete this one too, but cannot change the
 * ledger unseen.
 */
export class DoorLog {
  readonly #files: Files;
  readonly #clock: Clock;
  /** Read from the monotonic clock, so that setting the time does not shorten a wait of this program. */
  #nextTryAtMs: number;

  constructor(files: Files, clock: Clock) {
    this.#files = files;
    this.#clock = clock;
    this.#nextTryAtMs = clock.monotonicMs() + this.#leftOfWait();
  }

  /**
   * Returns what is left of a wait that another process began. Each command of the terminal is a process of its own: if
   * the wait began anew with each, no command would ever get through. Only the time of day continues from one process
   * to the next. If it was set back, or is unknown, the whole wait is counted once more from now.
   */
  #leftOfWait(): number {
    const state = this.#read();
    const wholeMs = waitMs(state.failures);
    if (wholeMs === 0) return 0;
    const sinceMs = state.failedAt === null ? -1 : this.#clock.nowMs() - Date.parse(state.failedAt);
    if (sinceMs >= 0) return Math.max(0, wholeMs - sinceMs);
    try {
      this.#write({ ...state, failedAt: new Date(this.#clock.nowMs()).toISOString() });
    } catch {
      // A write error surfaces at the next try to unlock; here it must not keep the program from starting.
    }
    return wholeMs;
  }

  /** @throws Failure SLOW_DOWN while a wait lasts */
  admit(): void {
    const retryInMs = this.#nextTryAtMs - this.#clock.monotonicMs();
    if (retryInMs > 0) throw new Failure({ code: 'SLOW_DOWN', data: { retryInMs } });
  }

  /**
   * Notes a wrong try.
   * @returns milliseconds until the next try is accepted
   */
  failed(name: string): number {
    const state = this.#note('session.unlock-failed', name, 1);
    const retryInMs = waitMs(state.failures);
    this.#nextTryAtMs = this.#clock.monotonicMs() + retryInMs;
    return retryInMs;
  }

  administratorSeen(name: string): void {
    this.#note('session.administrator-seen', name, 0);
  }

  /** Returns the events to be written into the ledger. Call `forget` once that write is durable. */
  events(): readonly DoorEvent[] {
    return this.#read().events;
  }

  forget(): void {
    if (this.#files.read(FILE) !== null) this.#write(EMPTY);
    this.#nextTryAtMs = 0;
  }

  #note(kind: DoorEvent['kind'], name: string, failures: number): DoorState {
    const before = this.#read();
    const at = new Date(this.#clock.nowMs()).toISOString();
    const after: DoorState = {
      ...before,
      failures: before.failures + failures,
      failedAt: failures > 0 ? at : before.failedAt,
      events: [...before.events, { kind, name: name.slice(0, LONGEST_NAME), at }].slice(-KEPT_EVENTS),
    };
    this.#write(after);
    return after;
  }

  #read(): DoorState {
    try {
      const bytes = this.#files.read(FILE);
      if (bytes === null) return EMPTY;
      return DoorState.parse(JSON.parse(new TextDecoder().decode(bytes)));
    } catch {
      return DAMAGED;
    }
  }

  #write(state: DoorState): void {
    this.#files.write(FILE, new TextEncoder().encode(JSON.stringify(state)));
  }
}

const waitMs = (failures: number): number =>
  failures < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (failures - FREE_TRIES));
