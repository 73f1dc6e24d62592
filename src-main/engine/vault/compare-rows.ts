import type { Fault } from '../../../shared/ledger/fault.ts';
import type { Problem } from '../../../shared/ledger/verify.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import { type Files, MemoryFiles } from '../../ports/files.ts';
import { compareTables, recordedTables, type TableDifference } from '../storage/compare-tables.ts';
import { Database } from '../storage/database.ts';
import type { Migration } from '../storage/migration.ts';
import { inTurns, Replay, type Replaying, type ReplayStep } from './replay.ts';

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
export class RowComparison {
  readonly #parts: Comparing;
  readonly #running = new Set<Replay>();

  constructor(parts: Comparing) {
    this.#parts = parts;
  }

  async *run(): AsyncGenerator<ReplayStep, Problem[]> {
    const { entropy, files } = this.#parts.ports;
    const name = `comparison-${Buffer.from(entropy.bytes(NAME_BYTES)).toString('hex')}.db`;
    const target = Database.draft(files.locate(name), entropy.bytes(KEY_BYTES));
    const ports: EnginePorts = { ...this.#parts.ports, files: new MemoryFiles() };
    const replay = new Replay({ ...this.#parts, ports, target, indexKey: entropy.bytes(KEY_BYTES) });
    this.#running.add(replay);
    try {
      return yield* inTurns(compare(replay, this.#parts.house.migrations));
    } finally {
      this.#end(replay);
    }
  }

  /** Ends what is under way, whether or not anybody still reads it: a database that is left open ends the process badly. */
  stop(): void {
    for (const replay of this.#running) this.#end(replay);
  }

  #end(replay: Replay): void {
    if (!this.#running.delete(replay)) return;
    replay.close();
    if (this.#running.size === 0) removeComparisons(this.#parts.ports.files);
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
    if (step.value !== null) found.push({ seq: null, fault: faultOf(step.value) });
  }
  // Rows of an entry that could not be restored are only in the vault.
  return replay.unrestored.length === 0
    ? found
    : replay.unrestored.map(({ seq }) => ({ seq, fault: { code: 'not-comparable' } }));
}

/** Rows that only the rebuilt database has are missing in the vault. */
const faultOf = ({ table, missing, added, changed }: TableDifference): Fault => ({
  code: 'rows-differ',
  table,
  missing: added,
  added: missing,
  changed,
});
