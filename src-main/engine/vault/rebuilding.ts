import type { Person } from '../../../shared/contract/vault.contract.ts';
import type { Erased } from '../../../shared/ledger/erased.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { Files } from '../../ports/files.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { deriveIndexKey } from '../lists/start-matching-index.ts';
import { compareTable, recordedTables, type TableDifference } from '../storage/compare-tables.ts';
import { Database, type SqlRow } from '../storage/database.ts';
import { tablesThatAre } from '../storage/migration.ts';
import { openFacts } from '../storage/open-facts.ts';
import { headerOf, ledgerKeys, seatOf } from './identity.ts';
import type { House, OpenedVault } from './opening.ts';
import { inTurns, type OtherRecord, Replay, type ReplayStep, type Unrestored } from './replay.ts';

/** What the rooms need before they are built: of a seat, from which entry on they note how rows are taken back. */
const FIRST = ['facts', 'keys', 'team'];
/** What they note then. Notes of the source name rows by numbers that they may not have here. */
const NOTED = ['team_undo'];

/** A locked vault, and the person who has something made of its record. */
export interface RecordParts {
  keyring: Keyring;
  /** Nothing of the record is signed by them: what there is was signed before. */
  person: Person;
  personKey: SigningKey;
  contentKey: Uint8Array;
  ports: EnginePorts;
  house: House<OpenedVault>;
}

/** Makes of a locked vault's record a whole database: rows that follow from it, and all that is the workstation's own. */
export class Rebuilding {
  readonly #parts: RecordParts;
  readonly #target: Database;
  readonly #replay: Replay;

  /**
   * @param path of the new database, which is a draft until `finish`
   * @param files those of the vault it is for
   * @param other what it is made of, where that is not the vault's record as it is
   * @throws Failure IN_USE, INTEGRITY, STORAGE
   */
  constructor(parts: RecordParts, path: string, files: Files, other?: OtherRecord) {
    this.#parts = parts;
    const { keyring, person, personKey, contentKey, ports, house } = parts;
    const { database } = keyring;
    const open = () => Database.open(ports.files.locate(database), contentKey);
    const source = open();
    try {
      const facts = openFacts(source);
      const seat = seatOf(facts);
      const header = headerOf({ ...seat, hotline: { name: facts.fact('hotline') } });
      this.#target = Database.draft(path, contentKey);
      this.#replay = new Replay({
        source,
        reopen: (before) => {
          before.close();
          return open();
        },
        target: this.#target,
        other,
        header,
        person,
        personKey,
        keys: ledgerKeys(seat),
        indexKey: deriveIndexKey(contentKey),
        ports: { ...ports, files },
        house,
      });
    } catch (error) {
      source.close();
      throw error;
    }
  }

  /** The record first, so that a damaged page of anything else is met after it. */
  run(): AsyncGenerator<ReplayStep, void> {
    return inTurns(this.#steps());
  }

  *#steps(): Generator<ReplayStep, void> {
    yield* this.#replay.copy(FIRST);
    yield* this.#replay.toTheEnd();
    const local = tablesThatAre(this.#parts.house.migrations, 'local');
    const there = [...FIRST, ...NOTED];
    yield* this.#replay.copy(local.filter((table) => !there.includes(table)));
  }

  get unrestored(): Unrestored[] {
    return this.#replay.unrestored;
  }

  /** What acts of the record erased before. */
  get erased(): Erased[] {
    return this.#replay.erased;
  }

  /** Entries that were read. */
  get entries(): number {
    return this.#replay.taken;
  }

  /** Rows of the tables that follow from the record. */
  rows(): number {
    const { house } = this.#parts;
    return tablesThatAre(house.migrations, 'recorded').reduce(
      (sum, table) => sum + this.#replay.to.count(table),
      0,
    );
  }

  /** Tables of the source of which damaged pages could not be read. */
  unreadable(): string[] {
    return [...this.#replay.unreadable].sort();
  }

  /** Tables whose rows in the source are not those that follow from the record, as far as they can be read. */
  differing(): TableDifference[] {
    const { to } = this.#replay;
    return recordedTables(this.#parts.house.migrations, to).flatMap((table) => {
      try {
        return compareTable(this.#replay.from, to, table) ?? [];
      } catch (error) {
        this.#replay.leaveOut(table.table, error);
        return [];
      }
    });
  }

  /**
   * Makes the target durable.
   * @param act adds entries to its ledger before
   * @param more rows of tables that no entry speaks of
   */
  finish(act: (ledger: Ledger) => void = () => {}, more: [table: string, rows: SqlRow[]][] = []): void {
    const { house } = this.#parts;
    const { to } = this.#replay;
    this.#target.transaction(() => {
      // Columns of recorded tables that belong to the workstation.
      for (const [table, { is, local = [] }] of house.migrations.flatMap((step) =>
        Object.entries(step.tables),
      )) {
        if (is !== 'recorded' || local.length === 0) continue;
        try {
          for (const rows of this.#replay.from.pages(table, local)) to.set(table, local, rows);
        } catch (error) {
          this.#replay.leaveOut(table, error);
        }
      }
      for (const [table, rows] of more) to.put(table, rows);
      act(this.#replay.ledger);
    });
    this.#target.finish();
  }

  /** Closes both databases. */
  close(): void {
    this.#replay.close();
    this.#replay.source.close();
  }
}
