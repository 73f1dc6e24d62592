import { z } from 'zod';
import { parseEntry } from '../../../shared/ledger/entry.ts';
import { readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Hub } from '../../ports/hub.ts';
import type { BatchParcel } from '../intake/batch-parcel.ts';
import type { ParcelEnvelope } from './envelope.ts';
import type { Deed } from './log-ahead.ts';
import { parsedJson } from './parsed-json.ts';
import { putParcel } from './put-parcel.ts';

/** Characters of a slice: in UTF-8, padded and sealed, it stays below what a hub takes, whatever they are. */
const SLICE = 240 * 1024;

const Manifest = z.strictObject({
  pieces: z.array(
    z.strictObject({
      number: z.int().nonnegative(),
      count: z.int().nonnegative(),
      slices: z.int().positive().max(10_000),
    }),
  ),
});
type Manifest = z.infer<typeof Manifest>;

export interface ParcelsParts {
  hub: Pick<Hub, 'parcel' | 'putParcel'>;
  batches: BatchParcel;
  envelope: ParcelEnvelope;
}

/**
 * The rows of imported files, which entries name by their root. They are given to the hub before the entry that names them,
 * and fetched before that entry is taken in.
 */
export class Parcels {
  readonly #parts: ParcelsParts;

  constructor(parts: ParcelsParts) {
    this.#parts = parts;
  }

  /** Uploads what a deed names, where it is here. Again, it changes nothing. */
  async send(deed: Deed): Promise<void> {
    const batch = batchIn(deed);
    if (batch === null || !this.#parts.batches.has(batch.id)) return;
    const { batches, hub, envelope } = this.#parts;
    const pieces: Manifest['pieces'] = [];
    for (const { number, count, text } of batches.pieces(batch.id)) {
      const slices = Math.max(1, Math.ceil(text.length / SLICE));
      for (let slice = 0; slice < slices; slice++) {
        const name = this.#name(batch.id, `${number}/${slice}`);
        await putParcel(hub, name, envelope.seal(name, text.slice(slice * SLICE, (slice + 1) * SLICE)));
      }
      pieces.push({ number, count, slices });
    }
    const name = this.#name(batch.id, 'manifest');
    await putParcel(hub, name, envelope.seal(name, JSON.stringify({ pieces } satisfies Manifest)));
  }

  /**
   * Fetches what a deed of another seat names. Where it was erased, or is not what the entry's root covers, nothing is
   * stored, and the entry is then taken in without rows.
   */
  async fetch(deed: Deed): Promise<void> {
    const batch = batchIn(deed);
    const { batches } = this.#parts;
    if (batch === null || batches.has(batch.id)) return;
    const manifest = await this.#manifest(batch.id);
    if (manifest === null) return;
    const pieces = [];
    for (const { number, count, slices } of manifest.pieces) {
      let text = '';
      for (let slice = 0; slice < slices; slice++) {
        const part = await this.#content(this.#name(batch.id, `${number}/${slice}`));
        if (part === null) return;
        text += new TextDecoder().decode(part);
      }
      pieces.push({ number, count, text });
    }
    batches.put(batch.id, batch.rowsRoot, pieces);
  }

  async #manifest(batch: string): Promise<Manifest | null> {
    const content = await this.#content(this.#name(batch, 'manifest'));
    return content && parsedJson(Manifest, content);
  }

  async #content(name: Uint8Array): Promise<Uint8Array | null> {
    const { hub, envelope } = this.#parts;
    const sealed = await hub.parcel(name);
    return sealed && envelope.open(name, sealed);
  }

  #name(batch: string, part: string): Uint8Array {
    return this.#parts.envelope.tag('parcel', batch, part);
  }
}

function batchIn({ line }: Deed): { id: string; rowsRoot: string } | null {
  if (!line.includes('"intake.imported"')) return null;
  const entry = parseEntry(line);
  if (entry?.kind !== 'intake.imported') return null;
  const said = readData('intake.imported', entry.data);
  return said && { id: said.batch, rowsRoot: said.rowsRoot };
}
