import { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import { hashSchema } from '../../../shared/domain/hashes.ts';
import type { Intensity } from '../../../shared/domain/intensity.ts';
import { type Refusal, refusalsOf } from '../../../shared/domain/refusal.ts';
import { ReportInput, type SubjectInput } from '../../../shared/domain/report.ts';

/** A report as it is typed, for example during a phone call. */
export interface TypedReport {
  channel: 'phone' | 'email' | 'post';
  /** The time as `YYYY-MM-DDTHH:MM` on the clock of this workstation; empty where it is not known. */
  receivedAt: string;
  reference: string;
  urls: string;
  hashes: string;
  country: string | null;
  /** The text typed as a country that matches none. */
  untakenCountry: string | null;
  narrative: string;
  /** How heavy the narrative may be to read; null where the person does not say. */
  intensity: Intensity | null;
}

export type ReadReport =
  | { report: ReportInput }
  | { problem: 'nothing' | 'bad-country' | 'bad-date' | 'later-date' }
  | { problem: 'bad-hash'; line: number }
  | { refusals: TypedRefusal[] };

/** A refusal located where a person typed the value: a field of the form, and its line where it has several. */
export type TypedRefusal = Omit<Refusal, 'field'> & { field: TypedField | null };
export type TypedField = 'channel' | 'receivedAt' | 'reference' | 'urls' | 'hashes' | 'narrative';

/**
 * Reads the form; the schema of the domain checks it before the engine does.
 * @param nowMs a time later than this, beyond what clocks differ by, is refused
 */
export function readReport(typed: TypedReport, nowMs = Date.now()): ReadReport {
  if (typed.untakenCountry) return { problem: 'bad-country' };
  const receivedAt = instantOf(typed.receivedAt);
  if (receivedAt === 'bad-date') return { problem: receivedAt };
  if (receivedAt !== null && Date.parse(receivedAt) > nowMs + CLOCKS_DIFFER_MS)
    return { problem: 'later-date' };
  const hosting = typed.country === null ? {} : { hosting: { country: typed.country } };
  const subjects: unknown[] = linesOf(typed.urls).map(({ text }) => ({ kind: 'url', url: text, ...hosting }));
  for (const { text, line } of linesOf(typed.hashes)) {
    const subject = readHash(text);
    if (subject === null) return { problem: 'bad-hash', line };
    subjects.push({ ...subject, ...hosting });
  }
  if (subjects.length === 0) return { problem: 'nothing' };
  const parsed = ReportInput.safeParse({
    receivedAt,
    channel: typed.channel,
    ...(typed.reference.trim() === '' ? {} : { reference: typed.reference.trim() }),
    ...(typed.narrative.trim() === '' ? {} : { narrative: typed.narrative.trim() }),
    ...(typed.intensity === null || typed.narrative.trim() === '' ? {} : { intensity: typed.intensity }),
    subjects,
  });
  return parsed.success
    ? { report: parsed.data }
    : { refusals: asTyped(refusalsOf(parsed.error, null), typed) };
}

/**
 * Locates refusals in the form. Subjects are the lines of the addresses, then those of the hashes, in this order.
 * @param refusals with the paths of a `ReportInput`, from its schema or from the engine
 */
export function asTyped(
  refusals: readonly Refusal[],
  { urls, hashes }: Pick<TypedReport, 'urls' | 'hashes'>,
): TypedRefusal[] {
  const lines = [
    ...linesOf(urls).map(({ line }) => ({ field: 'urls' as const, row: line })),
    ...linesOf(hashes).map(({ line }) => ({ field: 'hashes' as const, row: line })),
  ];
  return refusals.map((refusal) => {
    const subject = /^subjects\.(\d+)/.exec(refusal.field ?? '')?.[1];
    const line = subject === undefined ? undefined : lines[Number(subject)];
    return { ...refusal, ...(line ?? { field: fieldOf(refusal.field) }) };
  });
}

const fieldOf = (path: string | null): TypedField | null =>
  path === 'channel' || path === 'receivedAt' || path === 'reference' || path === 'narrative' ? path : null;

const CLOCKS_DIFFER_MS = 5 * 60_000;

/** The only form accepted: `Date.parse` reads "03/11/2026" as 11 March and "1" as 2001. */
const LOCAL_MINUTE = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})$/;

/** The instant of a local time; null for an empty text. A minute that the clock skips in spring is refused. */
function instantOf(text: string): string | null | 'bad-date' {
  if (text.trim() === '') return null;
  const parts = LOCAL_MINUTE.exec(text.trim())?.slice(1).map(Number);
  if (!parts) return 'bad-date';
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts;
  const at = new Date(year, month - 1, day, hour, minute);
  at.setFullYear(year);
  const isSame =
    at.getFullYear() === year &&
    at.getMonth() === month - 1 &&
    at.getDate() === day &&
    at.getHours() === hour &&
    at.getMinutes() === minute;
  return isSame && year >= 1990 ? at.toISOString() : 'bad-date';
}

/** The lines that hold something, numbered as they stand in the field. */
const linesOf = (text: string): { text: string; line: number }[] =>
  text
    .split('\n')
    .map((each, index) => ({ text: each.trim(), line: index + 1 }))
    .filter((each) => each.text !== '');

/** The kinds of hash that their number of digits tells; 64 digits may be a SHA-256 or a PDQ. */
const BY_DIGITS: Readonly<Record<number, HashAlgorithm>> = { 32: 'md5', 40: 'sha1' };

/** Reads `sha256:…`, or a value alone whose length belongs to one kind of hash. */
function readHash(line: string): SubjectInput | null {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase().replace('-', '');
  const algorithm = HashAlgorithm.safeParse(colon < 0 ? BY_DIGITS[line.length] : name);
  if (!algorithm.success) return null;
  const value = hashSchema[algorithm.data].safeParse(line.slice(colon + 1));
  return value.success ? { kind: 'file', hashes: { [algorithm.data]: value.data } } : null;
}
