import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Person } from '../../../shared/contract/vault.contract.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { Files } from '../../ports/files.ts';
import { FILE_SECRET, SEALED_SECRET } from '../../ports/secret-files.ts';
import { KEYRING_FILE, type Keyring } from '../keys/keyring.ts';
import { recoveryFileOf } from '../keys/recovery.ts';
import { type SigningKey, signingKeyFrom } from '../keys/signing-key.ts';
import { openRecord } from '../ledger/open-ledger.ts';
import { deriveIndexKey } from '../lists/start-matching-index.ts';
import { compareRecorded, type TableDifference } from '../storage/compare-tables.ts';
import { Database } from '../storage/database.ts';
import { conflict } from '../storage/failure.ts';
import { type Migration, tablesThatAre } from '../storage/migration.ts';
import { openFacts } from '../storage/open-facts.ts';
import type { TableRows } from '../storage/table-rows.ts';
import { headerOf } from './identity.ts';
import type { House, OpenedVault } from './opening.ts';
import { Replay, type ReplayStep, type Unrestored } from './replay.ts';

export interface Rebuilt {
  entries: number;
  /** Rows of the tables that follow from the record. */
  rows: number;
  unrestored: Unrestored[];
  /** Tables whose rows in the source are not those that follow from the record; empty where all are. */
  differing: TableDifference[];
}

export interface RebuildParts {
  keyring: Keyring;
  /** The person who rebuilds it. Nothing is signed: what there is was signed before. */
  person: Person;
  personKey: SigningKey;
  contentKey: Uint8Array;
  /** The folder of the new vault, which must be empty. */
  into: Files;
  ports: EnginePorts;
  house: House<OpenedVault>;
}

/**
 * Makes a vault in another folder whose rows follow from the record of this one. It has the same people, passphrases and
 * keys. There is no vault in the folder until its keyring is written, at the very end.
 * @throws Failure IN_USE, CONFLICT where the folder is not empty, INTEGRITY where even its record cannot be read
 */
export async function* rebuildVault(parts: RebuildParts): AsyncGenerator<ReplayStep, Rebuilt> {
  const { keyring, person, personKey, contentKey, into, ports, house } = parts;
  const { files } = ports;
  const { device, database } = keyring;
  into.prepare();
  if (into.entries().length > 0) throw conflict({ reason: 'folder-not-empty' });
  const source = Database.open(files.locate(database), contentKey);
  let replay: Replay | null = null;
  try {
    const facts = openFacts(source);
    const deviceKey = signingKeyFrom(Buffer.from(facts.key('device'), 'base64'));
    const db = Database.draft(into.locate(database), contentKey);
    replay = new Replay({
      source,
      target: db,
      header: headerOf({ device, deviceKey, hotline: { name: facts.fact('hotline') } }),
      person,
      personKey,
      deviceKey,
      indexKey: deriveIndexKey(contentKey),
      ports: { ...ports, files: into },
      house,
    });
    for (const step of rebuild(replay, house.migrations)) {
      yield step;
      await nextTurn();
    }
    const { unrestored, from, to } = replay;
    const recorded = tablesThatAre(house.migrations, 'recorded');
    const rows = recorded.reduce((sum, table) => sum + to.count(table), 0);
    const differing = compareRecorded(house.migrations, from, to);
    takeOver(db, house.migrations, from, to);
    db.finish();
    const { size: entries } = openRecord(db, device).frontier();
    for (const name of [FILE_SECRET, SEALED_SECRET, recoveryFileOf(database)]) keep(files, into, name);
    keep(files, into, KEYRING_FILE);
    return { entries, rows, unrestored, differing };
  } finally {
    replay?.close();
    source.close();
  }
}

function* rebuild(replay: Replay, migrations: readonly Migration[]): Generator<ReplayStep, void> {
  yield* replay.copy(tablesThatAre(migrations, 'local'));
  yield* replay.toTheEnd();
}

/** Copies the columns of recorded tables that belong to the workstation. */
function takeOver(db: Database, migrations: readonly Migration[], from: TableRows, to: TableRows): void {
  db.transaction(() => {
    for (const [table, { is, local = [] }] of migrations.flatMap((step) => Object.entries(step.tables))) {
      if (is !== 'recorded' || local.length === 0) continue;
      for (const rows of from.pages(table, local)) to.set(table, local, rows);
    }
  });
}

function keep(from: Files, into: Files, name: string): void {
  const bytes = from.read(name);
  if (bytes !== null) into.write(name, bytes);
}
