import { once } from 'node:events';
import {
  changeKeyring,
  type Keyring,
  keyringThere,
  loadKeyring,
} from '../../src-main/engine/keys/keyring.ts';
import { changeDatabaseKey, withNextKey } from '../../src-main/engine/vault/new-epoch.ts';
import { systemEntropy } from '../../src-main/ports/entropy.ts';
import { FolderFiles } from '../../src-main/ports/files.ts';
import { aCommand } from '../support/a-command.ts';
import { anEngine, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { contentKeyOf } from '../support/vault-database.ts';

/**
 * Invites a person anew again and again, each time with a new key of the database, until it is killed: `node
 * changing-key-process.ts <folder> <person> [careless]`. The careless one gives the keyring the new key before the
 * database has it, as a control.
 */
const [folder = '', person = '', care] = process.argv.slice(2);
const { client, engine } = anEngine(folder);
await once(process.stdin, 'data');
await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
for (let done = 1; ; done++) {
  if (care === 'careless') await changeCarelessly();
  else await client.people.setRole({ command: aCommand(), person: person as never, role: 'analyst' });
  process.stdout.write(`${done}\n`);
}

async function changeCarelessly(): Promise<void> {
  const files = new FolderFiles(folder);
  const { people } = engine.context.vault.require().record();
  const { device } = engine.context.vault.require().session;
  engine.close();
  const present = await contentKeyOf(folder);
  const next = systemEntropy.bytes(32);
  const { database } = keyringThere(loadKeyring(files));
  changeKeyring(files, (now) =>
    tooEarly(withNextKey(keyringThere(now), { people, device }, next, systemEntropy)),
  );
  changeDatabaseKey(files, { database, present, next }, null);
  await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
}

function tooEarly(keyring: Keyring): Keyring {
  const people = keyring.people.map(({ nextContentKey, ...person }) =>
    nextContentKey ? { ...person, contentKey: nextContentKey } : person,
  );
  return { ...keyring, people };
}
