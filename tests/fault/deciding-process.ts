/** Opens a vault, decides one case, says so and works on, to be killed: `node deciding-process.ts <folder> <life>`. */
import { writeSync } from 'node:fs';
import { aCommand } from '../support/a-command.ts';
import { aReport } from '../support/a-report.ts';
import { anEngine, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { illegalIn } from '../support/an-assessment.ts';
import type { Held } from './killed-in-the-grace.ts';

const [folder = '', life = '0'] = process.argv.slice(2);
const { client } = anEngine(folder, { background: true });
await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
const report = aReport().of(`https://life-${life}.example/`).build();
const { cases } = await client.intake.report({ command: aCommand(), report });
const id = cases[0]!.id;
const { heldUntil } = await client.review.assess({
  command: aCommand(),
  case: id,
  judgement: illegalIn('BE'),
});
writeSync(1, `${JSON.stringify({ case: id, heldUntil: heldUntil ?? '' } satisfies Held)}\n`);
setInterval(() => {}, 1000);
