import { z } from 'zod';
import type { Hub } from '../../ports/hub.ts';
import type { ContentManifest, ContentSource } from '../lists/list-arrivals.ts';
import type { ContentPiece } from '../lists/list-pieces.ts';
import type { ParcelEnvelope } from './envelope.ts';
import { parsedJson } from './parsed-json.ts';
import { putParcel } from './put-parcel.ts';

/** The refs that lists may give out. */
const MOST_REFS = 2 ** 31;

const Manifest = z.strictObject({
  parcels: z.int().nonnegative().max(1_000_000),
  refs: z.int().nonnegative().max(MOST_REFS),
}) satisfies z.ZodType<ContentManifest>;

/** How long one seat is left to upload a list, so that others do not do the same. Renewed while it goes on. */
const UPLOAD_MS = 120_000;
const RENEWED_EVERY = 16;

export interface ListParcelsParts {
  hub: Pick<Hub, 'parcel' | 'putParcel' | 'eraseParcel' | 'lease' | 'release'>;
  envelope: ParcelEnvelope;
  device: string;
}

/**
 * The content of imports of lists at the hub: parcels of at most a mebibyte, and a manifest that is put last and erased
 * last, so that where it is, the others are too.
 */
export class ListParcels implements ContentSource {
  readonly #parts: ListParcelsParts;

  constructor(parts: ListParcelsParts) {
    this.#parts = parts;
  }

  async manifest(id: string): Promise<ContentManifest | null | 'unfit'> {
    const content = await this.#content(this.#name(id, 'manifest'));
    if (content === null || content === 'unfit') return content;
    return parsedJson(Manifest, content) ?? 'unfit';
  }

  parcel(id: string, number: number): Promise<Uint8Array | null | 'unfit'> {
    return this.#content(this.#name(id, String(number)));
  }

  /** @returns how many refs the parcels hold that were put so far, after each of them */
  async *put(id: string, pieces: Iterable<ContentPiece>): AsyncGenerator<number, void> {
    let [parcels, refs] = [0, 0];
    for (const piece of pieces) {
      await this.#put(this.#name(id, String(parcels)), piece.bytes);
      parcels += 1;
      refs += piece.refs;
      yield refs;
    }
    await this.#put(this.#name(id, 'manifest'), JSON.stringify({ parcels, refs } satisfies ContentManifest));
  }

  /** Does the same unless it is there, or another seat is about it. */
  async putWhereMissing(id: string, pieces: Iterable<ContentPiece>, isStopped: () => boolean): Promise<void> {
    const { hub, device } = this.#parts;
    if ((await this.manifest(id)) !== null) return;
    const lease = this.#name(id, 'upload');
    const mine = async (): Promise<boolean> => (await hub.lease(lease, UPLOAD_MS)).device === device;
    if (!(await mine())) return;
    let count = 0;
    for await (const _ of this.put(id, pieces)) {
      count += 1;
      if (isStopped() || (count % RENEWED_EVERY === 0 && !(await mine()))) return;
    }
    await hub.release(lease);
  }

  /** @param parcels how many there are at most, where no manifest says it */
  async erase(id: string, parcels = 0): Promise<void> {
    const { hub } = this.#parts;
    const manifest = await this.manifest(id);
    const count = manifest === null || manifest === 'unfit' ? parcels : manifest.parcels;
    for (let number = 0; number < count; number++) await hub.eraseParcel(this.#name(id, String(number)));
    if (manifest !== null) await hub.eraseParcel(this.#name(id, 'manifest'));
  }

  async #content(name: Uint8Array): Promise<Uint8Array | null | 'unfit'> {
    const { hub, envelope } = this.#parts;
    const sealed = await hub.parcel(name);
    return sealed && (envelope.open(name, sealed) ?? 'unfit');
  }

  async #put(name: Uint8Array, content: string | Uint8Array): Promise<void> {
    const { hub, envelope } = this.#parts;
    await putParcel(hub, name, envelope.seal(name, content));
  }

  #name(id: string, part: string): Uint8Array {
    return this.#parts.envelope.tag('list', id, part);
  }
}
