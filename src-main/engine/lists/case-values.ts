import { hash } from 'node:crypto';
import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { readAddress } from '../../../shared/domain/address.ts';
import type { SubjectKind } from '../../../shared/domain/case.ts';
import { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import type { Hashes } from '../../../shared/domain/hashes.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { isPlaceholder } from '../../../shared/domain/placeholder-hash.ts';
import { VALUE_BYTES } from '../../hash-index/index-algorithm.ts';
import { packHash, packUrl } from './index-feeder.ts';
import type { MatchValues } from './read-match-values.ts';

/** The parts of a case that lists can be asked about. */
export interface CaseSubject {
  id: CaseId;
  kind: SubjectKind;
  subject: string;
  hashes: Hashes | null;
}

/** A canonical value, in the form in which cases and lists store it. */
export interface CaseValue {
  algorithm: MatchAlgorithm;
  value: string;
}

/** Every value of a case that lists can be asked about, without values that stand for "no hash". */
export function valuesOf({ kind, subject, hashes }: Omit<CaseSubject, 'id'>): CaseValue[] {
  if (kind !== 'file') {
    const url = readAddress(subject);
    return 'problem' in url ? [] : [{ algorithm: 'url', value: url.identity }];
  }
  return HashAlgorithm.options.flatMap((algorithm) => {
    const value = hashes?.[algorithm];
    return value === undefined || isPlaceholder(algorithm, value) ? [] : [{ algorithm, value }];
  });
}

/** The values of many cases, each kind packed for one question. `owners[i]` is the case that has value i. */
export interface AskedValues {
  values: MatchValues;
  owners: CaseSubject[];
}

export function packCases(cases: readonly CaseSubject[]): AskedValues[] {
  const texts = new Map<MatchAlgorithm, { values: string[]; owners: CaseSubject[] }>();
  for (const owner of cases) {
    for (const { algorithm, value } of valuesOf(owner)) {
      const of = texts.get(algorithm) ?? { values: [], owners: [] };
      texts.set(algorithm, of);
      of.values.push(value);
      of.owners.push(owner);
    }
  }
  return [...texts].map(([algorithm, { values, owners }]) => ({
    values: packed(algorithm, values),
    owners,
  }));
}

function packed(algorithm: MatchAlgorithm, texts: readonly string[]): MatchValues {
  const width = VALUE_BYTES[algorithm];
  const bytes = new Uint8Array(texts.length * width);
  texts.forEach((text, index) => {
    const value = algorithm === 'url' ? packUrl(text) : packHash(algorithm, text);
    bytes.set(value, index * width);
  });
  return { algorithm, count: texts.length, packed: bytes, textOf: (index) => texts[index] ?? null };
}

/** A digest of these words in this order: 32 hexadecimal digits. */
export const digestOf = (...words: readonly string[]): string =>
  hash('sha256', words.join('\n')).slice(0, 32);
