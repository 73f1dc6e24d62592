import type { Role } from '../../shared/domain/duty.ts';
import { CHECKPOINT_EVERY, originOf, signCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { parseEntry } from '../../shared/ledger/entry.ts';
import { type EntryKind, KINDS } from '../../shared/ledger/kinds/all-kinds.ts';
import { append, EMPTY_FRONTIER, rootOf, textLeafHash } from '../../shared/ledger/merkle.ts';
import { nodeLedgerCrypto, type SigningKey, signingKeyFrom } from '../../src-main/engine/keys/signing-key.ts';
import { AuditStore } from '../../src-main/engine/ledger/audit.store.ts';
import { filedUnder } from '../../src-main/engine/ledger/filing.ts';
import { Ledger } from '../../src-main/engine/ledger/ledger.ts';
import type { Database } from '../../src-main/engine/storage/database.ts';
import { idSource } from '../../src-main/engine/storage/id-source.ts';
import { VaultStore } from '../../src-main/engine/storage/vault.store.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import { systemEntropy } from '../../src-main/ports/entropy.ts';
import { keysOf } from './forged-people.ts';
import { keyringOf } from './vault-database.ts';

/** A person of the vault with the key they really hold. */
export interface Holder {
  id: string;
  name: string;
  role: Role;
  key: SigningKey;
}

export async function holderOf(folder: string, name: string): Promise<Holder> {
  const { id, role } = keyringOf(folder).people.find((person) => person.name === name)!;
  return { id, name, role, key: signingKeyFrom((await keysOf(folder, name)).signingSeed) };
}

type Facts = Record<string, unknown>;
/** A ledger that writes any entry: a forger is bound neither by what a kind of entry says nor by who signs it. */
interface UnboundLedger extends Pick<Ledger, 'checkpoint'> {
  byPerson(kind: EntryKind, data: Facts): void;
  byDevice(kind: EntryKind, data: Facts): void;
  byRecovery(kind: EntryKind, data: Facts, sign: SigningKey['sign']): void;
}

/**
 * A colleague with the key to case content and a database tool. They write well-formed, sealed rows straight into the
 * vault, as a reader of Hashline's source could. The workstation's own key is in the database, so they hold that too.
 */
export class Forger {
  readonly device: string;
  readonly deviceKey: SigningKey;
  readonly logKey: SigningKey;
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
    const vault = new VaultStore(db);
    this.device = vault.fact('device');
    this.deviceKey = signingKeyFrom(Buffer.from(vault.key('device'), 'base64'));
    this.logKey = signingKeyFrom(Buffer.from(vault.key('log'), 'base64'));
  }

  /** Writes entries in any person's name with any key, and seals them. */
  ledgerAs(id: string, key: SigningKey): UnboundLedger {
    return new Ledger(new AuditStore(this.#db), {
      keys: {
        person: { id, key },
        device: { id: this.device, key: this.deviceKey },
        log: { id: this.device, key: this.logKey },
      },
      clock: this.#clock,
      newId: idSource(this.#clock, systemEntropy),
      entropy: systemEntropy,
      // The rows are whatever the forger writes.
      acts: { apply: () => [] },
    });
  }

  lines(): string[] {
    return this.#db
      .prepare('SELECT line FROM ledger_entries ORDER BY position')
      .all()
      .map((row) => String(row.line));
  }

  /** Replaces all lines by others, with a new tree and new checkpoints. The triggers must have been dropped. */
  rewrite(lines: readonly string[]): void {
    for (const table of [
      'ledger_entries',
      'ledger_filed',
      'ledger_mentions',
      'ledger_frontiers',
      'ledger_checkpoints',
    ]) {
      this.#db.execute(`DELETE FROM ${table}`);
    }
    const store = new AuditStore(this.#db);
    const { sha256 } = nodeLedgerCrypto;
    let frontier = EMPTY_FRONTIER;
    for (const line of lines) {
      const entry = parseEntry(line)!;
      const leaf = textLeafHash(line, sha256);
      frontier = append(frontier, leaf, sha256);
      const { device, seq } = entry;
      store.insert({ ...filedUnder(entry), device, seq, line }, frontier, leaf);
      if (!KINDS[entry.kind].isSealed) continue;
      const checkpoint = {
        origin: originOf(this.device),
        size: frontier.size,
        root: rootOf(frontier, sha256),
      };
      const { publicKey, sign } = this.logKey;
      store.insertCheckpoint(frontier.size, signCheckpoint(checkpoint, publicKey, sign, nodeLedgerCrypto));
    }
    store.file(Math.floor(frontier.size / CHECKPOINT_EVERY) * CHECKPOINT_EVERY);
  }
}

/** Drops every trigger of a database, as a holder of its key can. */
export function dropTriggers(db: Database): void {
  for (const { name } of db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all()) {
    db.execute(`DROP TRIGGER ${name}`);
  }
}
