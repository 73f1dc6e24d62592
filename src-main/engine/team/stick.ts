import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';
import { concat, fromBase64, toBase64, utf8 } from '../../../shared/ledger/bytes.ts';
import { SealedKey, type Unseal } from '../keys/sealing-key.ts';
import { nodeLedgerCrypto, type SigningKey } from '../keys/signing-key.ts';
import { conflict } from '../storage/failure.ts';
import type { Deed } from './log-ahead.ts';
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
  /**
   * The stick's key, sealed to each seat that its writer knew to be at work. Not an epoch's key: a seat without contact
   * since a removal does not have the newest one, and finds it on this very stick.
   */
  seats: z.array(z.strictObject({ device: z.guid(), sealed: SealedKey })),
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
/** Some hundreds of seats. */
const MOST_HEAD_BYTES = 128 * 1024;
/** A parcel or a deed, sealed and padded once more. */
const MOST_PART_BYTES = 4 * 1024 * 1024;

/**
 * Writes the parts of a stick, each sealed with the stick's key and bound to the head and its place. The last one has the
 * signature of the workstation that wrote it, over all before: anybody can seal to the seats, whose keys are no secret.
 */
export class StickWriter {
  readonly #head: Uint8Array;
  readonly #key: Uint8Array;
  readonly #sign: SigningKey['sign'];
  readonly #all: Hash;
  #count = 0;

  /** @param sign with the workstation's key */
  constructor(head: StickHead, key: Uint8Array, sign: SigningKey['sign']) {
    this.#head = utf8(`${JSON.stringify(head)}\n`);
    this.#key = key;
    this.#sign = sign;
    this.#all = createHash('sha256').update(this.#head);
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

  parcel(of: DeedKind, name: Uint8Array, content: Uint8Array): Uint8Array {
    return this.#part(`${of}-parcel`, concat(name, content));
  }

  end(): Uint8Array {
    return this.#part('end', this.#sign(signed(this.#all)));
  }

  #part(kind: Kind, content: Uint8Array): Uint8Array {
    const plain = concat(Uint8Array.of(KINDS.indexOf(kind)), content);
    const sealed = seal(this.#key, boundTo(this.#head, this.#count++), plain);
    const length = new Uint8Array(LENGTH_BYTES);
    new DataView(length.buffer).setUint32(0, sealed.length);
    const part = concat(length, sealed);
    this.#all.update(part);
    return part;
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
  /** With this workstation's key. */
  unseal: Unseal;
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
  /** What its writer signed, and the signature. */
  #signed = { message: new Uint8Array(), signature: new Uint8Array() };

  private constructor(file: Blob, head: StickHead, line: Uint8Array, key: Uint8Array) {
    this.#file = file;
    this.head = head;
    this.#line = line;
    this.#key = key;
  }

  /** @throws Failure CONFLICT: it is another hotline's, not sealed for this seat, or was changed */
  static async open(file: Blob, { hotline, device, unseal: unsealKey }: StickReading): Promise<Stick> {
    const start = await bytesOf(file, 0, MOST_HEAD_BYTES);
    const end = start.indexOf(0x0a) + 1;
    const line = start.subarray(0, end);
    const head = end === 0 ? null : parsedJson(Head, line);
    if (head === null) throw conflict({ reason: 'stick-changed' });
    if (head.hotline !== hotline) throw conflict({ reason: 'stick-of-other-hotline' });
    const mine = head.seats.find((seat) => seat.device === device);
    if (mine === undefined) throw conflict({ reason: 'stick-for-other-seat' });
    const key = unsealKey(mine.sealed, { purpose: 'stick-key', log: hotline, device, stick: head.id });
    if (key === null) throw conflict({ reason: 'stick-changed' });
    const stick = new Stick(file, head, line, key);
    await stick.#look(end);
    return stick;
  }

  /** Whether the workstation with this key (raw Ed25519, base64) wrote it. */
  isWrittenBy(publicKey: string | null): boolean {
    const key = publicKey === null ? null : fromBase64(publicKey);
    const { message, signature } = this.#signed;
    return key !== null && nodeLedgerCrypto.verifyEd25519(key, message, signature);
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

  /** A parcel by its name. */
  async parcel(name: Uint8Array): Promise<Uint8Array | null> {
    const part = this.#parcels.get(toBase64(name));
    return part === undefined ? null : (await this.#content(part)).slice(1 + NAME_BYTES);
  }

  /** The parcels that deeds of this kind name. */
  async *parcels(of: DeedKind): AsyncGenerator<{ name: Uint8Array; content: Uint8Array }> {
    for (const part of this.#parts) {
      if (part.kind !== `${of}-parcel`) continue;
      const content = await this.#content(part);
      yield { name: content.slice(1, 1 + NAME_BYTES), content: content.slice(1 + NAME_BYTES) };
    }
  }

  /** Reads every part once: nothing of a stick that was changed or cut off is taken in. */
  async #look(from: number): Promise<void> {
    const changed = conflict({ reason: 'stick-changed' });
    const all = createHash('sha256').update(this.#line);
    for (let at = from, number = 0; at < this.#file.size; number++) {
      const head = await bytesOf(this.#file, at, LENGTH_BYTES);
      if (head.length < LENGTH_BYTES) throw changed;
      const length = new DataView(head.buffer, head.byteOffset).getUint32(0);
      if (length > MOST_PART_BYTES) throw changed;
      const part: Part = { kind: 'end', at: at + LENGTH_BYTES, length, number };
      const sealed = await bytesOf(this.#file, part.at, length);
      const content = this.#opened(part, sealed);
      part.kind = KINDS[content[0] ?? -1] ?? 'end';
      this.#parts.push(part);
      if (part.kind.endsWith('-parcel')) this.#parcels.set(toBase64(content.slice(1, 1 + NAME_BYTES)), part);
      at += LENGTH_BYTES + length;
      if (part.kind !== 'end') all.update(head).update(sealed);
      else if (at !== this.#file.size) throw changed;
      else this.#signed = { message: signed(all), signature: content.slice(1) };
    }
    if (this.#parts.at(-1)?.kind !== 'end') throw changed;
  }

  async #content(part: Part): Promise<Uint8Array> {
    return this.#opened(part, await bytesOf(this.#file, part.at, part.length));
  }

  #opened({ number }: Part, sealed: Uint8Array): Uint8Array {
    const content = unseal(this.#key, boundTo(this.#line, number), sealed);
    if (content === null || content.length === 0) throw conflict({ reason: 'stick-changed' });
    return content;
  }
}

const boundTo = (head: Uint8Array, number: number): Uint8Array =>
  concat(utf8(`hashline-stick/1\n${number}\n`), nodeLedgerCrypto.sha256(head));

const signed = (all: Hash): Uint8Array<ArrayBuffer> =>
  new Uint8Array(concat(utf8('hashline-stick-end/1\n'), all.copy().digest()));

const bytesOf = async (file: Blob, at: number, length: number): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(at, at + length).arrayBuffer());
