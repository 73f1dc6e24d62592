import type { Asked } from '../../../shared/ledger/kinds/record.ts';
import type { Database, SqlRow, SqlValue } from '../storage/database.ts';
import type { StoredEntry } from './stored-entry.ts';
import type { EntrySearch, Except } from './stored-record.ts';

interface Where {
  from: string;
  /** Another condition follows it. */
  clause: string;
  values: (string | number)[];
}

const PAGE = 200;

/** The last entry that was filed; a statement is given `:device`. */
const LAST_FILED = '(SELECT coalesce(max(seq), -1) FROM ledger_filed WHERE device = :device)';

/** Where entries are found: those filed, and those after them. */
const FOUND = `(
  SELECT seq, kind, actor, at, case_id FROM ledger_filed WHERE device = :device
  UNION ALL
  SELECT seq, kind, actor, at, case_id FROM ledger_entries WHERE device = :device AND seq > ${LAST_FILED}
)`;

/** Entries, each with what it is filed under. */
export const ENTRIES = 'ledger_entries e LEFT JOIN ledger_filed f ON f.device = e.device AND f.seq = e.seq';

/** Columns of `ENTRIES`. */
export const ENTRY_COLUMNS = `e.seq, e.kind, e.actor, e.at, e.case_id, e.line,
  e.seq > ${LAST_FILED} OR (f.kind, f.actor, f.at, f.case_id) IS (e.kind, e.actor, e.at, e.case_id) AS alike,
  (SELECT group_concat(m.id, ' ') FROM ledger_mentions m WHERE m.device = e.device AND m.seq = e.seq) AS mentions`;

export const toStoredEntry = (row: SqlRow): StoredEntry => ({
  seq: Number(row.seq),
  kind: String(row.kind),
  actor: String(row.actor),
  at: String(row.at),
  case: row.case_id === null ? null : String(row.case_id),
  mentions: String(row.mentions ?? ''),
  isFiledAlike: row.alike === 1,
  line: String(row.line),
});

/** Finds entries by actor, kind, case and time. */
export class EntrySearchStore implements EntrySearch {
  readonly #db: Database;
  readonly #device: string;

  constructor(db: Database, device: string) {
    this.#db = db;
    this.#device = device;
  }

  count(asked: Asked, below: number, except?: Except): number {
    const { from, clause, values } = this.#where(asked, except);
    const sql = `SELECT count(*) AS n FROM ${from} WHERE ${clause} seq < ?`;
    return Number(this.#db.prepare(named(sql)).get(this.#bound([...values, below]))?.n ?? 0);
  }

  newest(asked: Asked, below: number, limit: number, except?: Except): StoredEntry[] {
    const { from, clause, values } = this.#where(asked, except);
    const select = `FROM ${from} WHERE ${clause} seq < ? ORDER BY seq DESC LIMIT ?`;
    return this.#entries(select, [...values, below, limit], 'DESC');
  }

  /** The first matching entries at or after `from` and before `below`, oldest first. */
  oldest(asked: Asked, from: number, below: number, limit: number): StoredEntry[] {
    const where = this.#where(asked);
    const select = `FROM ${where.from} WHERE ${where.clause} seq >= ? AND seq < ? ORDER BY seq LIMIT ?`;
    return this.#entries(select, [...where.values, from, below, limit], 'ASC');
  }

  *pages(asked: Asked, from: number, below: number): Generator<StoredEntry[]> {
    for (let next = from; ; ) {
      const page = this.oldest(asked, next, below, PAGE);
      const last = page.at(-1);
      if (!last) return;
      yield page;
      if (page.length < PAGE) return;
      next = last.seq + 1;
    }
  }

  family(caseId: string): string[] {
    return this.#db
      .prepare(
        `WITH RECURSIVE family (id) AS (
           SELECT ?
           UNION
           SELECT e.case_id FROM family
           JOIN ledger_mentions m ON m.device = ? AND m.id = family.id
           JOIN ledger_entries e ON e.device = m.device AND e.seq = m.seq
           WHERE e.kind = 'case.merged' AND e.case_id IS NOT NULL
         ) SELECT id FROM family`,
      )
      .all([caseId, this.#device])
      .map((row) => String(row.id));
  }

  naming(
    ids: readonly string[],
    after: number,
    limit: number,
    except: Except,
  ): { total: number; entries: StoredEntry[] } {
    const { from, clause, values } = this.#where({ cases: [...ids] }, except);
    const count = `SELECT count(*) AS n FROM ${from} WHERE ${clause} seq >= 0`;
    const total = Number(this.#db.prepare(named(count)).get(this.#bound(values))?.n ?? 0);
    const select = `FROM ${from} WHERE ${clause} seq > ? ORDER BY seq LIMIT ?`;
    return { total, entries: this.#entries(select, [...values, after, limit], 'ASC') };
  }

  /** Selects entry numbers first, from an index alone; a line is read only for an entry that is returned. */
  #entries(select: string, values: (string | number)[], order: 'ASC' | 'DESC'): StoredEntry[] {
    return this.#db
      .prepare(
        named(`SELECT ${ENTRY_COLUMNS} FROM ${ENTRIES}
         WHERE e.device = :device AND e.seq IN (SELECT seq ${select}) ORDER BY e.seq ${order}`),
      )
      .all(this.#bound(values))
      .map((row: SqlRow) => toStoredEntry(row));
  }

  #bound(values: readonly SqlValue[]): Record<string, SqlValue> {
    const numbered = values.map((value, index) => [`v${index}`, value]);
    return { device: this.#device, ...Object.fromEntries(numbered) };
  }

  #where({ cases, kinds, actor, from, to }: Asked, except?: Except): Where {
    const parts: string[] = [];
    const values: (string | number)[] = [];
    const add = (part: string, ...more: readonly string[]) => {
      parts.push(part);
      values.push(...more);
    };
    if (cases) {
      // Two reads of an index; a single condition with OR would scan the whole ledger.
      const about = `SELECT seq FROM ${FOUND} WHERE case_id IN (${marksFor(cases)})`;
      const naming = `SELECT seq FROM ledger_mentions WHERE device = :device AND id IN (${marksFor(cases)})`;
      add(`seq IN (${about} UNION ${naming})`, ...cases, ...cases);
    }
    if (kinds) add(`kind IN (${marksFor(kinds)})`, ...kinds);
    if (actor !== undefined) add('actor = ?', actor);
    if (from !== undefined) add('at >= ?', from);
    if (to !== undefined) add('at < ?', to);
    if (except) {
      const hidden = JSON.stringify(except.cases);
      add(
        `seq NOT IN (SELECT seq FROM ${FOUND} WHERE case_id IN (SELECT value FROM json_each(?))
           UNION SELECT m.seq FROM ledger_mentions m JOIN ledger_entries o ON o.device = m.device AND o.seq = m.seq
             WHERE m.device = :device AND m.id IN (SELECT value FROM json_each(?)) AND o.kind = 'case.merged')`,
        hidden,
        hidden,
      );
      if (except.golden) add("kind NOT LIKE 'golden.%'");
      if (except.draws) add("kind <> 'sampling.drawn'");
    }
    if (parts.length === 0) return { from: 'ledger_entries', clause: 'device = :device AND', values };
    return { from: FOUND, clause: `${parts.join(' AND ')} AND`, values };
  }
}

/** A statement with its values named in their order, because SQLite's binding takes either names or places. */
function named(sql: string): string {
  let next = 0;
  return sql.replaceAll('?', () => `:v${next++}`);
}

const marksFor = (values: readonly string[]): string => values.map(() => '?').join(', ');
