import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Person } from '../../../shared/contract/vault.contract.ts';
import { type Entry, parseEntry } from '../../../shared/ledger/entry.ts';
import type { Erased } from '../../../shared/ledger/erased.ts';
import type { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import {
  type LedgerHeader,
  startVerification,
  type VerifyState,
  type VerifyStep,
  verifyCheckpoint,
  verifyEntry,
} from '../../../shared/ledger/verify.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import { EntropyAhead } from '../../ports/entropy.ts';
import { nodeLedgerCrypto, type SigningKey } from '../keys/signing-key.ts';
import { Erasures } from '../ledger/erasures.ts';
import type { Ledger, LedgerKeys } from '../ledger/ledger.ts';
import { openLedger, openRecord } from '../ledger/open-ledger.ts';
import type { ReplayRecord } from '../ledger/replay-record.ts';
import { peopleApplies } from '../people/people-applies.ts';
import { policyApplies } from '../policy/policy-applies.ts';
import { Acts } from '../session/acts.ts';
import { Announcer } from '../session/announcer.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import { Failure } from '../storage/failure.ts';
import { idSource } from '../storage/id-source.ts';
import { migrate, tablesThatAre } from '../storage/migration.ts';
import { openTableRows } from '../storage/open-table-rows.ts';
import type { TableRows } from '../storage/table-rows.ts';
import type { House, OpenedVault } from './opening.ts';

/** An entry whose rows could not be restored, and why. */
export interface Unrestored {
  seq: number;
  kind: string;
  /**
   * `lost`: what it encloses is gone, no act erased it, and its rows are gone with it. `erased`: an act erased it, and
   * what that act left is gone too. `refused`: verification found a fault, so it takes no effect. `not-applicable`: rows
   * it builds on are missing, because an entry before was not restored, or it encloses something else than it names.
   */
  why: 'lost' | 'erased' | 'refused' | 'not-applicable';
}

/** What is made of a source, where it is not its own record. */
export interface OtherRecord {
  record(source: Database): ReplayRecord;
  /** Rows of a table that no entry speaks of, as they are now. */
  kept(table: string, rows: readonly SqlRow[]): SqlRow[];
}

/** The record of a vault, and the empty database it is read into. */
export interface Replaying {
  source: Database;
  /** Opens the source anew: once a damaged page was met, its connection reads nothing more. */
  reopen?: (source: Database) => Database;
  /** A new database without tables. */
  target: Database;
  /** By default the record of the source is read. */
  other?: OtherRecord | undefined;
  header: LedgerHeader;
  /** The keys of the vault: its rooms are built with them, and sign nothing. */
  person: Person;
  personKey: SigningKey;
  keys: Pick<LedgerKeys, 'device' | 'log'>;
  indexKey: Uint8Array;
  /** `files` are those of the new vault. */
  ports: EnginePorts;
  house: Pick<House<OpenedVault>, 'migrations' | 'open'>;
}

/** Entries of the record that were read. */
export interface ReplayStep {
  entries: number;
  of: number;
}

/** Entries that name content in parcels, which must be there before their rows can follow. */
const NAME_PARCELS: readonly string[] = ['intake.imported', 'list.imported'] satisfies EntryKind[];

/** Few enough that the workstation stays usable between two pages. */
const PAGE = 50;

/** Runs steps one at a time, with other work between them. */
export async function* inTurns<Result>(
  steps: Generator<ReplayStep, Result>,
): AsyncGenerator<ReplayStep, Result> {
  let step = steps.next();
  for (; !step.done; step = steps.next()) {
    yield step.value;
    await nextTurn();
  }
  return step.value;
}

/** Whether what could not be read is damaged, or builds on what is missing. */
const isDamage = (error: unknown): boolean => error instanceof Failure && error.failure.code === 'INTEGRITY';

/**
 * Fills a new database with the rows that follow from the record of another: its entries are verified and applied in
 * their order. Content that entries name by digest is copied, and the caller copies what is local. What is derived is computed anew
 * by the rooms, now and at the next unlock.
 */
export class Replay {
  readonly unrestored: Unrestored[] = [];
  /** Tables of which damaged pages could not be read. */
  readonly unreadable = new Set<string>();
  from: TableRows;
  readonly to: TableRows;
  readonly #parts: Replaying;
  #source: Database;
  #record: ReplayRecord;
  #erasures: Erasures;
  #state: VerifyState;
  #taken = 0;
  /** Up to which entry the parcels were copied that entries name. */
  #parcelsTo = 0;
  #opened: OpenedVault | null = null;

  /** Takes over the target, and closes it. */
  constructor(parts: Replaying) {
    this.#parts = parts;
    this.#source = parts.source;
    this.#record = this.#recordIn(parts.source);
    this.#erasures = new Erasures(this.#record);
    try {
      migrate(parts.target, parts.house.migrations);
    } catch (error) {
      parts.target.close();
      throw error;
    }
    this.from = openTableRows(parts.source);
    this.to = openTableRows(parts.target);
    this.#state = startVerification(parts.header);
  }

  /** How many entries were read. */
  get taken(): number {
    return this.#taken;
  }

  /** The ledger of the target, once it is founded. */
  get ledger(): Ledger {
    return this.#opened?.ledger ?? this.#founding();
  }

  /** What acts of the record erased: the rows of those entries follow from what these acts left. */
  get erased(): Erased[] {
    return this.#erasures.all();
  }

  /** The source as it was opened last, which the caller closes. */
  get source(): Database {
    return this.#source;
  }

  /** Closes the rooms and the target. */
  close(): void {
    if (this.#opened) this.#opened.close();
    else this.#parts.target.close();
  }

  /**
   * Copies every row of some tables, which entries do not speak of. Of a table with damaged pages what comes before them
   * is copied, and it is noted.
   */
  *copy(tables: readonly string[]): Generator<ReplayStep, void> {
    const { target } = this.#parts;
    for (const table of tables) {
      try {
        for (const rows of this.from.pages(table)) {
          target.transaction(() => this.to.put(table, this.#parts.other?.kept(table, rows) ?? rows));
          yield this.#step();
        }
      } catch (error) {
        this.leaveOut(table, error);
      }
    }
  }

  /** Notes a table that has damaged pages. @throws any other error */
  leaveOut(table: string, error: unknown): void {
    const { reopen } = this.#parts;
    if (!isDamage(error) || reopen === undefined) throw error;
    this.unreadable.add(table);
    const source = reopen(this.#source);
    this.#source = source;
    this.from = openTableRows(source);
    this.#record = this.#recordIn(source);
    this.#erasures = new Erasures(this.#record);
  }

  #recordIn(source: Database): ReplayRecord {
    return this.#parts.other?.record(source) ?? openRecord(source);
  }

  /** Reads on to the end of the record, which may grow meanwhile: when it returns, the target has caught up. */
  *toTheEnd(): Generator<ReplayStep, void> {
    for (;;) {
      const { entries, checkpoints } = this.#record.pageFrom(this.#taken, PAGE);
      if (entries.length === 0) return;
      for (const { line, kind } of entries) {
        if (NAME_PARCELS.includes(kind) && this.#taken >= this.#parcelsTo) yield* this.#copyParcels();
        this.#take(line, kind, checkpoints.get(this.#taken + 1));
      }
      yield this.#step();
    }
  }

  *#copyParcels(): Generator<ReplayStep, void> {
    const { size } = this.#record.frontier();
    yield* this.copy(tablesThatAre(this.#parts.house.migrations, 'parcel'));
    this.#parcelsTo = size;
  }

  #take(line: string, kind: string, note: string | undefined): void {
    const seq = this.#taken;
    // The rooms are built once there are a person and a policy.
    if (seq === 1) this.#opened = this.#openRooms();
    const entry = parseEntry(line);
    const step = verifyEntry(this.#state, line, nodeLedgerCrypto, entry);
    const isRefused = step.problems.some((problem) => problem.seq === seq);
    const why = this.#admit({ line, entry, step }, isRefused);
    if (why !== null) this.unrestored.push({ seq, kind, why });
    else if (kind === 'policy.activated') this.#opened?.followRules();
    this.#taken += 1;
    this.#state =
      note === undefined ? step.state : verifyCheckpoint(step.state, note, nodeLedgerCrypto).state;
  }

  /** Takes one entry in; where its rows cannot be restored, it is in the record all the same. */
  #admit(
    { line, entry, step }: { line: string; entry: Entry | null; step: VerifyStep },
    isRefused: boolean,
  ): Unrestored['why'] | null {
    const { target } = this.#parts;
    const { ledger } = this;
    const kept = this.#record.enclosureAt(this.#taken);
    const { hasSeen, idle, leaf } = step;
    const grown = { frontier: step.state.frontier, leaf };
    // In a transaction each: savepoints in a larger one would take twice the time of the rows.
    const admit = (takesEffect: boolean, left: unknown = null) =>
      target.transaction(() => ledger.admit(line, kept, { takesEffect, hasSeen, left, entry, grown }));
    if (isRefused || idle !== null) {
      admit(false);
      return isRefused ? 'refused' : null;
    }
    const left = kept === null && entry?.enclosed !== undefined ? this.#left() : null;
    if (left === 'gone') {
      admit(false);
      return 'erased';
    }
    try {
      return admit(true, left) ? null : 'lost';
    } catch (error) {
      if (!isDamage(error)) throw error;
      admit(false);
      return 'not-applicable';
    }
  }

  /** What an act left of what the next entry enclosed; null where no act erased it. */
  #left(): unknown | 'gone' {
    try {
      return this.#erasures.leftOf(this.#taken);
    } catch (error) {
      if (!isDamage(error)) throw error;
      return 'gone';
    }
  }

  #step(): ReplayStep {
    return { entries: this.#taken, of: this.#record.frontier().size };
  }

  /** What the founding entry needs, which comes before all rooms. */
  #founding(): Ledger {
    const { target, person, personKey, ports } = this.#parts;
    const { clock, entropy } = ports;
    const acts = new Acts();
    acts.add(peopleApplies(target));
    acts.add(policyApplies(target));
    const keys = { ...this.#parts.keys, person: { id: person.id, key: personKey } };
    const ahead = new EntropyAhead(entropy);
    return openLedger(target, { keys, clock, newId: idSource(clock, ahead), entropy: ahead, acts });
  }

  #openRooms(): OpenedVault {
    const { target: db, person, personKey, indexKey, ports, house } = this.#parts;
    return house.open({
      db,
      person,
      personKey,
      unseal: null,
      contentKey: null,
      indexKey,
      ports,
      announcer: new Announcer(),
      unrecorded: null,
    });
  }
}
