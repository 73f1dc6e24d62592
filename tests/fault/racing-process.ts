/** Tries to work in a vault that another process wants at the same time: `node racing-process.ts <folder> <name>`. */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { ORPCError } from '@orpc/client';
import { aCommand } from '../support/a-command.ts';
import { aReport } from '../support/a-report.ts';
import { anEngine, PASSPHRASE, PERSON } from '../support/a-vault.ts';

const REPORTS = 5;
const [folder = '', name = ''] = process.argv.slice(2);
await once(process.stdin, 'data');
process.stdin.destroy();
const { engine, client } = anEngine(folder);
try {
  await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
  for (let number = 0; number < REPORTS; number++) {
    const report = aReport().of(`https://${name}-${number}.example/`).build();
    await client.intake.report({ command: aCommand(), report });
  }
  // Longer than the other one waits for its turn.
  await wait(1300);
  process.stdout.write(`${REPORTS}`);
} catch (error) {
  process.stdout.write(error instanceof ORPCError ? error.code : String(error));
} finally {
  engine.close();
}
