import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { concat, utf8 } from '../../../shared/ledger/bytes.ts';
import { readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import { parseEntry } from '../../../shared/ledger/entry.ts';
import type { Hub } from '../../ports/hub.ts';
import type { BatchParcel } from '../intake/batch-parcel.ts';
import type { Deed } from './hotline-log.ts';
import { seal, unseal } from './sealed-deed.ts';
import type { TeamStore } from './team.store.ts';

/** Characters of a slice: deflated, sealed and padded it stays below what a hub takes, whatever they are. */
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
  hub: Hub;
  team: TeamStore;
  batches: BatchParcel;
  /** Names parcels, 32 bytes; the same at every seat. */
  tagKey: Uint8Array;
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

  /** Uploads what a deed of this seat names. Again, it changes nothing. */
  async send(deed: Deed): Promise<void> {
    const batch = batchIn(deed);
    if (batch === null) return;
    const { batches, hub } = this.#parts;
    const pieces: Manifest['pieces'] = [];
    for (const { number, count, text } of batches.pieces(batch.id)) {
      const slices = Math.max(1, Math.ceil(text.length / SLICE));
      for (let slice = 0; slice < slices; slice++) {
        const name = this.#name(batch.id, `${number}/${slice}`);
        await hub.putParcel(name, this.#sealed(name, text.slice(slice * SLICE, (slice + 1) * SLICE)));
      }
      pieces.push({ number, count, slices });
    }
    const name = this.#name(batch.id, 'manifest');
    await hub.putParcel(name, this.#sealed(name, JSON.stringify({ pieces } satisfies Manifest)));
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
        text += part;
      }
      pieces.push({ number, count, text });
    }
    batches.put(batch.id, batch.rowsRoot, pieces);
  }

  async #manifest(batch: string): Promise<Manifest | null> {
    const text = await this.#content(this.#name(batch, 'manifest'));
    if (text === null) return null;
    try {
      return Manifest.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }

  async #content(name: Uint8Array): Promise<string | null> {
    const { hub, team } = this.#parts;
    const stored = await hub.parcel(name);
    if (stored === null || stored.length < EPOCH_BYTES) return null;
    const key = team.epochKey(new DataView(stored.buffer, stored.byteOffset).getUint32(0));
    const content = key && unseal(key, name, stored.subarray(EPOCH_BYTES));
    return content && new TextDecoder().decode(content);
  }

  /** The epoch stands before what its key sealed. */
  #sealed(name: Uint8Array, text: string): Uint8Array {
    const { team } = this.#parts;
    const epoch = team.lastEpoch();
    const head = new Uint8Array(EPOCH_BYTES);
    new DataView(head.buffer).setUint32(0, epoch);
    return concat(head, seal(team.epochKey(epoch) ?? new Uint8Array(32), name, utf8(text)));
  }

  #name(batch: string, part: string): Uint8Array {
    return createHmac('sha256', this.#parts.tagKey).update(`parcel\n${batch}\n${part}`).digest();
  }
}

const EPOCH_BYTES = 4;

function batchIn({ line }: Deed): { id: string; rowsRoot: string } | null {
  if (!line.includes('"intake.imported"')) return null;
  const entry = parseEntry(line);
  if (entry?.kind !== 'intake.imported') return null;
  const said = readData('intake.imported', entry.data);
  return said && { id: said.batch, rowsRoot: said.rowsRoot };
}
