import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { type MatchFacts, MatchVerdict } from '../../../shared/domain/case-match.ts';
import type { ListMeaning, ListTrust } from '../../../shared/domain/hash-list.ts';
import type { Hashes } from '../../../shared/domain/hashes.ts';
import { CaseId, HashListId, MatchId, QuarantineId } from '../../../shared/domain/ids.ts';
import type { ChangedCase } from '../cases/case-book.ts';
import type { CaseSubject } from '../lists/case-values.ts';
import type { ListHits } from '../lists/list-hits.ts';
import type { Database, SqlRow } from '../storage/database.ts';

/** A value of a case that equals one on a list, or a PDQ close to one. */
export interface FoundMatch {
  id: MatchId;
  list: HashListId;
  ref: number;
  record: string;
  algorithm: MatchAlgorithm;
  caseValue: string;
  value: string;
  distance: number;
  meaning: ListMeaning;
  /** Stands for both values and the meaning: what verdicts are about. */
  pair: string;
}

/** A stored match, with what is known about it now. */
export interface StoredMatch extends FoundMatch, MatchFacts {
  case: CaseId;
  listName: string;
  matchedAt: string;
  quarantine: QuarantineId | null;
}

const OPINION = `SELECT m.*, l.name AS list_name, l.trust,
  (SELECT v.verdict FROM match_verdicts v WHERE v.pair = m.pair ORDER BY v.number DESC LIMIT 1) AS verdict,
  q.id AS quarantine, q.state AS quarantine_state
  FROM case_matches m JOIN lists_that_answer l ON l.id = m.list_id
  LEFT JOIN match_quarantines q ON q.list_id = m.list_id AND q.record = m.record`;

/** Matches of cases on lists, and the cases that are still to be matched. */
export class CaseMatchStore implements ListHits {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  /** The first cases that are to be matched. */
  flagged(limit: number): CaseId[] {
    return this.#db
      .prepare('SELECT case_id FROM cases_to_match ORDER BY case_id LIMIT +?')
      .all([limit])
      .map((row) => row.case_id as CaseId);
  }

  /** Marks cases to be matched against lists and compared with similar cases: those that have any value to ask for. */
  flag(changed: readonly ChangedCase[]): void {
    const listsAnswer = this.#db.prepare('SELECT 1 FROM lists_that_answer LIMIT 1').get() !== undefined;
    const insert = this.#db.prepare('INSERT OR IGNORE INTO cases_to_match (case_id) VALUES (?)');
    for (const { id, hasPrints } of changed) if (listsAnswer || hasPrints) insert.run([id]);
  }

  /** The cases that a record matches, the last matched first. */
  onRecord(list: string, record: string, limit: number): CaseId[] {
    return this.#db
      .prepare(
        'SELECT case_id FROM case_matches WHERE list_id = ? AND record = ? ORDER BY matched_at DESC LIMIT +?',
      )
      .all([list, record, limit])
      .map((row) => CaseId.parse(row.case_id));
  }

  isFlagged(id: string): boolean {
    return this.#db.prepare('SELECT 1 FROM cases_to_match WHERE case_id = ?').get([id]) !== undefined;
  }

  unflag(id: string): void {
    this.#db.prepare('DELETE FROM cases_to_match WHERE case_id = ?').run([id]);
  }

  /** Marks the cases with this pair to be weighed anew, because a verdict was given on it. */
  flagPair(pair: string): void {
    this.#db
      .prepare(
        'INSERT OR IGNORE INTO cases_to_match (case_id) SELECT case_id FROM case_matches WHERE pair = ?',
      )
      .run([pair]);
  }

  flagRecord(list: string, record: string): void {
    this.#db
      .prepare(
        'INSERT OR IGNORE INTO cases_to_match (case_id) SELECT case_id FROM case_matches WHERE list_id = ? AND record = ?',
      )
      .run([list, record]);
  }

  /** Null where the case does not exist or was merged into another. */
  subject(id: string): CaseSubject | null {
    const row = this.#db
      .prepare("SELECT id, kind, subject, hashes FROM case_subjects WHERE id = ? AND state <> 'merged'")
      .get([id]);
    return row ? toSubject(row) : null;
  }

  subjectsAfter(id: string, limit: number): CaseSubject[] {
    return this.#db
      .prepare(
        `SELECT id, kind, subject, hashes FROM case_subjects WHERE id > ? AND state <> 'merged' ORDER BY id LIMIT +?`,
      )
      .all([id, limit])
      .map(toSubject);
  }

  countSubjects(): number {
    const row = this.#db
      .prepare("SELECT coalesce(sum(n), 0) AS n FROM case_tallies WHERE state <> 'merged'")
      .get();
    return Number(row?.n);
  }

  /** The stored matches of a case by id, with the columns that may have changed. */
  stored(caseId: string): Map<string, { list: string; ref: number; meaning: string }> {
    const rows = this.#db
      .prepare('SELECT id, list_id, ref, meaning FROM case_matches WHERE case_id = ?')
      .all([caseId]);
    return new Map(
      rows.map((row) => [
        String(row.id),
        { list: String(row.list_id), ref: Number(row.ref), meaning: String(row.meaning) },
      ]),
    );
  }

  /** Those of these cases that have matches, ordered by id. */
  haveMatches(ids: readonly string[]): Set<string> {
    const next = this.#db.prepare(
      'SELECT case_id FROM case_matches WHERE case_id >= ? AND case_id <= ? ORDER BY case_id LIMIT 1',
    );
    const having = new Set<string>();
    const last = ids.at(-1);
    let at = 0;
    while (at < ids.length && last !== undefined) {
      const found = next.get([ids[at]!, last])?.case_id;
      if (found === undefined) break;
      having.add(String(found));
      while (at < ids.length && ids[at]! <= String(found)) at++;
    }
    return having;
  }

  insert(caseId: string, match: FoundMatch, at: string): void {
    this.#db
      .prepare(
        `INSERT INTO case_matches (case_id, id, list_id, ref, record, algorithm, case_value, value, distance, meaning, pair,
           matched_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([
        caseId,
        match.id,
        match.list,
        match.ref,
        match.record,
        match.algorithm,
        match.caseValue,
        match.value,
        match.distance,
        match.meaning,
        match.pair,
        at,
      ]);
  }

  renew(caseId: string, { id, ref, meaning, pair }: FoundMatch): void {
    this.#db
      .prepare('UPDATE case_matches SET ref = ?, meaning = ?, pair = ? WHERE case_id = ? AND id = ?')
      .run([ref, meaning, pair, caseId, id]);
  }

  delete(caseId: string, id: string): void {
    this.#db.prepare('DELETE FROM case_matches WHERE case_id = ? AND id = ?').run([caseId, id]);
  }

  /**
   * Counts a case that a list newly matched, unless it was counted since `recent` already: a list may have been
   * disabled for a while.
   */
  countHit(list: string, caseId: string, day: string, recent: string): void {
    const { changes } = this.#db
      .prepare(
        `INSERT INTO list_hit_cases (list_id, case_id, day) VALUES (?, ?, ?)
         ON CONFLICT (list_id, case_id) DO UPDATE SET day = excluded.day WHERE day < ?`,
      )
      .run([list, caseId, day, recent]);
    if (changes === 0) return;
    this.#db
      .prepare(
        `INSERT INTO list_hits (list_id, day, cases) VALUES (?, ?, 1)
         ON CONFLICT (list_id, day) DO UPDATE SET cases = cases + 1`,
      )
      .run([list, day]);
  }

  hitsSince(day: string): Map<string, number> {
    const rows = this.#db
      .prepare('SELECT list_id, sum(cases) AS n FROM list_hits WHERE day >= ? GROUP BY list_id')
      .all([day]);
    return new Map(rows.map((row) => [String(row.list_id), Number(row.n)]));
  }

  /** Every match of a case on enabled lists. */
  ofCase(caseId: string): StoredMatch[] {
    return this.#db.prepare(`${OPINION} WHERE m.case_id = ?`).all([caseId]).map(toMatch);
  }

  find(caseId: string, id: string): StoredMatch | null {
    const row = this.#db.prepare(`${OPINION} WHERE m.case_id = ? AND m.id = ?`).get([caseId, id]);
    return row ? toMatch(row) : null;
  }

  /** Follows the refs that lists renumbered; a match whose record is gone keeps none. */
  followRefs(): void {
    this.#db.execute(
      `UPDATE case_matches SET ref = coalesce(
         (SELECT CASE WHEN ref <= last_ref THEN ref - shift END FROM list_ref_moves
          WHERE first_ref <= ref ORDER BY first_ref DESC LIMIT 1), 0)`,
    );
  }

  /** The ref that a pair's record has on its list now. */
  refOf(list: string, pair: string): number | null {
    const row = this.#db
      .prepare('SELECT ref FROM case_matches WHERE pair = ? AND list_id = ? LIMIT 1')
      .get([pair, list]);
    return row ? Number(row.ref) : null;
  }
}

const toSubject = (row: SqlRow): CaseSubject => ({
  id: row.id as CaseId,
  kind: row.kind as CaseSubject['kind'],
  subject: String(row.subject),
  // Not validated again: the row was validated when it was stored, and a run reads a million of them.
  hashes: row.hashes === null ? null : (JSON.parse(String(row.hashes)) as Hashes),
});

const toMatch = (row: SqlRow): StoredMatch => ({
  case: CaseId.parse(row.case_id),
  id: MatchId.parse(row.id),
  list: HashListId.parse(row.list_id),
  listName: String(row.list_name),
  trust: row.trust as ListTrust,
  ref: Number(row.ref),
  record: String(row.record),
  algorithm: row.algorithm as MatchAlgorithm,
  caseValue: String(row.case_value),
  value: String(row.value),
  distance: Number(row.distance),
  meaning: row.meaning as ListMeaning,
  pair: String(row.pair),
  matchedAt: String(row.matched_at),
  verdict: row.verdict === null ? null : MatchVerdict.parse(row.verdict),
  quarantine: row.quarantine === null ? null : QuarantineId.parse(row.quarantine),
  quarantined: row.quarantine_state === 'quarantined' || row.quarantine_state === 'removed',
});
