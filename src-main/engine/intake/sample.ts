import type { Assets } from '../../ports/assets.ts';
import type { Importer } from './importer.ts';
import { datesFromNow } from './sample-dates.ts';
import { Upload } from './upload.ts';

/** The bundled synthetic files: random hashes, hosts under .example, .test and .invalid. */
const SAMPLES = ['scart.csv', 'vics.json', 'hashline.jsonl'] as const;

/** Imports the bundled samples as a person would, dated today, so that a new user finds a queue to try. */
export async function fillWithSamples(
  importer: Pick<Importer, 'run'>,
  assets: Assets,
  nowMs: number,
): Promise<void> {
  for (const name of SAMPLES) {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(assets.read(`samples/${name}`));
    const bytes = new TextEncoder().encode(datesFromNow(text, nowMs));
    const upload = new Upload(name, bytes.length);
    const sent = upload.append(bytes).then(() => upload.append(new Uint8Array(0)));
    for await (const _ of importer.run(upload, { keepGood: false })) {
      // Progress is ignored, because the files are small.
    }
    await sent;
  }
}
