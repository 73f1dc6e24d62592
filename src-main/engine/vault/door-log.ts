import { z } from 'zod';
import { inboundText } from '../../../shared/domain/inbound-text.ts';
import { Instant } from '../../../shared/domain/report.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Files } from '../../ports/files.ts';
import { Failure } from '../storage/failure.ts';

const FILE = 'door.json';
/** Wrong tries before the next one has to wait, and the longest wait. */
const FREE_TRIES = 3;
const LONGEST_WAIT_MS = 30_000;
const KEPT_EVENTS = 1000;

const LONGEST_NAME = 120;

/** Anybody can write this file, and it goes into the ledger: it is a door for text like any other. */
const DoorEvent = z.strictObject({
  kind: z.enum(['session.unlock-failed', 'session.administrator-seen']),
  name: inboundText(LONGEST_NAME),
  at: Instant.max(40),
});
export type DoorEvent = z.infer<typeof DoorEvent>;

const DoorState = z.strictObject({
  format: z.literal('hashline-door/1'),
  /** Wrong tries since somebody got in. */
  failures: z.number().int().nonnegative(),
  /** When the last of them was. */
  failedAt: Instant.max(40).nullable(),
  events: z.array(DoorEvent).max(KEPT_EVENTS),
});
type DoorState = z.infer<typeof DoorState>;

const EMPTY: DoorState = { format: 'hashline-door/1', failures: 0, failedAt: null, events: [] };
/** What stands for a file that cannot be read: damage here must lock nobody out, and shorten no wait. */
const DAMAGED: DoorState = { ...EMPTY, failures: FREE_TRIES + 5 };

/**
 * What happened at the closed door, where the ledger cannot be written yet. It reaches the ledger at the next unlock.
 * Who can delete files of the vault's folder can delete this too; the ledger itself they cannot change unseen.
 */
export class DoorLog {
  readonly #files: Files;
  readonly #clock: Clock;
  /** On the monotonic clock, so that setting the time does not shorten a wait of this program. */
  #nextTryAtMs: number;

  constructor(files: Files, clock: Clock) {
    this.#files = files;
    this.#clock = clock;
    this.#nextTryAtMs = clock.monotonicMs() + this.#leftOfWait();
  }

  /**
   * What is left of a wait that another program began: each command of the terminal is one, and none would ever get through if the wait
   * began anew with it. Only the time of day goes on between two programs; where it was set back, or is not known, the wait is counted
   * from now on, once.
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
      // What cannot be written shows when somebody tries to come in; until then it must not keep the program from starting.
    }
    return wholeMs;
  }

  /** @throws Failure SLOW_DOWN while a wait lasts */
  admit(): void {
    const retryInMs = this.#nextTryAtMs - this.#clock.monotonicMs();
    if (retryInMs > 0) throw new Failure({ code: 'SLOW_DOWN', data: { retryInMs } });
  }

  /** Notes a wrong try. @returns milliseconds until the next one is looked at */
  failed(name: string): number {
    const state = this.#note('session.unlock-failed', name, 1);
    const retryInMs = waitMs(state.failures);
    this.#nextTryAtMs = this.#clock.monotonicMs() + retryInMs;
    return retryInMs;
  }

  administratorSeen(name: string): void {
    this.#note('session.administrator-seen', name, 0);
  }

  /** Hands over what happened, to be written into the ledger; `forget` once that is durable. */
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
