import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { readHashValue } from '../../../shared/domain/hash-value.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { readUrl } from '../../../shared/domain/url.ts';
import { Failure } from '../failure.ts';
import { VALUE_BYTES } from './index/index-algorithm.ts';
import { packHash, packUrl } from './index-feeder.ts';

/** Values as they were asked for and as the index takes them: `packed` is handed to it and back, but for PDQ. */
export interface MatchValues {
  algorithm: MatchAlgorithm;
  count: number;
  packed: Uint8Array;
  /** The canonical text of value i; null where only its bytes are known. */
  textOf(index: number): string | null;
}

/** @throws Failure REFUSED; `row` is the number of the value, from 1 */
export function readMatchValues(algorithm: MatchAlgorithm, values: readonly string[]): MatchValues {
  const refusals: Refusal[] = [];
  const texts: string[] = [];
  const width = VALUE_BYTES[algorithm];
  const packed = new Uint8Array(values.length * width);
  values.forEach((text, index) => {
    const read = readValue(algorithm, text);
    if ('refused' in read) {
      if (refusals.length < 1000) {
        refusals.push({
          row: values.length === 1 ? null : index + 1,
          field: algorithm,
          reason: algorithm === 'url' ? 'bad-url' : 'bad-hash',
          detail: read.refused,
        });
      }
      return;
    }
    texts[index] = read.text;
    packed.set(read.bytes, index * width);
  });
  if (refusals.length > 0) throw new Failure({ code: 'REFUSED', data: { refusals } });
  return { algorithm, count: values.length, packed, textOf: (index) => texts[index] ?? null };
}

/** Values that came as bytes. @throws Failure REFUSED where they are not whole values */
export function packedMatchValues(algorithm: MatchAlgorithm, packed: Uint8Array): MatchValues {
  const width = VALUE_BYTES[algorithm];
  if (packed.length % width !== 0) {
    const detail = `The bytes are no whole values of ${width} bytes each.`;
    const refusal = { row: null, field: algorithm, reason: 'bad-hash' as const, detail };
    throw new Failure({ code: 'REFUSED', data: { refusals: [refusal] } });
  }
  const values: MatchValues = {
    algorithm,
    count: packed.length / width,
    packed,
    textOf: (index) => {
      const bytes = values.packed.subarray(index * width, (index + 1) * width);
      if (algorithm === 'url') return null;
      return Buffer.from(bytes.buffer, bytes.byteOffset, width).toString(
        algorithm === 'photodna' ? 'base64' : 'hex',
      );
    },
  };
  return values;
}

function readValue(
  algorithm: MatchAlgorithm,
  text: string,
): { text: string; bytes: Uint8Array } | { refused: string } {
  if (algorithm === 'url') {
    const url = readUrl(text);
    if ('problem' in url) return { refused: 'This is no address of the web.' };
    return { text: url.identity, bytes: packUrl(url.identity) };
  }
  const read = readHashValue(algorithm, text);
  if ('problem' in read) return { refused: read.detail };
  return { text: read.value, bytes: packHash(algorithm, read.value) };
}
