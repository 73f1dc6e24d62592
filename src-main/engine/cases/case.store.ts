import type { Check } from '../../../shared/contract/check.ts';
import { isDecided } from '../../../shared/domain/case.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { Database, SqlRow, SqlValue } from '../storage/database.ts';
import type { Cases, StoredDraft } from './cases.ts';
import { OF_A_FILE } from './migrations/0003-cases.ts';
import type { SeenHosting } from './seen-hosting.ts';
import { channelBits, type StoredCase, toStoredCase } from './stored-case.ts';

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

const COLUMNS = `id, kind, subject, hashes, state, merged_into, taken_in_at, due_at, sightings, first_received_at,
  last_received_at, hosting_country, hosting_named_at, trusted, channels, rank, why, claimed_by, claimed_at, known_as,
  reopened_because, reopened_at, decided_as, decided_by, legality, category`;

const READ = `${COLUMNS}, assigned_to`;

// Statements are known by their text: one that is put together at each use is compared letter by letter.
const INSERT = `INSERT INTO cases (${COLUMNS}) VALUES (${Array(26).fill('?').join(', ')})`;
const FIND = `SELECT ${READ} FROM cases WHERE id = ?`;

const NUMBER = '(SELECT number FROM cases WHERE id = ?)';
const sightingIn = (
  number: string,
) => `INSERT INTO sightings (case_number, report_id, number, subject, referrer, site_type,
  hosting_country, ip, network, size_bytes, mime_type) VALUES (${number}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const SIGHTING = { ofCase: sightingIn(NUMBER), ofNumber: sightingIn('?') };

/** Cases, the keys of their subjects and their sightings. `rank` is the negated score, so that one index serves. */
export class CaseStore implements Cases {
  readonly #db: Database;
  readonly #canHoldCases: (person: string) => boolean;
  /** What is still to be counted; null where each case is counted at once. */
  #uncounted: Map<string, { sort: readonly SqlValue[]; more: number }> | null = null;
  /** The row that was read last, and what it says. */
  #last: { row: SqlRow; stored: StoredCase } | null = null;

  /** @param canHoldCases whether this person can be assigned cases; a case assigned to another counts as unassigned */
  constructor(db: Database, canHoldCases: (person: string) => boolean) {
    this.#db = db;
    this.#canHoldCases = canHoldCases;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  /** @returns the number of its row */
  insert(stored: StoredCase): number {
    const { lastInsertRowid } = this.#db
      .prepare(INSERT)
      .run([stored.id, stored.kind, stored.subject, ...changeable(stored)]);
    this.#count(sortOf(stored), 1);
    return lastInsertRowid;
  }

  update(stored: StoredCase, before?: StoredCase): void {
    const from = before ? sortOf(before) : this.#storedSort(stored.id);
    this.#db
      .prepare(
        `UPDATE cases SET hashes = ?, state = ?, merged_into = ?, taken_in_at = ?, due_at = ?, sightings = ?,
         first_received_at = ?, last_received_at = ?, hosting_country = ?, hosting_named_at = ?, trusted = ?, channels = ?,
         rank = ?, why = ?, claimed_by = ?, claimed_at = ?, known_as = ?, reopened_because = ?, reopened_at = ?,
         decided_as = ?, decided_by = ?, legality = ?, category = ? WHERE id = ?`,
      )
      .run([...changeable(stored), stored.id]);
    const to = sortOf(stored);
    if (from.length === 0 || from.every((value, index) => value === to[index])) return;
    this.#count(from, -1);
    this.#count(to, 1);
  }

  #storedSort(id: string): SqlValue[] {
    const row = this.#db
      .prepare('SELECT state, kind, hosting_country, known_as FROM cases WHERE id = ?')
      .get([id]);
    return row ? Object.values(row) : [];
  }

  find(id: string): StoredCase | null {
    const row = this.#db.prepare(FIND).get([id]);
    return row ? this.#read(row) : null;
  }

  living(id: string): StoredCase | null {
    let stored = this.find(id) ?? this.find(this.#caseOfAlias(id));
    // Cases merge into one that is not merged then, so that this ends.
    while (stored?.mergedInto != null) stored = this.find(stored.mergedInto);
    return stored;
  }

  #caseOfAlias(id: string): string {
    const row = this.#db.prepare('SELECT case_id FROM case_aliases WHERE id = ?').get([id]);
    return String(row?.case_id ?? '');
  }

  /** Notes an id that a case would have had. */
  addAlias(id: string, caseId: string): void {
    this.#db.prepare('INSERT OR IGNORE INTO case_aliases (id, case_id) VALUES (?, ?)').run([id, caseId]);
  }

  has(id: string): boolean {
    return this.#db.prepare('SELECT 1 FROM cases WHERE id = ?').get([id]) !== undefined;
  }

  /** The cases that any of these keys identify: in the order of the keys, and for one key the oldest first. */
  idsByKeys(keys: readonly string[]): string[] {
    const find = this.#db.prepare(
      `SELECT k.case_id FROM case_keys k JOIN cases c ON c.id = k.case_id WHERE k.key = ?
       ORDER BY c.taken_in_at, k.case_id`,
    );
    const ids = keys.flatMap((key) => find.all([key]).map((row) => String(row.case_id)));
    return [...new Set(ids)];
  }

  sharingKeys(id: string): { id: string; key: string }[] {
    return this.#db
      .prepare(
        `SELECT other.case_id AS id, min(other.key) AS key FROM case_keys AS own
         JOIN case_keys AS other ON other.key = own.key AND other.case_id <> own.case_id
         WHERE own.case_id = ? AND ${OF_A_FILE.replace('key', 'own.key')} GROUP BY other.case_id ORDER BY other.case_id LIMIT 50`,
      )
      .all([id])
      .map((row) => ({ id: String(row.id), key: String(row.key) }));
  }

  addKeys(caseId: string, keys: readonly string[]): void {
    const insert = this.#db.prepare('INSERT OR IGNORE INTO case_keys (key, case_id) VALUES (?, ?)');
    for (const key of keys) insert.run([key, caseId]);
  }

  /** Moves the keys, sightings and assignment of one case to another; both are files. */
  repoint(from: string, to: string): void {
    // A key that both cases have is kept once.
    this.#db
      .prepare(
        `DELETE FROM case_keys WHERE case_id = ? AND ${OF_A_FILE}
         AND key IN (SELECT key FROM case_keys WHERE case_id = ? AND ${OF_A_FILE})`,
      )
      .run([from, to]);
    this.#db.prepare(`UPDATE case_keys SET case_id = ? WHERE case_id = ? AND ${OF_A_FILE}`).run([to, from]);
    this.#db
      .prepare(
        `UPDATE sightings SET case_number = (SELECT number FROM cases WHERE id = ?)
         WHERE case_number = (SELECT number FROM cases WHERE id = ?)`,
      )
      .run([to, from]);
    this.#db
      .prepare(
        `UPDATE cases SET assigned_to = (SELECT assigned_to FROM cases WHERE id = :from)
         WHERE id = :to AND assigned_to IS NULL`,
      )
      .run({ from, to });
    this.#db.prepare('UPDATE cases SET assigned_to = NULL WHERE id = ?').run([from]);
  }

  /** @param caseNumber the number of its case's row, where that is known */
  insertSighting(sighting: NewSighting, caseNumber: number | null = null): void {
    this.#db
      .prepare(caseNumber === null ? SIGHTING.ofCase : SIGHTING.ofNumber)
      .run([
        caseNumber ?? sighting.caseId,
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

  /** What the sighting says that came in last of those that name an address or a network. */
  seenHosting(caseId: string): SeenHosting | null {
    const row = this.#db
      .prepare(
        `SELECT hosting_country, ip, network FROM sightings
         WHERE case_number = (SELECT number FROM cases WHERE id = ?) AND (ip IS NOT NULL OR network IS NOT NULL)
         ORDER BY line DESC LIMIT 1`,
      )
      .get([caseId]);
    const text = (value: unknown) => (value == null ? null : String(value));
    return row ? { country: text(row.hosting_country), ip: text(row.ip), network: text(row.network) } : null;
  }

  /** Serves `doctor`: checks the stored counts against all cases. */
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

  /** A decision looks its case up several times: the same row is not parsed again. */
  #read(row: SqlRow): StoredCase {
    if (this.#last !== null && isSameRow(row, this.#last.row)) return this.#last.stored;
    const stored = toStoredCase(row, this.#canHoldCases);
    // Whether an assignment counts depends on more than the row.
    this.#last = row.assigned_to === null ? { row, stored } : null;
    return stored;
  }

  /** Counts the cases that many rows make at the end of `work`, and not at each: inside a transaction. */
  countingAtEnd<Result>(work: () => Result): Result {
    const counts = new Map<string, { sort: readonly SqlValue[]; more: number }>();
    this.#uncounted = counts;
    let result: Result;
    try {
      result = work();
    } finally {
      this.#uncounted = null;
    }
    for (const { sort, more } of counts.values()) if (more !== 0) this.#count(sort, more);
    return result;
  }

  #count(sort: readonly SqlValue[], more: number): void {
    if (this.#uncounted !== null) {
      const key = sort.join('\n');
      this.#uncounted.set(key, { sort, more: (this.#uncounted.get(key)?.more ?? 0) + more });
      return;
    }
    this.#db
      .prepare(`INSERT INTO case_counts (state, kind, hosting_country, known_as, n) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET n = n + excluded.n`)
      .run([...sort.map((value) => value ?? ''), more]);
  }

  /** Undecided cases, ordered by id. */
  waitingAfter(id: string, limit: number): StoredCase[] {
    return this.#db
      .prepare(
        `SELECT ${READ} FROM cases WHERE id > ? AND (state = 'open' OR state = 'held' OR state = 'escalated')
         ORDER BY id LIMIT +?`,
      )
      .all([id, limit])
      .map((row) => this.#read(row));
  }

  draft(caseId: string): StoredDraft | null {
    const row = this.#db.prepare('SELECT draft, draft_by, draft_at FROM cases WHERE id = ?').get([caseId]);
    if (!row || row.draft === null) return null;
    return { json: String(row.draft), by: String(row.draft_by), at: String(row.draft_at) };
  }

  saveDraft(caseId: string, draft: StoredDraft | null): boolean {
    return (
      this.#db
        .prepare(
          'UPDATE cases SET draft = :json, draft_by = :by, draft_at = :at, draft_holder = :by WHERE id = :case',
        )
        .run({ json: draft?.json ?? null, by: draft?.by ?? null, at: draft?.at ?? null, case: caseId })
        .changes > 0
    );
  }

  holders(caseId: string): { assignedTo: string | null; claimedBy: string | null } {
    const row = this.#db.prepare('SELECT assigned_to, claimed_by FROM cases WHERE id = ?').get([caseId]);
    const person = (value: unknown) => (typeof value === 'string' ? value : null);
    return { assignedTo: person(row?.assigned_to), claimedBy: person(row?.claimed_by) };
  }

  give(caseId: string, to: string): void {
    this.#db
      .prepare(
        `UPDATE cases SET assigned_to = :to, draft_holder = CASE WHEN draft IS NULL THEN NULL ELSE :to END,
         claimed_at = CASE WHEN claimed_by = :to THEN claimed_at END,
         claimed_by = CASE WHEN claimed_by = :to THEN claimed_by END WHERE id = :case`,
      )
      .run({ to, case: caseId });
  }

  free(caseId: string): void {
    this.#db
      .prepare(
        'UPDATE cases SET assigned_to = NULL, claimed_by = NULL, claimed_at = NULL, draft_holder = NULL WHERE id = ?',
      )
      .run([caseId]);
  }

  given(): Map<string, string> {
    const rows = this.#db.prepare('SELECT id, assigned_to FROM cases WHERE assigned_to IS NOT NULL').all();
    return new Map(rows.map(({ id, assigned_to }) => [String(id), String(assigned_to)]));
  }
}

const isSameRow = (one: SqlRow, other: SqlRow): boolean => {
  for (const name in one) if (one[name] !== other[name]) return false;
  return true;
};

/** The decision is written while it stands and no longer. */
const changeable = (stored: StoredCase): SqlValue[] => [
  stored.hashes === null ? null : canonicalText(stored.hashes),
  stored.state,
  stored.mergedInto,
  stored.takenInAt,
  stored.dueAt,
  stored.facts.sightings,
  stored.facts.firstReceivedAt,
  stored.facts.lastReceivedAt,
  stored.facts.hostingCountry,
  stored.facts.hostingNamedAt,
  stored.facts.trusted ? 1 : 0,
  channelBits(stored.facts.channels),
  -stored.score,
  canonicalText(stored.why),
  stored.claimedBy,
  stored.claimedAt,
  stored.knownAs,
  stored.reopened?.reason ?? null,
  stored.reopened?.at ?? null,
  ...decisionOf(stored),
];

const decisionOf = ({ state, decided }: StoredCase): SqlValue[] =>
  isDecided(state) && decided !== null
    ? [decided.number, decided.by, decided.legality, decided.category]
    : [null, null, null, null];

/** The attributes of a case by which the queue is filtered. */
const sortOf = (stored: StoredCase): SqlValue[] => {
  const { state, kind, facts, knownAs } = stored;
  return [state, kind, facts.hostingCountry, knownAs];
};
