/**
 * An analyst and a courier at work, to be killed: `node working-process.ts <folder> <variant> <life>`. Says on stdout what
 * the engine acknowledged, a JSON line each, at once.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { aCommand } from '../support/a-command.ts';
import { aReport } from '../support/a-report.ts';
import { anEngine, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { illegalIn } from '../support/an-assessment.ts';
import { importFile } from '../support/an-import.ts';
import { scartFile, scartRow } from '../support/intake.ts';
import type { Acknowledged, Variant } from './killed-while-working.ts';

const [folder = '', variant = 'real', life = '0'] = process.argv.slice(2) as [string?, Variant?, string?];
const say = (acknowledged: Acknowledged) => writeSync(1, `${JSON.stringify(acknowledged)}\n`);

// Loading the engine takes longer than a life; the next process waits here, loaded, until it is its turn.
await once(process.stdin, 'data');
process.stdin.destroy();
const { client } = anEngine(folder, { background: true });
await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
say({ what: 'ready' });

for (let number = 0; ; number++) {
  if (number % 8 === 3) {
    const rows = Array.from({ length: 20 }, (_, row) =>
      scartRow(`https://file-${life}-${number}-${row}.example/`),
    );
    const { batch, reports } = await importFile(client, scartFile(rows));
    say({ what: 'imported', batch, reports });
  }
  const report = aReport().of(`https://host-${life}-${number}.example/`).build();
  const { cases } = await client.intake.report({ command: aCommand(), report });
  const id = cases[0]!.id;
  // The control does what an app does that answers first and saves a little later.
  if (variant === 'acknowledges-before-commit') {
    say({ what: 'assessed', case: id });
    await wait(4);
  }
  await client.review.assess({
    command: aCommand(),
    case: id,
    judgement: illegalIn('BE', { note: 'x'.repeat(number % 900) }),
  });
  if (variant !== 'acknowledges-before-commit') say({ what: 'assessed', case: id });
  // Lets the courier have its turn, as a person at work does.
  if (number % 2 === 0) await wait(4);
}
