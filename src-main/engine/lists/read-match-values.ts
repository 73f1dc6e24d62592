import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { ADDRESS_DETAIL, readAddress } from '../../../shared/domain/address.ts';
import { type HashValueProblem, readHashValue } from '../../../shared/domain/hash-value.ts';
import { isPlaceholderBytes } from '../../../shared/domain/placeholder-hash.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import type { RefusalDetail } from '../../../shared/domain/refusal-detail.ts';
import type { UrlProblem } from '../../../shared/domain/url.ts';
import { VALUE_BYTES } from '../../hash-index/index-algorithm.ts';
import { Failure } from '../storage/failure.ts';
import { packHash, packUrl } from './index-feeder.ts';

/** Values in the caller's form and in the index's: `packed` is transferred to the index and back, except for PDQ. */
export interface MatchValues {
  algorithm: MatchAlgorithm;
  count: number;
  packed: Uint8Array;
  /** The canonical text of value i; null where only its bytes are known. */
  textOf(index: number): string | null;
}

/** @throws Failure REFUSED, in which `row` is the number of the value, from 1 */
export function readMatchValues(algorithm: MatchAlgorithm, values: readonly string[]): MatchValues {
  const refusals: Refusal[] = [];
  const texts: string[] = [];
  const width = VALUE_BYTES[algorithm];
  const packed = new Uint8Array(values.length * width);
  values.forEach((text, index) => {
    const read = readMatchValue(algorithm, text);
    if ('problem' in read) {
      if (refusals.length < 1000) {
        refusals.push({
          row: values.length === 1 ? null : index + 1,
          field: algorithm,
          reason: read.problem,
          detail: read.detail,
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

/**
 * Checks values given as bytes.
 * @throws Failure REFUSED where they are not whole values, or stand for "no hash"
 */
export function packedMatchValues(algorithm: MatchAlgorithm, packed: Uint8Array): MatchValues {
  const width = VALUE_BYTES[algorithm];
  if (packed.length % width !== 0) {
    const detail = { code: 'not-whole-values' as const, bytes: width };
    const refusal = { row: null, field: algorithm, reason: 'bad-hash' as const, detail };
    throw new Failure({ code: 'REFUSED', data: { refusals: [refusal] } });
  }
  refusePlaceholders(algorithm, packed, width);
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

function refusePlaceholders(algorithm: MatchAlgorithm, packed: Uint8Array, width: number): void {
  const refusals: Refusal[] = [];
  for (let at = 0; at < packed.length && refusals.length < 1000; at += width) {
    if (isPlaceholderBytes(algorithm, packed, at, width)) {
      const row = at / width + 1;
      refusals.push({ row, field: algorithm, reason: 'known-bad', detail: { code: 'stands-for-no-hash' } });
    }
  }
  if (refusals.length > 0) throw new Failure({ code: 'REFUSED', data: { refusals } });
}

/** Why lists and cases cannot be asked about a text. */
export interface MatchValueProblem {
  problem: HashValueProblem['problem'] | UrlProblem;
  detail: RefusalDetail;
}

/**
 * Reads one value in the form in which lists and cases are asked: an address by its identity, so that scheme, port and
 * fragment do not matter.
 */
export function readMatchValue(
  algorithm: MatchAlgorithm,
  text: string,
): { text: string; bytes: Uint8Array } | MatchValueProblem {
  if (algorithm === 'url') {
    const url = readAddress(text);
    if ('problem' in url) return { problem: url.problem, detail: ADDRESS_DETAIL[url.problem] };
    return { text: url.identity, bytes: packUrl(url.identity) };
  }
  const read = readHashValue(algorithm, text);
  if ('problem' in read) return read;
  return { text: read.value, bytes: packHash(algorithm, read.value) };
}
