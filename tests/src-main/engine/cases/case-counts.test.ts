import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CaseState } from '../../../../shared/domain/case.ts';
import { KnownAs } from '../../../../shared/domain/case-match.ts';
import { CaseStore } from '../../../../src-main/engine/cases/case.store.ts';
import { QueueStore } from '../../../../src-main/engine/review/queue.store.ts';
import type { Database } from '../../../../src-main/engine/storage/database.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { aVault } from '../../../support/a-vault.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const COUNTRIES = ['BE', 'NL', null] as const;
const KNOWN = [...KnownAs.options, null] as const;

/** What the queue is told there is of each sort, beside what there is. */
function compared(db: Database): [told: unknown[], counted: unknown[]] {
  const queue = new QueueStore(db, () => true);
  const rows = db
    .prepare('SELECT state, hosting_country AS hosting, kind, known_as AS knownAs FROM cases')
    .all();
  const told: unknown[] = [];
  const counted: unknown[] = [];
  for (const state of CaseState.options)
    for (const hosting of ['BE', 'NL', undefined] as const)
      for (const kind of ['url', 'file', undefined] as const)
        for (const knownAs of [...KnownAs.options, undefined]) {
          const conditions = { state, hosting, kind, knownAs };
          const asked = Object.entries(conditions).filter(([, value]) => value !== undefined);
          told.push([conditions, queue.tally(conditions)]);
          const fitting = rows.filter((row) => asked.every(([column, value]) => row[column] === value));
          counted.push([conditions, fitting.length]);
        }
  return [told, counted];
}

test('the queue says how many cases there are of each sort, whatever became of them', async () => {
  using vault = await aVault();
  for (let number = 0; number < 12; number++) {
    const country = COUNTRIES[number % 3];
    const report = country ? aReport().hostedIn(country) : aReport();
    const made =
      number % 2
        ? report.of(`https://host-${number}.example/`)
        : report.ofFile({ md5: aHash(32, number + 1) });
    await vault.client.intake.report({ command: aCommand(), report: made.build() });
  }
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => {
    const store = new CaseStore(db, () => true);
    const ids = db
      .prepare('SELECT id FROM cases ORDER BY id')
      .all()
      .map(({ id }) => String(id));
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            id: fc.constantFrom(...ids),
            state: fc.constantFrom(...CaseState.options),
            country: fc.constantFrom(...COUNTRIES),
            known: fc.constantFrom(...KNOWN),
          }),
        ),
        (changes) => {
          for (const { id, state, country, known } of changes) {
            const entry = store.find(id)!;
            const facts = { ...entry.facts, hostingCountry: country };
            store.update({ ...entry, state, facts, knownAs: known });
          }
          const [told, counted] = compared(db);
          expect(told).toEqual(counted);
        },
      ),
      { numRuns: 20 },
    );
  });
});
