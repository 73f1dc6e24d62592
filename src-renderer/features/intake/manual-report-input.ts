import { HashAlgorithm, hashSchema } from '../../../shared/domain/hashes.ts';
import { type Refusal, refusalsOf } from '../../../shared/domain/refusal.ts';
import { ReportInput, type SubjectInput } from '../../../shared/domain/report.ts';

/** A report as somebody types it while on the phone. */
export interface TypedReport {
  channel: 'phone' | 'mail';
  receivedAt: string;
  reference: string;
  urls: string;
  hashes: string;
  country: string | null;
  narrative: string;
}

export type ReadReport =
  | { report: ReportInput }
  | { problem: 'nothing' | 'bad-hash' }
  | { refusals: Refusal[] };

/** Reads the form; the schema of the domain judges it before the engine does. */
export function readReport(typed: TypedReport): ReadReport {
  const hosting = typed.country === null ? {} : { hosting: { country: typed.country } };
  const subjects: unknown[] = linesOf(typed.urls).map((url) => ({ kind: 'url', url, ...hosting }));
  for (const line of linesOf(typed.hashes)) {
    const subject = readHash(line);
    if (subject === null) return { problem: 'bad-hash' };
    subjects.push({ ...subject, ...hosting });
  }
  if (subjects.length === 0) return { problem: 'nothing' };
  const receivedAt = Date.parse(typed.receivedAt);
  const parsed = ReportInput.safeParse({
    receivedAt: Number.isNaN(receivedAt) ? null : new Date(receivedAt).toISOString(),
    channel: typed.channel,
    ...(typed.reference.trim() === '' ? {} : { reference: typed.reference.trim() }),
    ...(typed.narrative.trim() === '' ? {} : { narrative: typed.narrative.trim() }),
    subjects,
  });
  return parsed.success ? { report: parsed.data } : { refusals: refusalsOf(parsed.error, null) };
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** `sha256:…`: the algorithm is always said, never guessed from the length. */
function readHash(line: string): SubjectInput | null {
  const colon = line.indexOf(':');
  const algorithm = HashAlgorithm.safeParse(line.slice(0, colon).trim().toLowerCase().replace('-', ''));
  if (!algorithm.success) return null;
  const value = hashSchema[algorithm.data].safeParse(line.slice(colon + 1));
  return value.success ? { kind: 'file', hashes: { [algorithm.data]: value.data } } : null;
}
