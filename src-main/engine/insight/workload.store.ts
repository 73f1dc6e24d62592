import type { LoadPeriod } from '../../../shared/contract/insight.contract.ts';
import { CaseState } from '../../../shared/domain/case.ts';
import type { WorkedDay } from '../../../shared/domain/workload.ts';
import type { Database, SqlParameters } from '../storage/database.ts';
import { oneOf } from '../storage/migration.ts';

/** Counts by person id. */
type ByPerson = ReadonlyMap<string, number>;

/** The plus makes SQLite use the indexes on a case's holder; those on the state would scan the whole queue. */
const WAITING = oneOf(
  '+state',
  CaseState.options.filter((state) => state === 'open' || state === 'held' || state === 'escalated'),
);

/** People's workload, counted from the data of other rooms, which it only reads. */
export class WorkloadStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Less than a minute is no day of work, only a glance. */
  workedDays({ from, to }: LoadPeriod): Map<string, WorkedDay[]> {
    const rows = this.#db
      .prepare(
        `SELECT person_id, day, worked_ms, extended_ms FROM days_on_duty
         WHERE day >= ? AND day < ? AND worked_ms >= 60000 ORDER BY person_id, day`,
      )
      .all([from, to]);
    const days = new Map<string, WorkedDay[]>();
    for (const row of rows) {
      const worked = {
        day: String(row.day),
        workedMs: Number(row.worked_ms),
        extendedMs: Number(row.extended_ms),
      };
      const person = String(row.person_id);
      days.set(person, [...(days.get(person) ?? []), worked]);
    }
    return days;
  }

  /** Cases each person assessed; a case they assessed twice counts once. */
  decided({ from, to }: LoadPeriod): ByPerson {
    return this.#count(
      `SELECT person_id AS person, count(DISTINCT case_id) AS n FROM assessments_made
       WHERE assessed_at >= ? AND assessed_at < ? AND withdrawn_at IS NULL GROUP BY person_id`,
      [from, to],
    );
  }

  /** Cases that each person was the first to assess, after they were due. */
  decidedLate({ from, to }: LoadPeriod): ByPerson {
    return this.#count(
      `SELECT a.person_id AS person, count(*) AS n FROM assessments_made a
       WHERE a.assessed_at >= ? AND a.assessed_at < ? AND a.assessed_at > a.due_at AND a.withdrawn_at IS NULL
       AND NOT EXISTS (
         SELECT 1 FROM assessments_made e WHERE e.case_id = a.case_id AND e.id < a.id AND e.withdrawn_at IS NULL)
       GROUP BY a.person_id`,
      [from, to],
    );
  }

  /** Waiting cases that each person claimed, unless they are assigned. */
  claimed(): ByPerson {
    return this.#count(
      `SELECT claimed_by AS person, count(*) AS n FROM case_holders
       WHERE claimed_by IS NOT NULL AND (${WAITING}) AND NOT EXISTS (SELECT 1 FROM people_who_assess p WHERE p.id = assigned_to)
       GROUP BY claimed_by`,
    );
  }

  /** Waiting cases assigned to each person. */
  given(): ByPerson {
    return this.#count(
      `SELECT assigned_to AS person, count(*) AS n FROM case_holders
       WHERE assigned_to IS NOT NULL AND (${WAITING}) GROUP BY assigned_to`,
    );
  }

  draftsBefore(instant: string): ByPerson {
    return this.#count(
      `SELECT draft_holder AS person, count(*) AS n FROM case_holders
       WHERE draft_holder IS NOT NULL AND draft_at < ? AND (${WAITING}) GROUP BY draft_holder`,
      [instant],
    );
  }

  /** Referrals that stopped and need a person. */
  stopped(): number {
    return Number(
      this.#db.prepare("SELECT count(*) AS n FROM referrals_made WHERE state = 'parked'").get()?.n ?? 0,
    );
  }

  #count(sql: string, values: SqlParameters = []): ByPerson {
    return new Map(
      this.#db
        .prepare(sql)
        .all(values)
        .map(({ person, n }) => [String(person), Number(n)]),
    );
  }
}
