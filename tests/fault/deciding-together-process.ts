/**
 * Opens a vault and decides sets of cases together, each set by a command of its own, and says what each step says, to be
 * killed: `node deciding-together-process.ts <folder> <sets>`.
 */
import { writeSync } from 'node:fs';
import { CommandId } from '../../shared/domain/ids.ts';
import { anEngine, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { illegalAsReported } from '../support/many-cases.ts';
import type { SetOfCases } from './killed-while-deciding-together.ts';

const [folder = '', sets = '[]'] = process.argv.slice(2);
const { client } = anEngine(folder, { background: true });
await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
for (const { command, cases } of JSON.parse(sets) as SetOfCases[]) {
  const asked = { command: CommandId.parse(command), cases, judgement: illegalAsReported() };
  for await (const { decided } of await client.together.decide(asked))
    writeSync(1, `${JSON.stringify(decided.map((one) => one.case))}\n`);
}
writeSync(1, '"done"\n');
setInterval(() => {}, 1000);
