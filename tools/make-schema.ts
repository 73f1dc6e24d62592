/**
 * Writes the tables, guards and views of a vault as one file that SQLite reads: `npm run schema`. A test compares the
 * stored file with this.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { migrations } from '../src-main/engine/whole/migrations.ts';

/** The schema as it is stored in docs/schema.sql. */
export function schemaText(): string {
  const steps = migrations.map(
    ({ number, reason, sql }) => `-- ${number}. ${reason}.\n\n${outdented(sql)}\n`,
  );
  return `-- The database of a vault, encrypted by SQLCipher. Made from src-main/engine/<room>/migrations by \`npm run schema\`: change those.
-- Each step is one room of the engine, the lowest first. A room's SQL names its own tables, and views that rooms below it offer.

${steps.join('\n')}`;
}

/** Removes the four spaces by which statements are indented in a migration. */
const outdented = (sql: string): string => sql.replaceAll(/^ {4}/gm, '').trim();

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../docs/schema.sql', import.meta.url), schemaText());
}
