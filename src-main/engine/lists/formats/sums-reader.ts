import type { SumAlgorithm } from '../../../../shared/domain/hash-list.ts';
import { findMedia } from '../../../../shared/domain/hash-only.ts';
import type { ListRefusalReason } from '../../../../shared/domain/list-record.ts';
import { isPlaceholderBytes } from '../../../../shared/domain/placeholder-hash.ts';
import { mediaDetail, type RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import type { SliceReader } from '../../intake/formats/chunk-collector.ts';
import { HashPacker, MAX_HEX_BYTES, readHex } from './hash-packer.ts';
import { LineSplitter, latin1 } from './line-splitter.ts';
import { HASH_BYTES, ListRefused } from './list-event.ts';
import type { ListSink } from './list-sink.ts';
import { readSumLine } from './sum-line.ts';

/**
 * A name below this length can hold at most a picture of one dot, which takes 47 bytes. Names are never kept, and
 * checking every short one would take several times as long as reading the hashes.
 */
const SHORTEST_MEDIA_NAME = 64;
const SPACE = 0x20;
const TAB = 0x09;

/**
 * Reads the output of md5sum, sha1sum, sha256sum and their BSD counterparts, and bare values, one per line. Values come
 * in packed batches of one kind each; file names are checked for media and never kept.
 *
 * Without a stated algorithm the width decides between MD5 and SHA-1, and both may be mixed; 64 digits without a BSD
 * tag end the reading with the question of which algorithm they are. With a stated algorithm every other width is
 * refused.
 */
export class SumsReader implements SliceReader {
  readonly #sink: ListSink;
  readonly #stated: SumAlgorithm | null;
  readonly #lines: LineSplitter;
  readonly #packers: Record<SumAlgorithm, HashPacker>;
  /** The packer of the previous line: its buffer has room for a longer value, so the digits are read only once. */
  #last: HashPacker;

  constructor(sink: ListSink, stated: SumAlgorithm | null) {
    this.#sink = sink;
    this.#stated = stated;
    this.#lines = new LineSplitter(sink, (bytes, from, to, row) => this.#readLine(bytes, from, to, row));
    this.#packers = {
      md5: new HashPacker(sink, 'md5'),
      sha1: new HashPacker(sink, 'sha1'),
      sha256: new HashPacker(sink, 'sha256'),
    };
    this.#last = this.#packers[stated ?? 'md5'];
  }

  feed(slice: Uint8Array): void {
    this.#lines.feed(slice);
  }

  finish(): void {
    this.#lines.finish();
  }

  /** Uses no closures: they would cost 45 bytes of garbage per line. */
  #readLine(bytes: Uint8Array, from: number, to: number, row: number): void {
    const packer = this.#last;
    const { room, offset } = packer;
    const width = readHex(bytes, from, to, room, offset);
    const after = from + 2 * width;
    const isBare = after === to;
    if (width < HASH_BYTES.md5 || !(isBare || bytes[after] === SPACE || bytes[after] === TAB)) {
      this.#readOddLine(latin1(bytes, from, to), row);
      return;
    }
    const isNamed = to - after >= SHORTEST_MEDIA_NAME;
    if (isNamed && this.#refuseName(latin1(bytes, after, to), row)) return;
    const algorithm = this.#algorithmOf(width, null, row);
    if (algorithm !== null && isPlaceholderBytes(algorithm, room, offset, width)) {
      this.#refuse(row, 'known-bad', { code: 'stands-for-no-hash' });
    } else if (algorithm === packer.algorithm) packer.commit(row);
    else if (algorithm !== null) this.#take(algorithm, room.subarray(offset, offset + width), row);
  }

  #readOddLine(line: string, row: number): void {
    const sum = readSumLine(line);
    switch (sum.kind) {
      case 'nothing':
        this.#refuseName(line, row);
        return;
      case 'sum': {
        if (this.#refuseName(sum.name, row)) return;
        const value = Buffer.from(sum.hex, 'hex');
        if (value.length * 2 !== sum.hex.length) this.#refuse(row, 'bad-hash', { code: 'no-sum' });
        else {
          const algorithm = this.#algorithmOf(value.length, sum.tagged, row);
          if (algorithm !== null) this.#take(algorithm, value, row);
        }
        return;
      }
      default:
        if (this.#refuseName(line, row)) return;
        this.#refuse(row, 'bad-hash', { code: sum.kind === 'no-sum' ? 'no-sum' : 'sum-of-unkept-kind' });
    }
  }

  #take(algorithm: SumAlgorithm, value: Uint8Array, row: number): void {
    if (isPlaceholderBytes(algorithm, value, 0, value.length)) {
      this.#refuse(row, 'known-bad', { code: 'stands-for-no-hash' });
      return;
    }
    const packer = this.#packers[algorithm];
    packer.room.set(value, packer.offset);
    packer.commit(row);
    this.#last = packer;
  }

  #algorithmOf(width: number, tagged: SumAlgorithm | null, row: number): SumAlgorithm | null {
    const wanted = tagged ?? this.#stated;
    if (this.#stated !== null && wanted !== this.#stated) {
      this.#refuse(row, 'bad-hash', { code: 'sum-of-other-kind', algorithm: this.#stated });
      return null;
    }
    if (wanted !== null) {
      if (width === HASH_BYTES[wanted]) return wanted;
      this.#refuse(row, 'bad-hash', {
        code: 'digits-of-other-kind',
        digits: 2 * width,
        algorithm: wanted,
        needed: 2 * HASH_BYTES[wanted],
      });
      return null;
    }
    if (width === MAX_HEX_BYTES) {
      throw new ListRefused('ambiguous-algorithm', { code: 'sha256-or-pdq' }, { row });
    }
    if (width === HASH_BYTES.md5) return 'md5';
    if (width === HASH_BYTES.sha1) return 'sha1';
    this.#refuse(row, 'bad-hash', { code: 'digits-of-no-kind', digits: 2 * width });
    return null;
  }

  /** @returns whether the name looks like media, in which case the line was refused */
  #refuseName(name: string, row: number): boolean {
    const media = name.length < SHORTEST_MEDIA_NAME ? null : findMedia(name);
    if (media === null) return false;
    this.#refuse(row, 'media', mediaDetail(media), 'name');
    return true;
  }

  #refuse(row: number, reason: ListRefusalReason, detail: RefusalDetail, field: string | null = null): void {
    this.#sink.counts.lost++;
    this.#sink.refuse({ row, field, reason, detail });
  }
}
