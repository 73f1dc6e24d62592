import { DutyTime } from '../../../shared/contract/vault.contract.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { WorkedDay } from '../../../shared/domain/workload.ts';
import type { Session } from '../session/session.ts';
import { Failure } from '../storage/failure.ts';
import type { WorkedElsewhere } from './directory.ts';
import type { PeopleStore } from './people.store.ts';
import type { RestClock } from './rest-clock.ts';

/** A longer silence does not count as work. */
const LONGEST_PAUSE_MS = 2 * 60_000;
/** Less than this is not stored yet: a crash loses no more, and fast decisions do not each write it. */
const STORED_FROM_MS = 10_000;
/** The time that one extension adds to the day. */
const EXTENSION_MS = 30 * 60_000;

/** The seats of the person at the workstation. */
export interface OwnSeats {
  /** Whether they work at another one too. */
  areSeveral(): boolean;
  isInContact(): boolean;
}

/**
 * Counts the time a person works with cases, for their protection: at the policy's limit they are asked to stop
 * (supervisors where the policy says so), and can continue only with a reason that the ledger records. What they worked at other seats counts as far as it is known.
 */
export class DutyClock {
  readonly #store: PeopleStore;
  readonly #session: Session;
  readonly #protocol: Protocol;
  #lastSeenMs: number;
  readonly #seats: OwnSeats;
  readonly #rest: RestClock;
  #unstored = { day: '', workedMs: 0 };
  /** When the other seats were heard of last. */
  #heardAt: string | null = null;

  constructor(store: PeopleStore, session: Session, protocol: Protocol, seats: OwnSeats, rest: RestClock) {
    this.#store = store;
    this.#seats = seats;
    this.#rest = rest;
    this.#session = session;
    this.#protocol = protocol;
    this.#lastSeenMs = session.clock.monotonicMs();
  }

  /** Notes that the person is active; counts the time since the last such note. */
  seen(): DutyTime {
    const nowMs = this.#session.clock.monotonicMs();
    const workedMs = Math.round(nowMs - this.#lastSeenMs);
    this.#lastSeenMs = nowMs;
    const isWork = workedMs > 0 && workedMs <= LONGEST_PAUSE_MS;
    if (this.#rest.seen(isWork ? workedMs : 0) && isWork) {
      if (this.#unstored.day !== this.#today()) this.storeAll();
      this.#unstored = { day: this.#today(), workedMs: this.#unstored.workedMs + workedMs };
      if (this.#unstored.workedMs >= STORED_FROM_MS) this.storeAll();
    }
    return this.#standing();
  }

  /** Stores what was counted and not stored yet; called before the vault is locked, too. While it can only be looked at, all stays in memory. */
  storeAll(): void {
    if (this.#session.isReadOnly) return;
    this.#rest.store();
    const { day, workedMs } = this.#unstored;
    this.#unstored = { day, workedMs: 0 };
    if (workedMs > 0) this.#store.addWorkedTime(this.#session.person.id, day, workedMs);
  }

  /** @throws Failure DUTY_TIME_OVER for a person beyond the limit that binds them, REST_DUE where they have to rest first */
  allowWork(): void {
    const { workedMs, limitMs, extendedMs, isBinding } = this.seen();
    if (isBinding && workedMs >= limitMs + extendedMs) {
      throw new Failure({ code: 'DUTY_TIME_OVER', data: { workedMs, limitMs: limitMs + extendedMs } });
    }
    this.#rest.allowWork();
  }

  /** Begins the rest that the policy asks for. */
  rest(): DutyTime {
    this.seen();
    this.#rest.begin();
    return this.#standing();
  }

  extend(command: string, reason: string): DutyTime {
    return this.#session.perform(command, DutyTime, [], () => {
      const { workedMs, limitMs, extendedMs } = this.#standing();
      // Counted from now, so that a person who stopped long ago gets all of the extension.
      const addedMs = EXTENSION_MS + Math.max(0, workedMs - limitMs - extendedMs);
      this.#store.extendDutyTime(this.#session.person.id, this.#today(), addedMs);
      this.#rest.putOff(EXTENSION_MS);
      this.#session.byPerson('duty.extended', { minutes: EXTENSION_MS / 60_000, reason });
      return this.#standing();
    });
  }

  /** What the person worked today at this seat. */
  here(): WorkedDay {
    const day = this.#today();
    const { workedMs, extendedMs } = this.#store.dutyTime(this.#session.person.id, day);
    const unstoredMs = this.#unstored.day === day ? this.#unstored.workedMs : 0;
    return { day, workedMs: workedMs + unstoredMs, extendedMs };
  }

  /** Keeps what the person's other seats say they counted, so that it counts without contact too. */
  learn(elsewhere: readonly WorkedElsewhere[]): void {
    const { id } = this.#session.person;
    const day = this.#today();
    this.#heardAt = this.#session.now();
    if (this.#session.isReadOnly) return;
    for (const one of elsewhere) if (one.day === day) this.#store.putDutyElsewhere(id, one, this.#heardAt);
  }

  #standing(): DutyTime {
    const { dutyMinutesPerDay, idleLockMinutes, limitBindsSupervisors } = this.#protocol.policy.session;
    const { role } = this.#session.person;
    const { day, workedMs, extendedMs } = this.here();
    const others = this.#store.dutyElsewhere(this.#session.person.id, day);
    return {
      workedMs: workedMs + others.workedMs,
      extendedMs: extendedMs + others.extendedMs,
      limitMs: dutyMinutesPerDay * 60_000,
      idleLockMs: idleLockMinutes * 60_000,
      isBinding: role === 'analyst' || (role === 'supervisor' && limitBindsSupervisors),
      rest: this.#rest.standing(),
      elsewhere: this.#elsewhere(day, others),
    };
  }

  #elsewhere(day: string, { workedMs, heardAt }: { workedMs: number; heardAt: string | null }) {
    if (workedMs === 0 && !this.#seats.areSeveral()) return null;
    const heardToday = this.#heardAt?.startsWith(day) ? this.#heardAt : null;
    return { workedMs, isCurrent: this.#seats.isInContact(), knownAt: heardToday ?? heardAt };
  }

  #today(): string {
    return this.#session.now().slice(0, 10);
  }
}
