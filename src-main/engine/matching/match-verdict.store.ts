import type { MatchWord } from '../../../shared/contract/case-match.ts';
import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { MatchVerdict } from '../../../shared/domain/case-match.ts';
import { CaseId, PersonId, VerdictId } from '../../../shared/domain/ids.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import type { FoundMatch } from './case-match.store.ts';

/** What a verdict is about, with the values as they were when it was given. */
export type JudgedMatch = Pick<
  FoundMatch,
  'list' | 'record' | 'algorithm' | 'caseValue' | 'value' | 'distance' | 'meaning' | 'pair'
>;

export interface NewVerdict extends JudgedMatch {
  id: string;
  case: string;
  verdict: MatchVerdict;
  reason: string;
  person: string;
  at: string;
}

/** The last verdict on a pair, as it is reported to the owner of the list. */
export interface ReportableVerdict {
  id: VerdictId;
  pair: string;
  record: string;
  algorithm: MatchAlgorithm;
  value: string;
  verdict: MatchVerdict;
}

/** People's verdicts on matches; rows are never changed. */
export class MatchVerdictStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(verdict: NewVerdict): void {
    this.#db
      .prepare(
        `INSERT INTO match_verdicts (id, pair, case_id, list_id, record, algorithm, case_value, value, distance, meaning,
           verdict, reason, person_id, said_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([
        verdict.id,
        verdict.pair,
        verdict.case,
        verdict.list,
        verdict.record,
        verdict.algorithm,
        verdict.caseValue,
        verdict.value,
        verdict.distance,
        verdict.meaning,
        verdict.verdict,
        verdict.reason,
        verdict.person,
        verdict.at,
      ]);
  }

  /** Erases the reasons of verdicts on matches of these cases. */
  erase(cases: readonly string[]): void {
    this.#db
      .prepare("UPDATE match_verdicts SET reason = '' WHERE case_id IN (SELECT value FROM json_each(?))")
      .run([JSON.stringify(cases)]);
  }

  /** The newest first. */
  ofPair(pair: string, limit: number): MatchWord[] {
    return this.#db
      .prepare(
        `SELECT v.*, p.name FROM match_verdicts v JOIN person_names p ON p.id = v.person_id
         WHERE v.pair = ? ORDER BY v.number DESC LIMIT +?`,
      )
      .all([pair, limit])
      .map((row) => ({
        id: VerdictId.parse(row.id),
        verdict: MatchVerdict.parse(row.verdict),
        at: String(row.said_at),
        by: { id: PersonId.parse(row.person_id), name: String(row.name) },
        reason: String(row.reason),
        case: CaseId.parse(row.case_id),
        reportedAt: row.reported_at === null ? null : String(row.reported_at),
      }));
  }

  /** Last verdicts on records of a list that were not reported to its owner yet, the oldest first. */
  unreported(list: string, verdicts: readonly MatchVerdict[], limit: number): ReportableVerdict[] {
    return this.#db
      .prepare(
        `SELECT v.* FROM match_verdicts v WHERE v.list_id = ? AND v.reported_at IS NULL
           AND v.verdict IN (SELECT value FROM json_each(?))
           AND NOT EXISTS (SELECT 1 FROM match_verdicts w WHERE w.pair = v.pair AND w.number > v.number)
         ORDER BY v.number LIMIT +?`,
      )
      .all([list, JSON.stringify(verdicts), limit])
      .map((row) => ({
        id: VerdictId.parse(row.id),
        pair: String(row.pair),
        record: String(row.record),
        algorithm: row.algorithm as MatchAlgorithm,
        value: String(row.value),
        verdict: MatchVerdict.parse(row.verdict),
      }));
  }

  markReported(id: string, at: string): void {
    this.#db.prepare('UPDATE match_verdicts SET reported_at = ? WHERE id = ?').run([at, id]);
  }

  /** After a merge, verdicts given on matches of one case belong to the case it was merged into. */
  repoint(from: string, to: string): void {
    this.#db.prepare('UPDATE match_verdicts SET case_id = ? WHERE case_id = ?').run([to, from]);
  }

  /** A verdict as its row holds it. */
  said(id: string): (JudgedMatch & { person: string; verdict: MatchVerdict; reason: string }) | null {
    const row = this.#db.prepare('SELECT * FROM match_verdicts WHERE id = ?').get([id]);
    return row ? toSaid(row) : null;
  }

  count(): number {
    return Number(this.#db.prepare('SELECT count(*) AS n FROM match_verdicts').get()?.n);
  }
}

const toSaid = (row: SqlRow): JudgedMatch & { person: string; verdict: MatchVerdict; reason: string } => ({
  list: row.list_id as JudgedMatch['list'],
  record: String(row.record),
  algorithm: row.algorithm as MatchAlgorithm,
  caseValue: String(row.case_value),
  value: String(row.value),
  distance: Number(row.distance),
  meaning: row.meaning as JudgedMatch['meaning'],
  pair: String(row.pair),
  person: String(row.person_id),
  verdict: MatchVerdict.parse(row.verdict),
  reason: String(row.reason),
});
