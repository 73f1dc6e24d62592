import { z } from 'zod';
import type { DutyTime as Duty } from '../../../shared/contract/vault.contract.ts';
import { DutyTime } from '../../../shared/contract/vault.contract.ts';
import { Preferences } from '../../../shared/domain/preferences.ts';
import type { Session } from '../session/session.ts';
import type { DutyClock } from './duty-clock.ts';
import type { OwnStore } from './own.store.ts';

const Counted = z.object({ today: z.int() });

/** What a person arranges for themselves. Nothing of it is told to anybody, and the ledger has no entry of it. */
export class OwnWays {
  readonly #store: OwnStore;
  readonly #session: Session;
  readonly #duty: DutyClock;

  constructor(store: OwnStore, session: Session, duty: DutyClock) {
    this.#store = store;
    this.#session = session;
    this.#duty = duty;
  }

  preferences(): Preferences {
    return this.#store.preferences(this.#session.person.id);
  }

  prefer(command: string, preferences: Preferences): Preferences {
    return this.#session.perform(command, Preferences, [], () => {
      this.#store.prefer(this.#session.person.id, preferences);
      return preferences;
    });
  }

  rest(command: string): Duty {
    return this.#session.perform(command, DutyTime, [], () => this.#duty.rest());
  }

  tookLighter(command: string): { today: number } {
    return this.#session.perform(command, Counted, [], () => {
      this.#store.countLighter(this.#session.person.id, this.#session.now().slice(0, 10));
      return { today: this.lighter(dayOf(this.#session.nowMs())) };
    });
  }

  /** How often the person asked for something lighter on these days. */
  lighter(period: { from: string; to: string }): number {
    return this.#store.lighter(this.#session.person.id, period);
  }
}

const DAY_MS = 86_400_000;

/** The UTC day of an instant, as a period. */
export const dayOf = (ms: number): { from: string; to: string } => ({
  from: new Date(ms).toISOString().slice(0, 10),
  to: new Date(ms + DAY_MS).toISOString().slice(0, 10),
});
