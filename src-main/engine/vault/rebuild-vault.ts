import type { Erased } from '../../../shared/ledger/erased.ts';
import type { Files } from '../../ports/files.ts';
import { FILE_SECRET, SEALED_SECRET } from '../../ports/secret-files.ts';
import { KEYRING_FILE } from '../keys/keyring.ts';
import { recoveryFileOf } from '../keys/recovery.ts';
import type { TableDifference } from '../storage/compare-tables.ts';
import { markCopy } from '../storage/copy-mark.ts';
import { conflict } from '../storage/failure.ts';
import { Rebuilding, type RecordParts } from './rebuilding.ts';
import type { ReplayStep, Unrestored } from './replay.ts';

export interface Rebuilt {
  entries: number;
  /** Rows of the tables that follow from the record. */
  rows: number;
  unrestored: Unrestored[];
  /** What acts of the record erased: rows of those entries are restored without the texts. */
  erased: Erased[];
  /** Tables whose rows in the source are not those that follow from the record; empty where all are. */
  differing: TableDifference[];
  /** Tables here with damaged pages: what belongs to the workstation alone may be missing of them. */
  unreadable: string[];
}

/**
 * Makes a vault in another folder whose rows follow from the record of this one. It has the same people, passphrases and
 * keys. There is no vault in the folder until its keyring is written, at the very end.
 * @param into the folder of the new vault, which must be empty
 * @throws Failure IN_USE, CONFLICT where the folder is not empty, INTEGRITY where even its record cannot be read
 */
export async function* rebuildVault(parts: RecordParts, into: Files): AsyncGenerator<ReplayStep, Rebuilt> {
  const { files } = parts.ports;
  const { database } = parts.keyring;
  into.prepare();
  if (into.entries().length > 0) throw conflict({ reason: 'folder-not-empty' });
  const rebuilding = new Rebuilding(parts, into.locate(database), into);
  try {
    yield* rebuilding.run();
    const { entries, unrestored, erased } = rebuilding;
    const rows = rebuilding.rows();
    const rebuilt = { entries, rows, unrestored, erased, differing: rebuilding.differing() };
    rebuilding.finish();
    const unreadable = rebuilding.unreadable();
    for (const name of [FILE_SECRET, SEALED_SECRET, recoveryFileOf(database)]) keep(files, into, name);
    markCopy(into);
    keep(files, into, KEYRING_FILE);
    return { ...rebuilt, unreadable };
  } finally {
    rebuilding.close();
  }
}

function keep(from: Files, into: Files, name: string): void {
  const bytes = from.read(name);
  if (bytes !== null) into.write(name, bytes);
}
