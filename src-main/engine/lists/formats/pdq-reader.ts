import { findMedia } from '../../../../shared/domain/hash-only.ts';
import { readHashValue } from '../../../../shared/domain/hash-value.ts';
import type { ListRefusalReason } from '../../../../shared/domain/list-record.ts';
import { isPlaceholderBytes } from '../../../../shared/domain/placeholder-hash.ts';
import { mediaDetail, type RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import type { SliceReader } from '../../intake/formats/chunk-collector.ts';
import { HashPacker, readHex } from './hash-packer.ts';
import { LineSplitter, latin1 } from './line-splitter.ts';
import { HASH_BYTES, QUALITY_UNSTATED } from './list-event.ts';
import type { ListSink } from './list-sink.ts';
import { readPdqLine } from './pdq-line.ts';

const COMMA = 0x2c;
const ZERO = 0x30;

/**
 * Reads PDQ values, one per line: 64 hexadecimal digits and, after a comma, optionally the quality from 0 to 100; also
 * the forms that the tools of facebook/ThreatExchange print (see `readPdqLine`). Values come in packed batches; those
 * below the sink's quality are counted and left out. Blank lines and lines that begin with # or ; are skipped.
 */
export class PdqReader implements SliceReader {
  readonly #sink: ListSink;
  readonly #lines: LineSplitter;
  readonly #packer: HashPacker;

  constructor(sink: ListSink) {
    this.#sink = sink;
    this.#lines = new LineSplitter(sink, (bytes, from, to, row) => this.#readLine(bytes, from, to, row));
    this.#packer = new HashPacker(sink, 'pdq');
  }

  feed(slice: Uint8Array): void {
    this.#lines.feed(slice);
  }

  finish(): void {
    this.#lines.finish();
  }

  #readLine(bytes: Uint8Array, from: number, to: number, row: number): void {
    const { room, offset } = this.#packer;
    const width = readHex(bytes, from, to, room, offset);
    const after = from + 2 * width;
    const quality =
      after === to ? QUALITY_UNSTATED : bytes[after] === COMMA ? readQuality(bytes, after + 1, to) : null;
    if (width === HASH_BYTES.pdq && quality !== null && !isPlaceholderBytes('pdq', room, offset, width))
      this.#take(row, quality);
    else this.#readOddLine(latin1(bytes, from, to).trim(), row);
  }

  #take(row: number, quality: number): void {
    if (quality < this.#sink.minimumPdqQuality) this.#sink.counts.lowQuality++;
    else this.#packer.commit(row, quality);
  }

  /** Reads a line with blanks around its parts, and refuses every other form. */
  #readOddLine(line: string, row: number): void {
    const media = findMedia(line);
    if (media) {
      this.#refuse(row, null, 'media', mediaDetail(media));
      return;
    }
    if (line === '' || line.startsWith('#') || line.startsWith(';')) return;
    const { value, stated } = readPdqLine(line);
    const read = readHashValue('pdq', value);
    if ('problem' in read) this.#refuse(row, null, read.problem, read.detail);
    else if (stated !== null && !(/^\d{1,3}$/.test(stated) && Number(stated) <= 100)) {
      this.#refuse(row, 'quality', 'bad-value', { code: 'neither-quality-nor-name' });
    } else {
      this.#packer.room.set(Buffer.from(read.value, 'hex'), this.#packer.offset);
      this.#take(row, stated === null ? QUALITY_UNSTATED : Number(stated));
    }
  }

  #refuse(row: number, field: string | null, reason: ListRefusalReason, detail: RefusalDetail): void {
    this.#sink.counts.lost++;
    this.#sink.refuse({ row, field, reason, detail });
  }
}

/** @returns a whole number from 0 to 100, or null */
function readQuality(bytes: Uint8Array, from: number, to: number): number | null {
  if (to === from || to - from > 3) return null;
  let quality = 0;
  for (let i = from; i < to; i++) {
    const digit = (bytes[i] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return null;
    quality = quality * 10 + digit;
  }
  return quality <= 100 ? quality : null;
}
