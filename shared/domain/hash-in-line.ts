import type { HashAlgorithm } from './hash-algorithm.ts';
import { readHashValue } from './hash-value.ts';

/** A hash in a text. */
export interface HashHere {
  start: number;
  end: number;
  algorithm: HashAlgorithm;
  value: string;
  /** Whether the text names the algorithm; otherwise its length alone tells it. */
  isNamed: boolean;
  isSure: boolean;
}

const BY_DIGITS: Readonly<Record<number, HashAlgorithm>> = { 32: 'md5', 40: 'sha1', 64: 'sha256' };
/** Bounded, because the engine of regular expressions keeps a stack for an unbounded run. */
const RUNS = /(?<![0-9a-f])[0-9a-f]{32,64}(?![0-9a-f])/gi;
/** Neighbours with which a run is a part of something else: a longer code, a name, an e-mail address, base64. */
const GOES_ON = /[a-z0-9_@+/%\\-]/i;

/** Algorithms and codes with as many digits as the ones Hashline knows. */
const NAMES =
  'md5|sha-?1|sha-?256|pdq|md[24]|ripemd-?160|rmd160|sha3-?256|sha-?(?:224|384|512)|blake2[bs]|blake3|keccak|tiger|ntlm|btih|btmh|commit|git';
const BEFORE = new RegExp(`(?<![a-z0-9])(${NAMES})(?:[-_ ]?(?:sum|hash))?[^a-z0-9]{0,6}$`, 'i');
/** `MD5 (a name) = `, as BSD's programs write. */
const BEFORE_BSD = /(?<![a-z0-9])(md5|sha-?1|sha-?256)[ \t]{0,2}\([^()]{0,260}\)[ \t]{0,2}=[ \t]{0,2}$/i;
const AFTER = new RegExp(`^[ \\t]{0,2}[[(]?(${NAMES})(?![a-z0-9])`, 'i');
const KNOWN: Readonly<Record<string, HashAlgorithm>> = {
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  pdq: 'pdq',
};

/**
 * Finds the hashes of one line: runs of as many hexadecimal digits as an MD5, SHA-1 or SHA-256 has. 64 digits are a PDQ
 * only where they are named so. A run that the text gives another name is none of ours.
 */
export function hashesInLine(text: string, from: number, to: number): HashHere[] {
  const line = text.slice(from, to);
  const found: HashHere[] = [];
  for (const { 0: run, index } of line.matchAll(RUNS)) {
    const byLength = BY_DIGITS[run.length];
    if (byLength === undefined) continue;
    const before = line.slice(Math.max(0, index - 300), index);
    const near = before.slice(-32);
    const isNamedBefore = BEFORE.test(near);
    if (isPart(line, index, index + run.length, isNamedBefore)) continue;
    const after = line.slice(index + run.length, index + run.length + 24);
    const name = (BEFORE.exec(near) ?? BEFORE_BSD.exec(before) ?? AFTER.exec(after))?.[1]
      ?.toLowerCase()
      .replace('-', '');
    const named = name === undefined ? null : (KNOWN[name] ?? 'another');
    if (named === 'another') continue;
    const algorithm = named === 'pdq' && run.length === 64 ? 'pdq' : byLength;
    const read = readHashValue(algorithm, run);
    if ('problem' in read) continue;
    const isNamed = named === algorithm;
    const isSure = (named === null || isNamed) && (isNamed || !/^\d+$/.test(run));
    const start = from + index;
    found.push({ start, end: start + run.length, algorithm, value: read.value, isNamed, isSure });
  }
  return found;
}

/** @param hasName whether a name stands before it, as in `sha256-…` */
function isPart(line: string, start: number, end: number, hasName: boolean): boolean {
  const before = hasName ? '' : line.charAt(start - 1);
  const after = line.charAt(end);
  if (GOES_ON.test(before) || GOES_ON.test(after)) return true;
  // A name of a file or a host: `….jpg`, `….example`.
  const isWord = (at: number) => /[a-z0-9]/i.test(line.charAt(at));
  return (after === '.' && isWord(end + 1)) || (before === '.' && isWord(start - 2));
}
