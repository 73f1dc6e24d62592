import type { Asked } from '../../../shared/ledger/kinds/record.ts';
import type { Database, SqlRow, SqlValue } from '../storage/database.ts';
import type { StoredEntry } from './stored-entry.ts';
import type { EntrySearch, Except } from './stored-record.ts';

interface Where {
  from: string;
  /** Another condition follows it; empty where it is the only one. */
  clause: string;
  values: (string | number)[];
}

const PAGE = 200;

/** The last entry that was filed. */
export const LAST_FILED = '(SELECT coalesce(max(position), -1) FROM ledger_filed)';

/** Where entries are found: those filed, and those after them. */
const FOUND = `(
  SELECT position, kind, actor, at, case_id FROM ledger_filed
  UNION ALL
  SELECT position, kind, actor, at, case_id FROM ledger_entries WHERE position > ${LAST_FILED}
)`;

/** Entries, each with what it is filed under. */
export const ENTRIES = 'ledger_entries e LEFT JOIN ledger_filed f ON f.position = e.position';

/** Columns of `ENTRIES`. */
export const ENTRY_COLUMNS = `e.position, e.device, e.seq, e.kind, e.actor, e.at, e.case_id, e.line,
  e.position > ${LAST_FILED} OR (f.device, f.seq, f.kind, f.actor, f.at, f.case_id)
    IS (e.device, e.seq, e.kind, e.actor, e.at, e.case_id) AS alike,
  (SELECT group_concat(m.id, ' ') FROM ledger_mentions m WHERE m.position = e.position) AS mentions`;

export const toStoredEntry = (row: SqlRow): StoredEntry => ({
  seq: Number(row.position),
  device: String(row.device),
  number: Number(row.seq),
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

  constructor(db: Database) {
    this.#db = db;
  }

  count(asked: Asked, below: number, except?: Except): number {
    const { from, clause, values } = this.#where(asked, except);
    const sql = `SELECT count(*) AS n FROM ${from} WHERE ${clause} position < ?`;
    return Number(this.#db.prepare(named(sql)).get(this.#bound([...values, below]))?.n ?? 0);
  }

  newest(asked: Asked, below: number, limit: number, except?: Except): StoredEntry[] {
    const { from, clause, values } = this.#where(asked, except);
    const select = `FROM ${from} WHERE ${clause} position < ? ORDER BY position DESC LIMIT +?`;
    return this.#entries(select, [...values, below, limit], 'DESC');
  }

  /** The first matching entries at or after `from` and before `below`, oldest first. */
  oldest(asked: Asked, from: number, below: number, limit: number): StoredEntry[] {
    const where = this.#where(asked);
    const select = `FROM ${where.from} WHERE ${where.clause} position >= ? AND position < ? ORDER BY position LIMIT +?`;
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
           JOIN ledger_mentions m ON m.id = family.id
           JOIN ledger_entries e ON e.position = m.position
           WHERE e.kind = 'case.merged' AND e.case_id IS NOT NULL
         ) SELECT id FROM family`,
      )
      .all([caseId])
      .map((row) => String(row.id));
  }

  naming(
    ids: readonly string[],
    after: number,
    limit: number,
    except: Except,
  ): { total: number; entries: StoredEntry[] } {
    const { from, clause, values } = this.#where({ cases: [...ids] }, except);
    const count = `SELECT count(*) AS n FROM ${from} WHERE ${clause} position >= 0`;
    const total = Number(this.#db.prepare(named(count)).get(this.#bound(values))?.n ?? 0);
    const select = `FROM ${from} WHERE ${clause} position > ? ORDER BY position LIMIT +?`;
    return { total, entries: this.#entries(select, [...values, after, limit], 'ASC') };
  }

  /** Selects entry numbers first, from an index alone; a line is read only for an entry that is returned. */
  #entries(select: string, values: (string | number)[], order: 'ASC' | 'DESC'): StoredEntry[] {
    return this.#db
      .prepare(
        named(`SELECT ${ENTRY_COLUMNS} FROM ${ENTRIES}
         WHERE e.position IN (SELECT position ${select}) ORDER BY e.position ${order}`),
      )
      .all(this.#bound(values))
      .map((row: SqlRow) => toStoredEntry(row));
  }

  #bound(values: readonly SqlValue[]): Record<string, SqlValue> {
    return Object.fromEntries(values.map((value, index) => [`v${index}`, value]));
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
      const about = `SELECT position FROM ${FOUND} WHERE case_id IN (${marksFor(cases)})`;
      const naming = `SELECT position FROM ledger_mentions WHERE id IN (${marksFor(cases)})`;
      add(`position IN (${about} UNION ${naming})`, ...cases, ...cases);
    }
    if (kinds) add(`kind IN (${marksFor(kinds)})`, ...kinds);
    if (actor !== undefined) add('actor = ?', actor);
    if (from !== undefined) add('at >= ?', from);
    if (to !== undefined) add('at < ?', to);
    if (except) {
      const hidden = JSON.stringify(except.cases);
      add(
        `position NOT IN (SELECT position FROM ${FOUND} WHERE case_id IN (SELECT value FROM json_each(?))
           UNION SELECT m.position FROM ledger_mentions m JOIN ledger_entries o ON o.position = m.position
             WHERE m.id IN (SELECT value FROM json_each(?)) AND o.kind = 'case.merged')`,
        hidden,
        hidden,
      );
      if (except.golden) add("kind NOT LIKE 'golden.%'");
      if (except.draws) add("kind <> 'sampling.drawn'");
    }
    if (parts.length === 0) return { from: 'ledger_entries', clause: '', values };
    return { from: FOUND, clause: `${parts.join(' AND ')} AND`, values };
  }
}

/** A statement with its values named in their order, because SQLite's binding takes either names or places. */
function named(sql: string): string {
  let next = 0;
  return sql.replaceAll('?', () => `:v${next++}`);
}

const marksFor = (values: readonly string[]): string => values.map(() => '?').join(', ');
