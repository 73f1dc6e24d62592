import type { LoadPeriod, OwnLoad, PersonLoad, TeamLoad } from '../../../shared/contract/insight.contract.ts';
import type { Person } from '../../../shared/contract/vault.contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { dutyDay, needsBreak, OLD_DRAFT_MS, paceOf } from '../../../shared/domain/workload.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import type { OwnWays } from '../people/own-ways.ts';
import type { Session } from '../session/session.ts';
import type { WorkloadStore } from './workload.store.ts';

export interface WorkloadParts {
  session: Session;
  store: WorkloadStore;
  people: PeopleDirectory;
  protocol: Protocol;
  ownWays: Pick<OwnWays, 'lighter'>;
}

/** People's workload, for the supervisor who distributes work and for each person themselves (docs/load.md). */
export class Workload {
  readonly #parts: WorkloadParts;

  constructor(parts: WorkloadParts) {
    this.#parts = parts;
  }

  /** Everyone who works on cases, or did so in the period, by name. */
  ofTeam(period: LoadPeriod): TeamLoad {
    const rowOf = this.#rows(period);
    const people = this.#parts.people
      .list()
      .filter(({ role }) => mayDo(role, 'assess'))
      .map((person) => ({ row: rowOf(person), isHere: person.disabledAt === null }))
      .filter(({ row, isHere }) => isHere || row.decided > 0 || row.days.length > 0)
      .map(({ row }) => row);
    return { limitMinutes: this.#limitMinutes, people };
  }

  own(period: LoadPeriod): OwnLoad {
    return {
      limitMinutes: this.#limitMinutes,
      own: this.#rows(period)(this.#parts.session.person),
      lighter: this.#parts.ownWays.lighter(period),
    };
  }

  get #limitMinutes(): number {
    return this.#parts.protocol.policy.session.dutyMinutesPerDay;
  }

  #rows(period: LoadPeriod): (person: Pick<Person, 'id' | 'name' | 'role'>) => PersonLoad {
    const { session, store } = this.#parts;
    const nowMs = session.nowMs();
    const today = new Date(nowMs).toISOString().slice(0, 10);
    const whole = { from: period.from, to: period.to < today ? period.to : today };
    const days = store.workedDays(period);
    const decided = store.decided(period);
    const decidedWhole = store.decided(whole);
    const late = store.decidedLate(period);
    const claimed = store.claimed();
    const given = store.given();
    const drafts = store.draftsBefore(new Date(nowMs - OLD_DRAFT_MS).toISOString());
    return ({ id, name, role }) => {
      const worked = days.get(id) ?? [];
      const shown = worked.map((day) => dutyDay(day, this.#limitMinutes));
      return {
        person: { id, name, role },
        decided: decided.get(id) ?? 0,
        decidedLate: late.get(id) ?? 0,
        claimed: claimed.get(id) ?? 0,
        given: given.get(id) ?? 0,
        oldDrafts: drafts.get(id) ?? 0,
        pace: paceOf(
          worked.filter(({ day }) => day < whole.to),
          decidedWhole.get(id) ?? 0,
        ),
        days: shown,
        needsBreak: needsBreak(shown, today),
      };
    };
  }
}
