import { DutyTime } from '../../../shared/contract/vault.contract.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Session } from '../session/session.ts';
import { Failure } from '../storage/failure.ts';
import type { PeopleStore } from './people.store.ts';

/** A longer silence does not count as work. */
const LONGEST_PAUSE_MS = 2 * 60_000;
/** Less than this is not stored yet: a crash loses no more, and fast decisions do not each write it. */
const STORED_FROM_MS = 10_000;
/** The time that one extension adds to the day. */
const EXTENSION_MS = 30 * 60_000;

/**
 * Counts the time a person works with cases, for their protection: at the policy's limit an analyst is asked to stop,
 * and can continue only with a reason that the ledger records.
 */
export class DutyClock {
  readonly #store: PeopleStore;
  readonly #session: Session;
  readonly #protocol: Protocol;
  #lastSeenMs: number;
  #unstored = { day: '', workedMs: 0 };

  constructor(store: PeopleStore, session: Session, protocol: Protocol) {
    this.#store = store;
    this.#session = session;
    this.#protocol = protocol;
    this.#lastSeenMs = session.clock.monotonicMs();
  }

  /** Notes that the person is active; counts the time since the last such note. */
  seen(): DutyTime {
    const nowMs = this.#session.clock.monotonicMs();
    const workedMs = Math.round(nowMs - this.#lastSeenMs);
    this.#lastSeenMs = nowMs;
    if (workedMs > 0 && workedMs <= LONGEST_PAUSE_MS) {
      if (this.#unstored.day !== this.#today()) this.storeAll();
      this.#unstored = { day: this.#today(), workedMs: this.#unstored.workedMs + workedMs };
      if (this.#unstored.workedMs >= STORED_FROM_MS) this.storeAll();
    }
    return this.#standing();
  }

  /** Stores what was counted and not stored yet; called before the vault is locked, too. While it can only be looked at, all stays in memory. */
  storeAll(): void {
    if (this.#session.isReadOnly) return;
    const { day, workedMs } = this.#unstored;
    this.#unstored = { day, workedMs: 0 };
    if (workedMs > 0) this.#store.addWorkedTime(this.#session.person.id, day, workedMs);
  }

  /** @throws Failure DUTY_TIME_OVER for an analyst beyond the limit */
  allowWork(): void {
    const { workedMs, limitMs, extendedMs } = this.seen();
    if (this.#session.person.role === 'analyst' && workedMs >= limitMs + extendedMs) {
      throw new Failure({ code: 'DUTY_TIME_OVER', data: { workedMs, limitMs: limitMs + extendedMs } });
    }
  }

  extend(command: string, reason: string): DutyTime {
    return this.#session.perform(command, DutyTime, [], () => {
      const { workedMs, limitMs, extendedMs } = this.#standing();
      // Counted from now, so that a person who stopped long ago gets all of the extension.
      const addedMs = EXTENSION_MS + Math.max(0, workedMs - limitMs - extendedMs);
      this.#store.extendDutyTime(this.#session.person.id, this.#today(), addedMs);
      this.#session.byPerson('duty.extended', { minutes: EXTENSION_MS / 60_000, reason });
      return this.#standing();
    });
  }

  #standing(): DutyTime {
    const { dutyMinutesPerDay, idleLockMinutes } = this.#protocol.policy.session;
    const today = this.#today();
    const { workedMs, extendedMs } = this.#store.dutyTime(this.#session.person.id, today);
    return {
      workedMs: workedMs + (this.#unstored.day === today ? this.#unstored.workedMs : 0),
      extendedMs,
      limitMs: dutyMinutesPerDay * 60_000,
      idleLockMs: idleLockMinutes * 60_000,
    };
  }

  #today(): string {
    return this.#session.now().slice(0, 10);
  }
}
