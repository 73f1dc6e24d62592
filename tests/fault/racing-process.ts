/**
 * Tries to work in a vault that another process wants at the same time: `node racing-process.ts <folder> <name>`. Says that it is
 * loaded, goes at the first line it is sent, says how it went, and holds the vault until the second.
 */
import { createInterface } from 'node:readline';
import { ORPCError } from '@orpc/client';
import { aCommand } from '../support/a-command.ts';
import { aReport } from '../support/a-report.ts';
import { anEngine, PASSPHRASE, PERSON } from '../support/a-vault.ts';

const REPORTS = 5;
const [folder = '', name = ''] = process.argv.slice(2);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const say = (word: string) => process.stdout.write(`${word}\n`);
say('loaded');
await lines.next();
const { engine, client } = anEngine(folder);
try {
  await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
  for (let number = 0; number < REPORTS; number++) {
    const report = aReport().of(`https://${name}-${number}.example/`).build();
    await client.intake.report({ command: aCommand(), report });
  }
  say(`${REPORTS}`);
  // The other one has its answer.
  await lines.next();
} catch (error) {
  say(error instanceof ORPCError ? error.code : String(error));
} finally {
  engine.close();
  process.stdin.destroy();
}
