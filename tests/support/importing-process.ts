import { anEngine, PASSPHRASE, PERSON } from './a-vault.ts';
import { openUpload, sendPieces } from './an-import.ts';
import { scartFile, scartRow } from './intake.ts';

/** Imports a large file and says where it stands, to be killed: `node importing-process.ts <folder> <rows>`. */
const [folder = '', rows = '0'] = process.argv.slice(2);
const { client } = anEngine(folder);
await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
const file = scartFile(
  Array.from({ length: Number(rows) }, (_, i) => scartRow(`https://host-${i}.example/`)),
);
const { upload, bytes } = await openUpload(client, file);
const run = await client.intake.run({ upload });
void sendPieces(client, upload, bytes).catch(() => {});
for await (const step of run) process.stdout.write(`${step.phase}\n`);
