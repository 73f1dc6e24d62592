/**
 * Decides cases, replaces a hash list after some of them, and says each number once the engine has answered, under the shim:
 * `node deciding-process.ts <folder> <decisions> <full|normal>`. `normal` is the control: a database that does not wait
 * for the disk, and says that it does.
 */
import { writeSync } from 'node:fs';
import { Database as SqlCipher } from '@signalapp/sqlcipher';
import type { HashListId } from '../../../shared/domain/ids.ts';
import { aCommand } from '../../support/a-command.ts';
import { aHashList } from '../../support/a-hash-list.ts';
import { importList } from '../../support/a-list-import.ts';
import { aHash, aReport } from '../../support/a-report.ts';
import { anEngine, PASSPHRASE, PERSON } from '../../support/a-vault.ts';
import { illegalIn } from '../../support/an-assessment.ts';
import { LISTED_VALUES, listedBy } from './listing.ts';

const [folder = '', decisions = '0', durability = 'full'] = process.argv.slice(2);

if (durability === 'normal') {
  const real = SqlCipher.prototype.pragma as (source: string, options: object) => unknown;
  SqlCipher.prototype.pragma = function lying(this: SqlCipher, source: string, options: object = {}) {
    if (source === 'synchronous') return 2;
    return real.call(this, source === 'synchronous = FULL' ? 'synchronous = NORMAL' : source, options);
  } as typeof SqlCipher.prototype.pragma;
}

const { client } = anEngine(folder);
await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
writeSync(1, '0\n');
let list: HashListId | undefined;
for (let number = 1; number <= Number(decisions); number++) {
  const report = aReport().of(`https://host-${number}.example/`).build();
  const { cases } = await client.intake.report({ command: aCommand(), report });
  const judgement = illegalIn('BE', { note: 'n'.repeat((number * 37) % 900) });
  await client.review.assess({ command: aCommand(), case: cases[0]!.id, judgement });
  if (listedBy(number) > listedBy(number - 1)) {
    const values = Array.from({ length: LISTED_VALUES }, (_, i) => ({ md5: aHash(32, number * 10_000 + i) }));
    ({ list } = await importList(client, aHashList(values).asSums(), list ? { list } : {}));
  }
  writeSync(1, `${number}\n`);
}
process.kill(process.pid, 'SIGKILL');
