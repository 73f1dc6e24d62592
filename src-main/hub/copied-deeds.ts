import type { HubDeed } from '../ports/hub.ts';

/** How PostgreSQL's binary COPY begins: its signature, no flags, and no extension of the header. */
const HEAD = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
/** In the place of a row's number of columns, where there are no more. */
const END = -1;
const COLUMNS = 5;
const UUID_BYTES = 16;

/**
 * Reads deeds in PostgreSQL's binary COPY format: position, device, seq, epoch and sealed bytes. As text, bytes travel as
 * twice as many digits, which both ends take longer to write and read than all the rest.
 * @returns null where it is something else
 */
export function copiedDeeds(bytes: Buffer): HubDeed[] | null {
  if (!bytes.subarray(0, HEAD.length).equals(HEAD)) return null;
  const reader = new Reader(bytes, HEAD.length);
  const deeds: HubDeed[] = [];
  try {
    for (let columns = reader.int16(); columns !== END; columns = reader.int16()) {
      if (columns !== COLUMNS) return null;
      deeds.push({
        position: reader.count8(),
        device: reader.uuid(),
        seq: reader.count8(),
        epoch: reader.count4(),
        sealed: reader.bytes(),
      });
    }
    return reader.isAtEnd ? deeds : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** @throws RangeError where the next value is none of its kind, or the bytes end before it does */
class Reader {
  readonly #from: Buffer;
  #at: number;
  /** Deeds that follow each other are often of one device. */
  #lastUuid = { hex: '', text: '' };

  constructor(from: Buffer, at: number) {
    this.#from = from;
    this.#at = at;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#from.length;
  }

  int16(): number {
    const value = this.#from.readInt16BE(this.#at);
    this.#at += 2;
    return value;
  }

  count8(): number {
    const at = this.#value(8);
    return safe(this.#from.readInt32BE(at) * 2 ** 32 + this.#from.readUInt32BE(at + 4));
  }

  count4(): number {
    return safe(this.#from.readInt32BE(this.#value(4)));
  }

  uuid(): string {
    const at = this.#value(UUID_BYTES);
    const hex = this.#from.toString('hex', at, at + UUID_BYTES);
    if (hex !== this.#lastUuid.hex)
      this.#lastUuid = { hex, text: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') };
    return this.#lastUuid.text;
  }

  bytes(): Uint8Array {
    const at = this.#value(null);
    const { buffer, byteOffset } = this.#from;
    return new Uint8Array(buffer, byteOffset + at, this.#at - at);
  }

  /** Passes the next value. @param due its length, where that is fixed @returns where it begins */
  #value(due: number | null): number {
    const length = this.#from.readInt32BE(this.#at);
    const at = this.#at + 4;
    if (length < 0 || (due !== null && length !== due) || at + length > this.#from.length)
      throw new RangeError('no such value');
    this.#at = at + length;
    return at;
  }
}

function safe(count: number): number {
  if (count < 0 || !Number.isSafeInteger(count)) throw new RangeError('no count');
  return count;
}
