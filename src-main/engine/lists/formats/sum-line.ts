import type { SumAlgorithm } from '../../../../shared/domain/hash-list.ts';

/** The parts of a line of a checksum file. */
export type SumLine =
  | { kind: 'nothing' }
  | { kind: 'no-sum' }
  | { kind: 'other-algorithm' }
  /** `tagged`: the algorithm that the line itself names (BSD form). `name`: only checked for media, never kept. */
  | { kind: 'sum'; hex: string; tagged: SumAlgorithm | null; name: string };

/** Matches `SHA256 (name) = digits`, as BSD and OpenSSL write it; the name may hold brackets. */
const BSD = /^\\?([A-Za-z][A-Za-z0-9/-]{1,15})\s?\((.*)\)\s?=\s?([0-9A-Fa-f]+)$/s;
/** Matches `digits  name`, `digits *name` and `digits` alone; a backslash says that the name is escaped (GNU). */
const GNU = /^\\?([0-9A-Fa-f]+)(?:[ \t]+(.*))?$/s;
/**
 * Matches `digits:count`, a form in which lists give each hash with its number of occurrences; the count is not used.
 */
const COUNTED = /^([0-9A-Fa-f]{32,64}):\d{1,12}$/;

const TAGS: Readonly<Record<string, SumAlgorithm>> = {
  md5: 'md5',
  sha1: 'sha1',
  'sha-1': 'sha1',
  'sha2-256': 'sha256',
  sha256: 'sha256',
  'sha-256': 'sha256',
};

/**
 * Reads one line of a checksum file in any of the forms in use (GNU coreutils, BSD, bare values). `SumsReader` reads
 * the common forms directly from the bytes, and passes only the others to this function.
 */
export function readSumLine(line: string): SumLine {
  const text = line.trim();
  if (text === '' || /^[#;%]/.test(text)) return { kind: 'nothing' };
  const counted = COUNTED.exec(text);
  if (counted) return { kind: 'sum', hex: counted[1] ?? '', tagged: null, name: '' };
  const gnu = GNU.exec(text);
  if (gnu) return { kind: 'sum', hex: gnu[1] ?? '', tagged: null, name: gnu[2] ?? '' };
  const bsd = BSD.exec(text);
  if (!bsd) return { kind: 'no-sum' };
  const tag = (bsd[1] ?? '').toLowerCase();
  const tagged = Object.hasOwn(TAGS, tag) ? TAGS[tag] : undefined;
  if (tagged === undefined) return { kind: 'other-algorithm' };
  return { kind: 'sum', hex: bsd[3] ?? '', tagged, name: bsd[2] ?? '' };
}
