import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { damaged } from './failure.ts';
import { guarded } from './guarded.ts';

/** @throws Failure INTEGRITY where there is no database, of which SQLite would make an empty one */
export function refuseMissing(path: string): void {
  const bytes = guarded(path, () => statSync(path, { throwIfNoEntry: false })?.size ?? null);
  if (bytes !== null && bytes > 0) return;
  throw damaged({ problem: bytes === null ? 'database-missing' : 'database-empty' });
}

/** Refuses a file that begins like plain SQLite: it was never encrypted, or was replaced. */
export function refusePlainSqlite(path: string): void {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return;
  }
  try {
    const header = Buffer.alloc(15);
    readSync(file, header, 0, 15, 0);
    if (header.toString('latin1') === 'SQLite format 3') {
      throw damaged({ problem: 'database-plain' });
    }
  } finally {
    closeSync(file);
  }
}
