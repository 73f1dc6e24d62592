import { once } from 'node:events';
import { importList } from '../support/a-list-import.ts';
import { anEngine, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { LIST_NAME, READING, versionSums } from './killed-while-listing.ts';

/** Replaces a list by its next version again and again until it is killed: `node listing-process.ts <folder>`. */
const [folder = ''] = process.argv.slice(2);
const { client } = anEngine(folder);
await once(process.stdin, 'data');
await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
while (true) {
  const list = (await client.lists.list()).find(({ name }) => name === LIST_NAME);
  const next = (list?.version ?? 0) + 1;
  const settings = { list: list?.id ?? { name: LIST_NAME }, reading: READING };
  const { version } = await importList(client, versionSums(next), settings);
  process.stdout.write(`${version}\n`);
}
