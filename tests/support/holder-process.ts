import { anEngine, PASSPHRASE, PERSON } from './a-vault.ts';

/** Opens the vault in a process of its own and holds it until it is killed: `node holder-process.ts <folder>`. */
const { client } = anEngine(process.argv[2] ?? '');
await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
process.stdout.write('open\n');
setInterval(() => {}, 60_000);
