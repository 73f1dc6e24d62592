/**
 * Writes the tables, guards and views of a vault as one file that SQLite reads: `npm run schema`. A test compares the
 * stored file with this.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TableNature } from '../src-main/engine/storage/migration.ts';
import { migrations } from '../src-main/engine/whole/migrations.ts';

/** The schema as it is stored in docs/schema.sql. */
export function schemaText(): string {
  const steps = migrations.map(
    ({ number, reason, tables, sql }) =>
      `-- ${number}. ${reason}.\n${Object.entries(tables).map(natureLine).join('')}\n${outdented(sql)}\n`,
  );
  return `-- The database of a vault, encrypted by SQLCipher. Made from src-main/engine/<room>/migrations by \`npm run schema\`: change those.
-- Each step is one room of the engine, the lowest first. A room's SQL names its own tables, and views that rooms below it offer.
-- What each table is: the record (the ledger itself); recorded (follows from the record and can be rebuilt from it); a parcel
-- (content written once, while it is read in, which entries name by digest); derived (computed from other rows, and can be thrown
-- away); index (like derived, made of them in the background); local (belongs to this workstation).

${steps.join('\n')}`;
}

/** One line about what a table is. */
function natureLine([name, { is, derived = [], local = [] }]: [string, TableNature]): string {
  const others = [
    derived.length === 0 ? '' : `; derived: ${derived.join(', ')}`,
    local.length === 0 ? '' : `; local: ${local.join(', ')}`,
  ];
  return `--    ${name}: ${is}${others.join('')}\n`;
}

/** Removes the four spaces by which statements are indented in a migration. */
const outdented = (sql: string): string => sql.replaceAll(/^ {4}/gm, '').trim();

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../docs/schema.sql', import.meta.url), schemaText());
}
