import type { Asked } from '../../../shared/ledger/kinds/record.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import type { StoredEntry } from './stored-entry.ts';
import type { EntrySearch, Except } from './stored-record.ts';

interface Where {
  clause: string;
  values: (string | number)[];
}

const PAGE = 200;

/** Columns of `ledger_entries e`. */
export const ENTRY_COLUMNS = `seq, kind, actor, at, case_id, line,
  (SELECT group_concat(m.id, ' ') FROM ledger_mentions m WHERE m.device = e.device AND m.seq = e.seq) AS mentions`;

export const toStoredEntry = (row: SqlRow): StoredEntry => ({
  seq: Number(row.seq),
  kind: String(row.kind),
  actor: String(row.actor),
  at: String(row.at),
  case: row.case_id === null ? null : String(row.case_id),
  mentions: String(row.mentions ?? ''),
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
    const { clause, values } = this.#where(asked, except);
    const sql = `SELECT count(*) AS n FROM ledger_entries e WHERE ${clause} AND seq < ?`;
    return Number(this.#db.prepare(sql).get([...values, below])?.n ?? 0);
  }

  newest(asked: Asked, below: number, limit: number, except?: Except): StoredEntry[] {
    const { clause, values } = this.#where(asked, except);
    return this.#entries(
      `${clause} AND seq < ? ORDER BY seq DESC LIMIT ?`,
      [...values, below, limit],
      'DESC',
    );
  }

  /** The first matching entries at or after `from` and before `below`, oldest first. */
  oldest(asked: Asked, from: number, below: number, limit: number): StoredEntry[] {
    const { clause, values } = this.#where(asked);
    const rest = `${clause} AND seq >= ? AND seq < ? ORDER BY seq LIMIT ?`;
    return this.#entries(rest, [...values, from, below, limit], 'ASC');
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
    const { clause, values } = this.#where({ cases: [...ids] }, except);
    const count = `SELECT count(*) AS n FROM ledger_entries e WHERE ${clause}`;
    const total = Number(this.#db.prepare(count).get(values)?.n ?? 0);
    const rest = `${clause} AND seq > ? ORDER BY seq LIMIT ?`;
    return { total, entries: this.#entries(rest, [...values, after, limit], 'ASC') };
  }

  /** Selects entry numbers first, from an index alone; a line is read only for an entry that is returned. */
  #entries(rest: string, values: (string | number)[], order: 'ASC' | 'DESC'): StoredEntry[] {
    return this.#db
      .prepare(
        `SELECT ${ENTRY_COLUMNS} FROM ledger_entries e
         WHERE device = ? AND seq IN (SELECT seq FROM ledger_entries e WHERE ${rest}) ORDER BY seq ${order}`,
      )
      .all([this.#device, ...values])
      .map((row: SqlRow) => toStoredEntry(row));
  }

  #where({ cases, kinds, actor, from, to }: Asked, except?: Except): Where {
    const parts: string[] = ['device = ?'];
    const values: (string | number)[] = [this.#device];
    const add = (part: string, ...more: readonly string[]) => {
      parts.push(part);
      values.push(...more);
    };
    if (cases) {
      // Two reads of an index; a single condition with OR would scan the whole ledger.
      const about = `SELECT seq FROM ledger_entries WHERE device = ? AND case_id IN (${marksFor(cases)})`;
      const naming = `SELECT seq FROM ledger_mentions WHERE device = ? AND id IN (${marksFor(cases)})`;
      add(`seq IN (${about} UNION ${naming})`, this.#device, ...cases, this.#device, ...cases);
    }
    if (kinds) add(`kind IN (${marksFor(kinds)})`, ...kinds);
    if (actor !== undefined) add('actor = ?', actor);
    if (from !== undefined) add('at >= ?', from);
    if (to !== undefined) add('at < ?', to);
    if (except) {
      const hidden = JSON.stringify(except.cases);
      add(
        `seq NOT IN (SELECT seq FROM ledger_entries WHERE device = ? AND case_id IN (SELECT value FROM json_each(?))
           UNION SELECT m.seq FROM ledger_mentions m JOIN ledger_entries o ON o.device = m.device AND o.seq = m.seq
             WHERE m.device = ? AND m.id IN (SELECT value FROM json_each(?)) AND o.kind = 'case.merged')`,
        this.#device,
        hidden,
        this.#device,
        hidden,
      );
      if (except.golden) add("kind NOT LIKE 'golden.%'");
      if (except.draws) add("kind <> 'sampling.drawn'");
    }
    return { clause: parts.join(' AND '), values };
  }
}

const marksFor = (values: readonly string[]): string => values.map(() => '?').join(', ');
