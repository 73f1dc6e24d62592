import type { Assets } from '../../ports/assets.ts';
import { Upload } from '../intake/upload.ts';
import type { OpenVault } from '../open-vault.ts';

/** The bundled synthetic files: random hashes, hosts under .example, .test and .invalid. */
const SAMPLES = ['scart.csv', 'vics.json', 'hashline.jsonl'] as const;

/** Imports the bundled samples as a person would, so that a new user finds a queue to try. */
export async function fillWithSamples(open: OpenVault, assets: Assets): Promise<void> {
  for (const name of SAMPLES) {
    const bytes = assets.read(`samples/${name}`);
    const upload = new Upload(name, bytes.length);
    const sent = upload.append(bytes).then(() => upload.append(new Uint8Array(0)));
    for await (const _ of open.importer.run(upload, { keepGood: false })) {
      // Progress matters to nobody here: the files are small.
    }
    await sent;
  }
}
