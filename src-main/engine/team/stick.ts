import { z } from 'zod';
import { concat, fromBase64, toBase64, utf8 } from '../../../shared/ledger/bytes.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import { conflict } from '../storage/failure.ts';
import type { Deed } from './hotline-log.ts';
import { parsedJson } from './parsed-json.ts';
import { seal, unseal } from './sealed-deed.ts';

/** The first line of a stick, which anybody can read. Everything behind it is bound to it. */
const Head = z.strictObject({
  format: z.literal('hashline-stick/1'),
  /** Another one for each stick, so that parts of two cannot be exchanged. */
  id: z.base64(),
  /** Id of the log. */
  hotline: z.guid(),
  from: z.guid(),
  to: z.guid(),
  epoch: z.int().nonnegative(),
});
export type StickHead = z.infer<typeof Head>;

/** What stands in a part. The last one is `end`, so that a stick that was cut off is known. */
const KINDS = ['end', 'settled', 'waiting', 'settled-parcel', 'waiting-parcel'] as const;
type Kind = (typeof KINDS)[number];
export type DeedKind = Extract<Kind, 'settled' | 'waiting'>;

/** A deed on a stick, with its place in the hotline's order where it has one. */
export interface CarriedDeed extends Deed {
  readonly position: number | null;
  /** With which epoch's key the hub has it, where it has a place. */
  readonly epoch: number | null;
  readonly device: string;
  readonly seq: number;
}

const Deeds = z.array(
  z.strictObject({
    position: z.int().nonnegative().nullable(),
    epoch: z.int().positive().nullable(),
    device: z.guid(),
    seq: z.int().nonnegative(),
    line: z.string(),
    enclosure: z.strictObject({ salt: z.base64(), text: z.string() }).nullable(),
  }),
);

const LENGTH_BYTES = 4;
const NAME_BYTES = 32;
const MOST_HEAD_BYTES = 4096;
/** A parcel or a deed, sealed and padded once more. */
const MOST_PART_BYTES = 4 * 1024 * 1024;

/** Writes the parts of a stick, each sealed with the epoch's key and bound to the head and its place. */
export class StickWriter {
  readonly #head: Uint8Array;
  readonly #key: Uint8Array;
  #count = 0;

  constructor(head: StickHead, key: Uint8Array) {
    this.#head = utf8(`${JSON.stringify(head)}\n`);
    this.#key = key;
  }

  head(): Uint8Array {
    return this.#head;
  }

  deeds(kind: DeedKind, deeds: readonly CarriedDeed[]): Uint8Array {
    const said = deeds.map(({ position, epoch, device, seq, line, enclosure }) => ({
      ...{ position, epoch, device, seq, line },
      enclosure: enclosure && { salt: toBase64(enclosure.salt), text: enclosure.text },
    }));
    return this.#part(kind, utf8(JSON.stringify(said)));
  }

  parcel(of: DeedKind, name: Uint8Array, sealed: Uint8Array): Uint8Array {
    return this.#part(`${of}-parcel`, concat(name, sealed));
  }

  end(): Uint8Array {
    return this.#part('end', new Uint8Array());
  }

  #part(kind: Kind, content: Uint8Array): Uint8Array {
    const plain = concat(Uint8Array.of(KINDS.indexOf(kind)), content);
    const sealed = seal(this.#key, boundTo(this.#head, this.#count++), plain);
    const length = new Uint8Array(LENGTH_BYTES);
    new DataView(length.buffer).setUint32(0, sealed.length);
    return concat(length, sealed);
  }
}

interface Part {
  kind: Kind;
  at: number;
  length: number;
  number: number;
}

export interface StickReading {
  hotline: string;
  /** This workstation. */
  device: string;
  epochKey: (epoch: number) => Uint8Array | null;
}

/** A stick that was read to its end and found to be whole. Its parts are read again where they are wanted. */
export class Stick {
  readonly head: StickHead;
  readonly #file: Blob;
  readonly #line: Uint8Array;
  readonly #key: Uint8Array;
  readonly #parts: Part[] = [];
  /** Parts with parcels, by name. */
  readonly #parcels = new Map<string, Part>();

  private constructor(file: Blob, head: StickHead, line: Uint8Array, key: Uint8Array) {
    this.#file = file;
    this.head = head;
    this.#line = line;
    this.#key = key;
  }

  /** @throws Failure CONFLICT: it is another hotline's, for another seat, sealed with a key that is not here, or was changed */
  static async open(file: Blob, { hotline, device, epochKey }: StickReading): Promise<Stick> {
    const start = await bytesOf(file, 0, MOST_HEAD_BYTES);
    const end = start.indexOf(0x0a) + 1;
    const line = start.subarray(0, end);
    const head = end === 0 ? null : parsedJson(Head, line);
    if (head === null) throw conflict({ reason: 'stick-changed' });
    if (head.hotline !== hotline) throw conflict({ reason: 'stick-of-other-hotline' });
    if (head.to !== device) throw conflict({ reason: 'stick-for-other-seat' });
    const key = epochKey(head.epoch);
    if (key === null) throw conflict({ reason: 'stick-epoch-unknown' });
    const stick = new Stick(file, head, line, key);
    await stick.#look(end);
    return stick;
  }

  async *deeds(kind: DeedKind): AsyncGenerator<CarriedDeed[]> {
    for (const part of this.#parts) {
      if (part.kind !== kind) continue;
      const deeds = parsedJson(Deeds, (await this.#content(part)).subarray(1));
      if (deeds === null) throw conflict({ reason: 'stick-changed' });
      yield deeds.map(({ enclosure, ...deed }) => ({
        ...deed,
        enclosure: enclosure && {
          salt: fromBase64(enclosure.salt) ?? new Uint8Array(),
          text: enclosure.text,
        },
      }));
    }
  }

  /** A parcel by its name, as a hub gives it. */
  async parcel(name: Uint8Array): Promise<Uint8Array | null> {
    const part = this.#parcels.get(toBase64(name));
    return part === undefined ? null : (await this.#content(part)).slice(1 + NAME_BYTES);
  }

  /** The parcels that deeds of this kind name. */
  async *parcels(of: DeedKind): AsyncGenerator<{ name: Uint8Array; sealed: Uint8Array }> {
    for (const part of this.#parts) {
      if (part.kind !== `${of}-parcel`) continue;
      const content = await this.#content(part);
      yield { name: content.slice(1, 1 + NAME_BYTES), sealed: content.slice(1 + NAME_BYTES) };
    }
  }

  /** Reads every part once: nothing of a stick that was changed or cut off is taken in. */
  async #look(from: number): Promise<void> {
    const changed = conflict({ reason: 'stick-changed' });
    for (let at = from, number = 0; at < this.#file.size; number++) {
      const head = await bytesOf(this.#file, at, LENGTH_BYTES);
      if (head.length < LENGTH_BYTES) throw changed;
      const length = new DataView(head.buffer, head.byteOffset).getUint32(0);
      if (length > MOST_PART_BYTES) throw changed;
      const part: Part = { kind: 'end', at: at + LENGTH_BYTES, length, number };
      const content = await this.#content(part);
      part.kind = KINDS[content[0] ?? -1] ?? 'end';
      this.#parts.push(part);
      if (part.kind.endsWith('-parcel')) this.#parcels.set(toBase64(content.slice(1, 1 + NAME_BYTES)), part);
      at += LENGTH_BYTES + length;
      if (part.kind === 'end' && at !== this.#file.size) throw changed;
    }
    if (this.#parts.at(-1)?.kind !== 'end') throw changed;
  }

  async #content({ at, length, number }: Part): Promise<Uint8Array> {
    const sealed = await bytesOf(this.#file, at, length);
    const content = unseal(this.#key, boundTo(this.#line, number), sealed);
    if (content === null || content.length === 0) throw conflict({ reason: 'stick-changed' });
    return content;
  }
}

const boundTo = (head: Uint8Array, number: number): Uint8Array =>
  concat(utf8(`hashline-stick/1\n${number}\n`), nodeLedgerCrypto.sha256(head));

const bytesOf = async (file: Blob, at: number, length: number): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(at, at + length).arrayBuffer());
