import { fromBase64, toBase64 } from '../../../shared/ledger/bytes.ts';
import type { Frontier } from '../../../shared/ledger/merkle.ts';
import type { SharedOrder } from '../ledger/shared-order.ts';
import { ALONE } from '../ledger/shared-order.ts';
import type { Database } from '../storage/database.ts';
import { damaged } from '../storage/failure.ts';
import type { Unapplied } from './unapplied.ts';

/** How far this seat is. */
export interface TeamState {
  /** The entries whose place is settled. */
  settled: Frontier;
  /** The end of the last entry of another workstation among them. */
  foreignTo: number;
  /** How much of the log this workstation last stated it had seen. */
  stated: number;
  /** The newest epoch that a settled entry opened. */
  epoch: number;
}

/** Everything before an entry opened an epoch is of this one. */
const FIRST_EPOCH = 1;

/** What a seat keeps of the order it shares with others. Of a vault that works alone there is no row. */
export class TeamStore implements SharedOrder {
  readonly #db: Database;
  /** Whether the vault works alone as far as is known: asked at every entry, and it becomes a seat through `begin` alone. */
  #isAlone = false;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  /** Runs work of a transaction that is undone alone where it fails. */
  attempt<Result>(work: () => Result): Result {
    this.#db.execute('SAVEPOINT attempted');
    try {
      const result = work();
      this.#db.execute('RELEASE attempted');
      return result;
    } catch (error) {
      this.#db.execute('ROLLBACK TO attempted; RELEASE attempted');
      throw error;
    }
  }

  /** Null where the vault works alone. */
  state(): TeamState | null {
    if (this.#isAlone) return null;
    const row = this.#db.prepare('SELECT settled, roots, foreign_to, stated, epoch FROM team').get();
    this.#isAlone = row === undefined;
    if (!row) return null;
    return {
      settled: { size: Number(row.settled), roots: rootsOf(String(row.roots)) },
      foreignTo: Number(row.foreign_to),
      stated: Number(row.stated),
      epoch: Number(row.epoch),
    };
  }

  /** Makes the vault a seat. @param settled the whole log, which nobody else has written in */
  begin(settled: Frontier, foreignTo: number, stated: number): void {
    this.#isAlone = false;
    this.#db
      .prepare('INSERT INTO team (one, settled, roots, foreign_to, stated, epoch) VALUES (0, ?, ?, ?, ?, ?)')
      .run([settled.size, textOf(settled), foreignTo, stated, FIRST_EPOCH]);
  }

  settle(settled: Frontier, foreignTo: number, epoch: number): void {
    this.#db
      .prepare('UPDATE team SET settled = ?, roots = ?, foreign_to = ?, epoch = ?')
      .run([settled.size, textOf(settled), foreignTo, Math.max(FIRST_EPOCH, epoch)]);
  }

  /** Notes with which epoch's key a settled deed is sealed at the hub, so that it can be put back there with equal bytes. */
  noteSealed(position: number, epoch: number): void {
    if (this.sealedWith(position) === epoch) return;
    this.#db.prepare('INSERT INTO team_sealed (position, epoch) VALUES (?, ?)').run([position, epoch]);
  }

  /** The epoch with whose key the settled deed at this place is sealed at the hub. */
  sealedWith(position: number): number {
    const row = this.#db
      .prepare('SELECT epoch FROM team_sealed WHERE position <= ? ORDER BY position DESC LIMIT 1')
      .get([position]);
    return Number(row?.epoch ?? FIRST_EPOCH);
  }

  setTaking(taking: boolean): void {
    this.#db.prepare('UPDATE team SET taking = ?').run([Number(taking)]);
  }

  noteUnapplied({ position, kind, why }: Unapplied): void {
    this.#db
      .prepare('INSERT INTO team_unapplied (position, kind, why) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run([position, kind, why]);
  }

  unapplied(): Unapplied[] {
    return this.#db
      .prepare('SELECT position, kind, why FROM team_unapplied ORDER BY position')
      .all()
      .map(({ position, kind, why }) => ({
        ...{ position: Number(position), kind: String(kind) },
        why: String(why) as Unapplied['why'],
      }));
  }

  /** The key of an epoch, 32 bytes; null where this seat does not have it. */
  epochKey(epoch: number): Uint8Array | null {
    const row = this.#db.prepare('SELECT key FROM team_keys WHERE epoch = ?').get([epoch]);
    return row ? fromBase64(String(row.key)) : null;
  }

  /** The newest epoch that the settled entries opened, whether or not this seat has its key. */
  lastEpoch(): number {
    return this.state()?.epoch ?? FIRST_EPOCH;
  }

  keys(): { epoch: number; key: string }[] {
    return this.#db
      .prepare('SELECT epoch, key FROM team_keys ORDER BY epoch')
      .all()
      .map((row) => ({ epoch: Number(row.epoch), key: String(row.key) }));
  }

  putKey(epoch: number, key: Uint8Array): void {
    this.#db
      .prepare(
        'INSERT INTO team_keys (epoch, key) VALUES (?, ?) ON CONFLICT (epoch) DO UPDATE SET key = excluded.key',
      )
      .run([epoch, toBase64(key)]);
  }

  dropKey(epoch: number): void {
    this.#db.prepare('DELETE FROM team_keys WHERE epoch = ?').run([epoch]);
  }

  /** Whether this seat has contact with the others; set by what exchanges with them. */
  isInContact = () => false;

  canBeFirm(): boolean {
    return this.state() === null || this.isInContact();
  }

  settled(all: Frontier): Frontier {
    return this.state()?.settled ?? all;
  }

  toState(all: Frontier, last: number): Frontier | null {
    const state = this.state();
    if (state === null) return ALONE.toState(all, last);
    // The first entry of one that goes on after a copy says what it had seen, whatever the former one said.
    return last === -1 || state.foreignTo > state.stated ? state.settled : null;
  }

  stated(size: number): void {
    this.#db.prepare('UPDATE team SET stated = ?').run([size]);
  }
}

const textOf = ({ roots }: Frontier): string => roots.map(toBase64).join(' ');

const rootsOf = (text: string): Uint8Array[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((root) => fromBase64(root) ?? refuse());

function refuse(): never {
  throw damaged({ problem: 'fact-missing', name: 'team' });
}
