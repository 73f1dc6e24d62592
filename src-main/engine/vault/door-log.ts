import { z } from 'zod';
import { inboundText } from '../../../shared/domain/inbound-text.ts';
import { Instant } from '../../../shared/domain/report.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Files } from '../../ports/files.ts';
import { Failure, storageFailure } from '../storage/failure.ts';

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
const atTheDoor = { name: inboundText(LONGEST_NAME), at: Instant.max(40) };
const DoorEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['session.unlock-failed', 'session.administrator-seen']),
    ...atTheDoor,
  }),
  z.strictObject({
    kind: z.literal('session.unrecorded'),
    did: z.enum(['unlocked', 'exported', 'backed-up']),
    ...atTheDoor,
  }),
]);
/** What a person can do while the vault can only be looked at. */
export type Unrecorded = Extract<DoorEvent, { did: unknown }>['did'];
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
 * Keeps what happened while the vault was locked, or could only be looked at, and the ledger could not be written. The
 * next moment in which it can be writes it into the ledger. Where this file cannot be written either, what happened stays
 * in memory until it can, or the program ends. An attacker who can delete files of the vault's folder can delete this one too, but cannot change the
 * ledger unseen.
 */
export class DoorLog {
  readonly #files: Files;
  readonly #clock: Clock;
  /** Read from the monotonic clock, so that setting the time does not shorten a wait of this program. */
  #nextTryAtMs: number;
  /** What the file does not have yet. */
  #unwritten: DoorEvent[] = [];

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
      // The wait is counted in memory; a file that cannot be written must not keep the program from starting.
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
    const state = this.#note({ kind: 'session.unlock-failed', ...this.#event(name) });
    const retryInMs = waitMs(state.failures);
    this.#nextTryAtMs = this.#clock.monotonicMs() + retryInMs;
    return retryInMs;
  }

  administratorSeen(name: string): void {
    this.#note({ kind: 'session.administrator-seen', ...this.#event(name) });
  }

  /** Notes what a person did while nothing could be recorded. */
  unrecorded(name: string, did: Unrecorded): void {
    this.#note({ kind: 'session.unrecorded', did, ...this.#event(name) });
  }

  /** Tries again to write what the file does not have yet. */
  keep(): void {
    if (this.#unwritten.length > 0) this.#keep(this.#read());
  }

  /**
   * Returns the events to be written into the ledger. Call `forget` once that write is durable: where it fails, they are
   * recorded again by the next unlock.
   */
  events(): readonly DoorEvent[] {
    return this.#read().events;
  }

  forget(): void {
    this.#unwritten = [];
    this.#forgetFile();
    this.#nextTryAtMs = 0;
  }

  #forgetFile(): void {
    if (this.#files.read(FILE) === null) return;
    try {
      this.#write(EMPTY);
    } catch {
      // The last free page of a disk went to the ledger; removing a file takes none.
      this.#files.remove(FILE);
    }
  }

  #event(name: string): { name: string; at: string } {
    return { name: name.slice(0, LONGEST_NAME), at: new Date(this.#clock.nowMs()).toISOString() };
  }

  #note(event: DoorEvent): DoorState {
    this.#unwritten.push(event);
    const after = this.#read();
    this.#keep(after);
    return after;
  }

  #keep(state: DoorState): void {
    try {
      this.#write(state);
      this.#unwritten = [];
    } catch (error) {
      if (storageFailure(error) === null) throw error;
    }
  }

  #read(): DoorState {
    return this.#unwritten.reduce(withEvent, this.#written());
  }

  #written(): DoorState {
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

function withEvent(before: DoorState, event: DoorEvent): DoorState {
  const isFailure = event.kind === 'session.unlock-failed';
  return {
    ...before,
    failures: before.failures + (isFailure ? 1 : 0),
    failedAt: isFailure ? event.at : before.failedAt,
    events: [...before.events, event].slice(-KEPT_EVENTS),
  };
}

const waitMs = (failures: number): number =>
  failures < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (failures - FREE_TRIES));
