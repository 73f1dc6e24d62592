/**
 * Writes the JSON Schema of `hashline-report/1` from the zod schema the parser uses:
 * `node tools/make-report-schema.ts`. A test compares the stored file with this.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { HashlineReportLine } from '../src-main/engine/intake/formats/hashline-jsonl.ts';

/** The schema as it is stored in assets/schemas. */
export function reportSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(HashlineReportLine, { io: 'input' });
  return {
    $schema,
    $id: 'https://hashline.invalid/schemas/hashline-report-1.schema.json',
    title: 'hashline-report/1',
    description:
      'One line of a Hashline JSON lines file: a report. UTF-8, one object per line, keys not repeated. Text must ' +
      'not hold media in any encoding; addresses need a host name.',
    ...schema,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = new URL('../assets/schemas/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    new URL('hashline-report-1.schema.json', folder),
    `${JSON.stringify(reportSchema(), null, 2)}\n`,
  );
}
