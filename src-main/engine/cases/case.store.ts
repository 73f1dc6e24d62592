import type { Check } from '../../../shared/contract/check.ts';
import {
  CaseFacts,
  CaseState,
  CaseSummary,
  PriorityTerm,
  Reopened,
  SubjectKind,
} from '../../../shared/domain/case.ts';
import { KnownAs } from '../../../shared/domain/case-match.ts';
import { DUTIES } from '../../../shared/domain/duty.ts';
import { Hashes } from '../../../shared/domain/hashes.ts';
import { CaseId, PersonId } from '../../../shared/domain/ids.ts';
import { conditionsOf, type QueueConditions } from '../review/queue-conditions.ts';
import type { Database, SqlRow, SqlValue } from '../storage/database.ts';
import { oneOf } from '../storage/migration.ts';

/** A case as its row holds it. */
export interface StoredCase {
  id: CaseId;
  kind: SubjectKind;
  subject: string;
  hashes: Hashes | null;
  state: CaseState;
  mergedInto: CaseId | null;
  takenInAt: string;
  dueAt: string;
  facts: CaseFacts;
  score: number;
  why: PriorityTerm[];
  scoreChangesAtMs: number | null;
  claimedBy: string | null;
  claimedAt: string | null;
  /** What lists know it as. */
  knownAs: KnownAs | null;
  reopened: Reopened | null;
  /** Null also where that person can no longer work on it. Only read: `AssignmentStore` gives cases. */
  assignedTo: PersonId | null;
}

export interface NewSighting {
  caseId: string;
  reportId: string;
  number: number;
  subject: string;
  referrer: string | null;
  siteType: string | null;
  hostingCountry: string | null;
  ip: string | null;
  network: string | null;
  sizeBytes: number | null;
  mimeType: string | null;
}

/** Where a page of the queue ended. */
export interface QueuePosition {
  rank: number;
  dueAt: string;
  id: string;
}

const COLUMNS = `id, kind, subject, hashes, state, merged_into, taken_in_at, due_at, sightings, first_received_at,
  last_received_at, hosting_country, hosting_named_at, trusted, rank, why, rank_changes_at, claimed_by, claimed_at, known_as,
  reopened_because, reopened_at`;

/** To whom a case is given; whoever was disabled or no longer assesses holds none. */
export const ASSIGNEE = `(SELECT p.id FROM people p WHERE p.id = assigned_to AND p.disabled_at IS NULL
  AND (${oneOf('p.role', DUTIES.assess)}))`;
const READ = `${COLUMNS}, ${ASSIGNEE} AS assignee`;

/** Cases, the keys of their subjects and their sightings. `rank` is the score negated, so that one index serves. */
export class CaseStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  insert(entry: StoredCase): void {
    this.#db
      .prepare(`INSERT INTO cases (${COLUMNS}) VALUES (${Array(22).fill('?').join(', ')})`)
      .run([entry.id, entry.kind, entry.subject, ...changeable(entry)]);
    this.#count(sortOf(entry), 1);
  }

  /** Writes everything that can change of a case. Inside a transaction. */
  update(entry: StoredCase): void {
    const before = this.#db
      .prepare('SELECT state, kind, hosting_country, known_as FROM cases WHERE id = ?')
      .get([entry.id]);
    this.#db
      .prepare(
        `UPDATE cases SET hashes = ?, state = ?, merged_into = ?, taken_in_at = ?, due_at = ?, sightings = ?,
         first_received_at = ?, last_received_at = ?, hosting_country = ?, hosting_named_at = ?, trusted = ?, rank = ?,
         why = ?, rank_changes_at = ?, claimed_by = ?, claimed_at = ?, known_as = ?, reopened_because = ?,
         reopened_at = ? WHERE id = ?`,
      )
      .run([...changeable(entry), entry.id]);
    const [from, to] = [before ? Object.values(before) : null, sortOf(entry)];
    if (from === null || from.every((value, index) => value === to[index])) return;
    this.#count(from, -1);
    this.#count(to, 1);
  }

  /** Lists are to be asked for it, and cases like it looked for; where there is anything to ask. */
  flagForMatching(id: string, hasPrints: boolean): void {
    this.#db
      .prepare(
        `INSERT OR IGNORE INTO cases_to_match SELECT ?
         WHERE ? OR EXISTS (SELECT 1 FROM hash_lists WHERE enabled = 1 AND removed_at IS NULL)`,
      )
      .run([id, hasPrints ? 1 : 0]);
  }

  find(id: string): StoredCase | null {
    const row = this.#db.prepare(`SELECT ${READ} FROM cases WHERE id = ?`).get([id]);
    return row ? toCase(row) : null;
  }

  /** The cases that any of these keys identify: by the order of the keys, and of one key the oldest first. */
  idsByKeys(keys: readonly string[]): string[] {
    const find = this.#db.prepare('SELECT case_id FROM case_keys WHERE key = ? ORDER BY case_id');
    const ids = keys.flatMap((key) => find.all([key]).map((row) => String(row.case_id)));
    return [...new Set(ids)];
  }

  /** Other cases that share a key with this one: their files contradict each other, or they would be one case. */
  sharingKeys(id: string): { id: string; key: string }[] {
    return this.#db
      .prepare(
        `SELECT other.case_id AS id, min(other.key) AS key FROM case_keys AS own
         JOIN case_keys AS other ON other.key = own.key AND other.case_id <> own.case_id
         WHERE own.case_id = ? GROUP BY other.case_id ORDER BY other.case_id LIMIT 50`,
      )
      .all([id])
      .map((row) => ({ id: String(row.id), key: String(row.key) }));
  }

  addKeys(caseId: string, keys: readonly string[]): void {
    const insert = this.#db.prepare('INSERT OR IGNORE INTO case_keys (key, case_id) VALUES (?, ?)');
    for (const key of keys) insert.run([key, caseId]);
  }

  /** Gives everything that points at one case to another. */
  repoint(from: string, to: string): void {
    // What both have by the same key is there once.
    this.#db
      .prepare(
        'DELETE FROM case_keys WHERE case_id = ? AND key IN (SELECT key FROM case_keys WHERE case_id = ?)',
      )
      .run([from, to]);
    for (const table of [
      'case_keys',
      'sightings',
      'assessments',
      'referrals',
      'second_reviews',
      'review_notes',
      'assignments',
      'match_verdicts',
    ]) {
      this.#db.prepare(`UPDATE ${table} SET case_id = ? WHERE case_id = ?`).run([to, from]);
    }
    this.#db
      .prepare(
        `UPDATE cases SET assigned_to = (SELECT assigned_to FROM cases WHERE id = :from)
         WHERE id = :to AND assigned_to IS NULL`,
      )
      .run({ from, to });
    this.#db.prepare('UPDATE cases SET assigned_to = NULL WHERE id = ?').run([from]);
  }

  insertSighting(sighting: NewSighting): void {
    this.#db
      .prepare(
        `INSERT INTO sightings (case_id, report_id, number, subject, referrer, site_type, hosting_country, ip, network,
         size_bytes, mime_type) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([
        sighting.caseId,
        sighting.reportId,
        sighting.number,
        sighting.subject,
        sighting.referrer,
        sighting.siteType,
        sighting.hostingCountry,
        sighting.ip,
        sighting.network,
        sighting.sizeBytes,
        sighting.mimeType,
      ]);
  }

  /** The newest `limit` sightings of a case with what their reports say. */
  sightings(caseId: string, limit: number): SqlRow[] {
    return this.#db
      .prepare(
        `SELECT r.id AS report, r.received_at, r.channel, r.source, r.reference, r.narrative IS NOT NULL AS has_narrative, s.subject, s.referrer,
         s.site_type, s.hosting_country FROM sightings s JOIN reports r ON r.id = s.report_id
         WHERE s.case_id = ? ORDER BY s.report_id DESC, s.number LIMIT +?`,
      )
      .all([caseId, limit]);
  }

  /** What a report of this case tells; null where it tells nothing, or is not one of the case. */
  narrative(caseId: string, reportId: string): string | null {
    const row = this.#db
      .prepare(
        `SELECT r.narrative FROM reports r WHERE r.id = ?
         AND EXISTS (SELECT 1 FROM sightings s WHERE s.report_id = r.id AND s.case_id = ?)`,
      )
      .get([reportId, caseId]);
    return typeof row?.narrative === 'string' ? row.narrative : null;
  }

  page(conditions: QueueConditions, after: QueuePosition | null, limit: number): StoredCase[] {
    const { where, values } = conditionsOf(conditions);
    if (after) {
      where.push('(rank, due_at, id) > (?, ?, ?)');
      values.push(after.rank, after.dueAt, after.id);
    }
    return this.#db
      .prepare(`SELECT ${READ} FROM cases WHERE ${where.join(' AND ')} ORDER BY rank, due_at, id LIMIT +?`)
      .all([...values, limit])
      .map(toCase);
  }

  count(conditions: QueueConditions): number {
    const { heldBy, visibleTo, ...sort } = conditions;
    if (heldBy !== undefined) return this.#countIn('cases', conditions);
    const hidden = visibleTo === undefined ? 0 : this.#countIn('cases', { ...sort, hiddenFrom: visibleTo });
    return this.#countIn('case_counts', sort) - hidden;
  }

  /** @param visibleTo without the cases that are hidden from this person */
  countByState(visibleTo: string): Map<CaseState, number> {
    const rows = this.#db
      .prepare(
        `SELECT state, sum(n) AS n FROM (SELECT state, n FROM case_counts UNION ALL
           SELECT state, -1 FROM cases WHERE id IN (SELECT case_id FROM hidden_assessments WHERE person_id = ?))
         GROUP BY state`,
      )
      .all([visibleTo]);
    return new Map(rows.map((row) => [CaseState.parse(row.state), Number(row.n)]));
  }

  /** What `doctor` asks: whether the counts are those of the cases. Goes through all of them. */
  examine(): Check {
    const row = this.#db
      .prepare(
        `SELECT count(*) AS n FROM (
           SELECT state, kind, hosting_country, known_as, sum(n) AS n FROM (
             SELECT state, kind, coalesce(hosting_country, '') AS hosting_country, coalesce(known_as, '') AS known_as, 1 AS n
             FROM cases UNION ALL SELECT state, kind, hosting_country, known_as, -n FROM case_counts
           ) GROUP BY 1, 2, 3, 4) WHERE n <> 0`,
      )
      .get();
    const wrong = Number(row?.n);
    return {
      check: { name: 'case-counts' },
      ok: wrong === 0,
      finding: { found: 'wrong-counts', counts: wrong },
    };
  }

  #count(sort: readonly SqlValue[], more: 1 | -1): void {
    this.#db
      .prepare('INSERT INTO case_counts VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n')
      .run([...sort.map((value) => value ?? ''), more]);
  }

  /** In the cases themselves where few of them fulfil the conditions, and where no counts are kept of these. */
  #countIn(table: 'cases' | 'case_counts', conditions: QueueConditions): number {
    const { where, values } = conditionsOf(conditions);
    const many = table === 'cases' ? 'count(*)' : 'coalesce(sum(n), 0)';
    const row = this.#db
      .prepare(`SELECT ${many} AS n FROM ${table} WHERE ${where.join(' AND ')}`)
      .get(values);
    return Number(row?.n);
  }

  /** Open cases whose score has changed by the passing of time. */
  withChangedScore(nowMs: number, limit: number): StoredCase[] {
    return this.#db
      .prepare(`SELECT ${READ} FROM cases WHERE rank_changes_at <= ? ORDER BY rank_changes_at LIMIT +?`)
      .all([nowMs, limit])
      .map(toCase);
  }

  /** Undecided cases in the order of their ids. */
  waitingAfter(id: string, limit: number): StoredCase[] {
    return this.#db
      .prepare(
        `SELECT ${READ} FROM cases WHERE id > ? AND (state = 'open' OR state = 'held' OR state = 'escalated')
         ORDER BY id LIMIT +?`,
      )
      .all([id, limit])
      .map(toCase);
  }

  /** Whether a report of this case came through one of these channels. */
  cameThrough(caseId: string, channels: readonly string[]): boolean {
    const row = this.#db
      .prepare(
        `SELECT 1 FROM sightings s JOIN reports r ON r.id = s.report_id
         WHERE s.case_id = ? AND r.channel IN (SELECT value FROM json_each(?)) LIMIT 1`,
      )
      .get([caseId, JSON.stringify(channels)]);
    return row !== undefined;
  }

  draft(caseId: string): string | null {
    const draft = this.#db.prepare('SELECT draft FROM cases WHERE id = ?').get([caseId])?.draft;
    return draft === undefined || draft === null ? null : String(draft);
  }

  /** @param begun by whom and when; of no draft, nobody */
  saveDraft(caseId: string, draft: string | null, begun?: { by: string; at: string }): boolean {
    return (
      this.#db
        .prepare('UPDATE cases SET draft = ?, draft_by = ?, draft_at = ? WHERE id = ?')
        .run([draft, begun?.by ?? null, begun?.at ?? null, caseId]).changes > 0
    );
  }
}

const changeable = (entry: StoredCase): SqlValue[] => [
  entry.hashes === null ? null : JSON.stringify(entry.hashes),
  entry.state,
  entry.mergedInto,
  entry.takenInAt,
  entry.dueAt,
  entry.facts.sightings,
  entry.facts.firstReceivedAt,
  entry.facts.lastReceivedAt,
  entry.facts.hostingCountry,
  entry.facts.hostingNamedAt,
  entry.facts.trusted ? 1 : 0,
  -entry.score,
  JSON.stringify(entry.why),
  entry.scoreChangesAtMs,
  entry.claimedBy,
  entry.claimedAt,
  entry.knownAs,
  entry.reopened?.reason ?? null,
  entry.reopened?.at ?? null,
];

/** What the queue can be asked for of a case. */
const sortOf = (entry: StoredCase): SqlValue[] => {
  const { state, kind, facts, knownAs } = entry;
  return [state, kind, facts.hostingCountry, knownAs];
};

const text = (value: SqlValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

const toCase = (row: SqlRow): StoredCase => ({
  id: CaseId.parse(row.id),
  kind: SubjectKind.parse(row.kind),
  subject: String(row.subject),
  hashes: row.hashes === null ? null : Hashes.parse(JSON.parse(String(row.hashes))),
  state: CaseState.parse(row.state),
  mergedInto: row.merged_into === null ? null : CaseId.parse(row.merged_into),
  takenInAt: String(row.taken_in_at),
  dueAt: String(row.due_at),
  facts: CaseFacts.parse({
    sightings: row.sightings,
    firstReceivedAt: row.first_received_at,
    lastReceivedAt: row.last_received_at,
    hostingCountry: row.hosting_country,
    hostingNamedAt: row.hosting_named_at,
    trusted: row.trusted === 1,
  }),
  // Not negated, which would make minus zero of zero.
  score: 0 - Number(row.rank),
  why: PriorityTerm.array().parse(JSON.parse(String(row.why))),
  scoreChangesAtMs: row.rank_changes_at === null ? null : Number(row.rank_changes_at),
  claimedBy: text(row.claimed_by),
  claimedAt: text(row.claimed_at),
  knownAs: row.known_as === null ? null : KnownAs.parse(row.known_as),
  reopened:
    row.reopened_because === null
      ? null
      : Reopened.parse({ reason: row.reopened_because, at: row.reopened_at }),
  assignedTo: row.assignee === null ? null : PersonId.parse(row.assignee),
});

/** The case as lists show it. */
export const summaryOf = (entry: StoredCase): CaseSummary =>
  CaseSummary.parse({
    id: entry.id,
    kind: entry.kind,
    subject: entry.subject,
    hashes: entry.hashes,
    hosting: entry.facts.hostingCountry,
    priority: entry.score,
    why: entry.why,
    dueAt: entry.dueAt,
    receivedAt: entry.facts.firstReceivedAt,
    state: entry.state,
    sightings: entry.facts.sightings,
    claimedBy: entry.claimedBy,
    claimedAt: entry.claimedAt,
    assignedTo: entry.assignedTo,
    knownAs: entry.knownAs,
    reopened: entry.reopened,
  });
