import type { Summary } from '../../../shared/contract/insight.contract.ts';
import type { Database, SqlParameters } from '../storage/database.ts';

/** Half-open period of receipt, as instants; null where there is no bound. */
export interface Period {
  from: string | null;
  to: string | null;
}

const NO_DAYS = { '0': 0, '1': 0, '2': 0, '3': 0, '4-5': 0, '6+': 0 };

/**
 * Counts over the data of other rooms, which it only reads. Cases that must be hidden from the person are left out: on
 * a day with a single case, a figure would reveal the decision on it.
 */
export class InsightStore {
  readonly #db: Database;
  readonly #person: string;

  constructor(db: Database, person: string) {
    this.#db = db;
    this.#person = person;
  }

  summary(period: Period, now: string): Summary {
    const received = (at: string) => `(:from IS NULL OR ${at} >= :from) AND (:to IS NULL OR ${at} < :to)`;
    const reportAt = received('coalesce(r.received_at, r.taken_in_at)');
    const caseAt = received('coalesce(c.first_received_at, c.taken_in_at)');
    const bounds = { from: period.from, to: period.to };
    const values = { ...bounds, person: this.#person };
    const seen = (caseId: string) =>
      `${caseId} NOT IN (SELECT case_id FROM hidden_assessments WHERE person_id = :person)`;
    const count = (sql: string, given: SqlParameters = values) =>
      Number(this.#db.prepare(sql).get(given)?.n ?? 0);
    const grouped = (sql: string) =>
      Object.fromEntries(
        this.#db
          .prepare(sql)
          .all(values)
          .map((row) => [String(row.label), Number(row.n)]),
      );
    const subjects = count(
      `SELECT count(*) AS n FROM case_sightings s JOIN reports_received r ON r.id = s.report_id WHERE ${reportAt}`,
      bounds,
    );
    const all = `FROM cases_in_full c WHERE c.state <> 'merged' AND ${caseAt}`;
    const live = `${all} AND ${seen('c.id')}`;
    const assessed = `FROM assessments_made a JOIN cases_in_full c ON c.id = a.case_id
      WHERE a.withdrawn_at IS NULL AND ${caseAt} AND ${seen('c.id')}`;
    const referred = `FROM referrals_made f JOIN cases_in_full c ON c.id = f.case_id
      WHERE f.state <> 'withdrawn' AND ${caseAt} AND ${seen('c.id')}`;
    const total = count(`SELECT count(*) AS n ${live}`);
    // Rounded to the second: julianday is a floating-point number of days.
    const inDays = (days: string) =>
      grouped(
        `SELECT CASE WHEN days < 1 THEN '0' WHEN days < 2 THEN '1' WHEN days < 3 THEN '2' WHEN days < 4 THEN '3'
           WHEN days < 6 THEN '4-5' ELSE '6+' END AS label, count(*) AS n
         FROM (SELECT round(days * 86400) / 86400 AS days FROM (${days})) GROUP BY label`,
      );
    const since = 'julianday(coalesce(c.first_received_at, c.taken_in_at))';
    const toDelivery = inDays(
      `SELECT julianday(f.delivered_at) - ${since} AS days ${referred} AND f.delivered_at IS NOT NULL`,
    );
    // `goneSince` in shared/domain/takedown.ts says the same; a test compares them.
    const toRemoval = inDays(
      `SELECT min(julianday(s.at)) - ${since} AS days FROM takedown_steps s JOIN cases_in_full c ON c.id = s.case_id
       WHERE (s.status = 'temporarily-inaccessible' OR s.status = 'permanently-removed' OR s.status = 'unavailable')
       AND julianday(s.at) > coalesce((SELECT max(julianday(m.at)) FROM takedown_steps m
         WHERE m.case_id = s.case_id AND m.status = 'moved'), 0)
       AND c.state <> 'merged' AND ${caseAt} AND ${seen('c.id')} GROUP BY c.id`,
    );
    return {
      reports: count(`SELECT count(*) AS n FROM reports_received r WHERE ${reportAt}`, bounds),
      subjects,
      cases: {
        total,
        byState: grouped(`SELECT c.state AS label, count(*) AS n ${live} GROUP BY c.state`),
        byKind: grouped(`SELECT c.kind AS label, count(*) AS n ${live} GROUP BY c.kind`),
      },
      duplicates: Math.max(0, subjects - count(`SELECT count(*) AS n ${all}`, bounds)),
      assessments: {
        total: count(`SELECT count(*) AS n ${assessed}`),
        byCategory: grouped(`SELECT a.category AS label, count(*) AS n ${assessed} GROUP BY a.category`),
        byLegality: grouped(`SELECT a.legality AS label, count(*) AS n ${assessed} GROUP BY a.legality`),
      },
      referrals: {
        byDestination: grouped(
          `SELECT f.destination AS label, count(*) AS n ${referred} GROUP BY f.destination`,
        ),
        byState: grouped(`SELECT f.state AS label, count(*) AS n ${referred} GROUP BY f.state`),
      },
      daysToDelivery: { ...NO_DAYS, ...toDelivery },
      daysToRemoval: { ...NO_DAYS, ...toRemoval },
      overdue: this.#overdue(now),
    };
  }

  /** The cases overdue at this moment, whenever they were received. */
  #overdue(now: string): Summary['overdue'] {
    const count = (sql: string) => Number(this.#db.prepare(sql).get({ now, person: this.#person })?.n ?? 0);
    const hidden = 'SELECT case_id FROM hidden_assessments WHERE person_id = :person';
    return {
      review: count(
        `SELECT count(*) AS n FROM cases_in_full WHERE state = 'open' AND due_at < :now AND id NOT IN (${hidden})`,
      ),
      referral: count(
        `SELECT count(*) AS n FROM referrals_made WHERE state IN ('queued', 'sending', 'parked') AND deadline_at < :now
           AND case_id NOT IN (${hidden})`,
      ),
    };
  }
}
