import { MemoryFiles } from '../../ports/files.ts';
import type { TableDifference } from '../storage/compare-tables.ts';
import { Rebuilding, type RecordParts } from './rebuilding.ts';
import type { ReplayStep, Unrestored } from './replay.ts';

export interface Repaired {
  entries: number;
  /** Tables whose rows were not those that follow from the record, and now are. */
  repaired: TableDifference[];
  /**
   * Entries whose rows cannot be restored. Where there are any, nothing is repaired: it could lose what is still there.
   */
  unrestored: Unrestored[];
  /** The file in the vault's folder with the database as it was; null where nothing was repaired. */
  kept: string | null;
}

const NAME_BYTES = 6;

/**
 * Puts the rows of a locked vault right that do not follow from its record, or leaves all as it is. The database as it
 * was stays beside it, for whoever wants to know what was changed, and an entry says what was put right.
 * @throws Failure IN_USE, INTEGRITY where even the record cannot be read
 */
export async function* repairVault(parts: RecordParts): AsyncGenerator<ReplayStep, Repaired> {
  const { files, entropy } = parts.ports;
  const suffix = Buffer.from(entropy.bytes(NAME_BYTES)).toString('hex');
  const [fresh, damaged] = [`repaired-${suffix}.db`, `damaged-${suffix}.db`];
  let rebuilding: Rebuilding | null = null;
  let result: Repaired | null = null;
  try {
    rebuilding = new Rebuilding(parts, files.locate(fresh), new MemoryFiles());
    yield* rebuilding.run();
    const { entries, unrestored } = rebuilding;
    const tables = rebuilding.differing();
    const isNeeded = tables.length > 0 || rebuilding.unreadable().length > 0;
    const isDone = isNeeded && unrestored.length === 0;
    if (isDone) rebuilding.finish((ledger) => ledger.byPerson('vault.repaired', { tables }));
    result = { entries, repaired: isDone ? tables : [], unrestored, kept: isDone ? damaged : null };
  } finally {
    rebuilding?.close();
    // Both are closed now, so that neither has a log beside it.
    if (result?.kept) files.replace(parts.keyring.database, fresh, damaged);
    for (const left of [fresh, `${fresh}-wal`, `${fresh}-shm`]) files.remove(left);
  }
  return result;
}
