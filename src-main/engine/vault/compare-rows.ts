import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Problem } from '../../../shared/ledger/verify.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import { type Files, MemoryFiles } from '../../ports/files.ts';
import { compareTables, recordedTables, type TableDifference } from '../storage/compare-tables.ts';
import { Database } from '../storage/database.ts';
import type { Migration } from '../storage/migration.ts';
import { Replay, type Replaying, type ReplayStep } from './replay.ts';

export type Comparing = Omit<Replaying, 'target' | 'indexKey'>;

const KEY_BYTES = 32;
const NAME_BYTES = 6;

/** Files that a comparison makes in the vault's folder. */
export const COMPARISON_FILE = /^comparison-[0-9a-f]{12}\.db(?:-wal|-shm|-journal)?$/;

/** Removes what a crash left of a comparison: nobody has the key to it. */
export function removeComparisons(files: Files): void {
  for (const name of files.list()) if (COMPARISON_FILE.test(name)) files.remove(name);
}

/**
 * Compares all rows of an open vault that follow from its record with those of a database rebuilt from it, beside other
 * work: what people do meanwhile is in the record, and so in both.
 */
export async function* compareRows(parts: Comparing): AsyncGenerator<ReplayStep, Problem[]> {
  const { entropy, files } = parts.ports;
  const name = `comparison-${Buffer.from(entropy.bytes(NAME_BYTES)).toString('hex')}.db`;
  const target = Database.draft(files.locate(name), entropy.bytes(KEY_BYTES));
  let replay: Replay | null = null;
  try {
    const ports: EnginePorts = { ...parts.ports, files: new MemoryFiles() };
    replay = new Replay({ ...parts, ports, target, indexKey: entropy.bytes(KEY_BYTES) });
    const steps = compare(replay, parts.house.migrations);
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      yield step.value;
      await nextTurn();
    }
    return step.value;
  } finally {
    if (replay === null) target.close();
    else replay.close();
    removeComparisons(files);
  }
}

function* compare(replay: Replay, migrations: readonly Migration[]): Generator<ReplayStep, Problem[]> {
  yield* replay.copy(['facts', 'keys']);
  yield* replay.toTheEnd();
  const found: Problem[] = [];
  for (const table of recordedTables(migrations, replay.from)) {
    const steps = compareTables(replay.from, replay.to, table);
    let step = steps.next();
    for (; !step.done; step = steps.next()) yield* replay.toTheEnd();
    if (step.value !== null) found.push({ seq: null, what: sentenceOf(step.value) });
  }
  // Rows of an entry that could not be restored are only in the vault.
  return replay.unrestored.length === 0
    ? found
    : replay.unrestored.map(({ seq }) => ({ seq, what: 'its rows cannot be compared with it' }));
}

const sentenceOf = ({ table, missing, added, changed }: TableDifference): string =>
  `rows of ${table} are not as the record has them: ${added} missing, ${missing} too many, ${changed} changed`;
