import type { OwnDay as Told } from '../../../shared/contract/wellbeing.contract.ts';
import type { DutyClock } from '../people/duty-clock.ts';
import { dayOf, type OwnWays } from '../people/own-ways.ts';
import type { Session } from '../session/session.ts';
import type { WorkloadStore } from './workload.store.ts';

export interface OwnDayParts {
  session: Session;
  duty: Pick<DutyClock, 'seen'>;
  ownWays: Pick<OwnWays, 'lighter'>;
  /** Referrals that stopped and need a person. */
  stopped: () => number;
}

/** The day of the person at the workstation, for its end: done, waiting, stopped. */
export class OwnDay {
  readonly #parts: OwnDayParts;
  readonly #store: WorkloadStore;

  constructor(parts: OwnDayParts, store: WorkloadStore) {
    this.#parts = parts;
    this.#store = store;
  }

  today(): Told {
    const { session, duty, ownWays, stopped } = this.#parts;
    const { id } = session.person;
    const day = dayOf(session.nowMs());
    const mine = (counts: ReadonlyMap<string, number>) => counts.get(id) ?? 0;
    return {
      day: day.from,
      workedMs: duty.seen().workedMs,
      decided: mine(this.#store.decided(day)),
      waiting: {
        claimed: mine(this.#store.claimed()),
        given: mine(this.#store.given()),
        drafts: mine(this.#store.draftsBefore(new Date(session.nowMs() + 1).toISOString())),
      },
      stopped: stopped(),
      lighter: ownWays.lighter(day),
    };
  }
}
