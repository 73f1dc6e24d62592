import { anEngine, PASSPHRASE, PERSON } from './a-vault.ts';
import { openUpload, sendPieces } from './an-import.ts';
import { scartFile, scartRow } from './intake.ts';

/** Imports a large file and dies in the phase named: `node importing-process.ts <folder> <rows> <phase>`. */
const [folder = '', rows = '0', phase] = process.argv.slice(2);
const { client } = anEngine(folder);
await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
const file = scartFile(
  Array.from({ length: Number(rows) }, (_, i) => scartRow(`https://host-${i}.example/`)),
);
const { upload, bytes } = await openUpload(client, file);
const run = await client.intake.run({ upload });
void sendPieces(client, upload, bytes).catch(() => {});
// By its own hand, so that it happens at this very step however busy the machine is.
for await (const step of run) if (step.phase === phase) process.kill(process.pid, 'SIGKILL');
