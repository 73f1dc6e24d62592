import type { LedgerHeader } from '../../../shared/ledger/verify.ts';
import { startVerification, verifyCheckpoint, verifyEntry } from '../../../shared/ledger/verify.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { Enclosure } from '../ledger/enclosure.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import { compareRecorded, type TableDifference } from '../storage/compare-tables.ts';
import type { Database } from '../storage/database.ts';
import { Failure } from '../storage/failure.ts';
import type { Migration, TableKind, TableNature } from '../storage/migration.ts';
import { openTableRows } from '../storage/open-table-rows.ts';
import type { TableRows } from '../storage/table-rows.ts';

/** An entry whose rows could not be restored, and why. */
export interface Unrestored {
  seq: number;
  kind: string;
  /**
   * `erased`: what it encloses is gone, and with it the rows. `refused`: verification found a fault, so it takes no
   * effect. `not-applicable`: rows it builds on are missing, because an entry before was not restored, or it encloses
   * something else than it names.
   */
  why: 'erased' | 'refused' | 'not-applicable';
}

export interface Rebuilt {
  entries: number;
  /** Rows of the tables that follow from the record. */
  rows: number;
  unrestored: Unrestored[];
  /** Tables whose rows in the source are not those that follow from the record; empty where all are. */
  differing: TableDifference[];
}

/** The record of a vault, and the empty database it is read into. */
export interface Replaying {
  migrations: readonly Migration[];
  source: Database;
  /** A new database with the schema, and nothing in it. */
  target: Database;
  /** The record of the source. */
  record: StoredRecord;
  header: LedgerHeader;
  /** Builds over the target what the founding entry needs, which comes before all rooms. */
  found(): Pick<Ledger, 'admit'>;
  /** Builds the rooms over the target, once it is founded. */
  open(): { ledger: Pick<Ledger, 'admit'>; followRules(): void };
}

const PAGE = 500;

/**
 * Fills a new database with the rows that follow from the record of another: its entries are verified and applied in
 * their order. What is local, and content that entries name by digest, is copied. What is derived is computed anew by
 * the rooms, now and at the next unlock.
 */
export function* replay(parts: Replaying): Generator<{ entries: number; of: number }, Rebuilt> {
  const { target, record, header, migrations } = parts;
  const [from, to] = [openTableRows(parts.source), openTableRows(target)];
  const tables = migrations.flatMap((step) => Object.entries(step.tables));
  target.transaction(() => {
    for (const table of named(tables, ['local', 'parcel'])) copy(from, to, table);
  });
  const unrestored: Unrestored[] = [];
  const { entries: of } = record.counts();
  let state = startVerification(header);
  let taken = 0;
  let opened: ReturnType<Replaying['open']> | null = null;
  for (let page = record.pageFrom(0, PAGE); page.entries.length > 0; page = record.pageFrom(taken, PAGE)) {
    for (const { line, kind } of page.entries) {
      const seq = taken;
      // The rooms are built once there are a person and a policy.
      if (seq === 1) opened = parts.open();
      const ledger = opened?.ledger ?? parts.found();
      const step = verifyEntry(state, line, nodeLedgerCrypto);
      const isRefused = step.problems.some((problem) => problem.seq === seq);
      const why = admit(target, ledger, { line, kept: record.enclosureAt(seq), isRefused });
      if (why !== null) unrestored.push({ seq, kind, why });
      else if (kind === 'policy.activated') opened?.followRules();
      taken += 1;
      const note = page.checkpoints.get(taken);
      state = note === undefined ? step.state : verifyCheckpoint(step.state, note, nodeLedgerCrypto).state;
    }
    yield { entries: taken, of };
  }
  target.transaction(() => {
    for (const [table, { is, local = [] }] of tables) {
      if (is !== 'recorded' || local.length === 0) continue;
      for (const rows of from.pages(table, local)) to.set(table, local, rows);
    }
  });
  const rows = named(tables, ['recorded']).reduce((sum, table) => sum + to.count(table), 0);
  const differing = compareRecorded(migrations, from, to);
  return { entries: of, rows, unrestored, differing };
}

/** Takes one entry in; where its rows cannot be restored, it is in the record all the same. */
function admit(
  db: Database,
  ledger: Pick<Ledger, 'admit'>,
  { line, kept, isRefused }: { line: string; kept: Enclosure | null; isRefused: boolean },
): Unrestored['why'] | null {
  if (isRefused) {
    db.transaction(() => ledger.admit(line, kept, false));
    return 'refused';
  }
  try {
    return db.transaction(() => ledger.admit(line, kept, true)) ? null : 'erased';
  } catch (error) {
    if (!(error instanceof Failure) || error.failure.code !== 'INTEGRITY') throw error;
    db.transaction(() => ledger.admit(line, kept, false));
    return 'not-applicable';
  }
}

type Table = [name: string, nature: TableNature];

const named = (tables: readonly Table[], kinds: readonly TableKind[]): string[] =>
  tables.filter(([, { is }]) => kinds.includes(is)).map(([name]) => name);

function copy(from: TableRows, to: TableRows, table: string): void {
  for (const rows of from.pages(table)) to.put(table, rows);
}
