import type { IntakeFormat, ReadFormat } from '../../shared/contract/intake.contract.ts';
import type { ImportProfile } from '../../shared/domain/import-profile.ts';
import type { Notice, Refusal } from '../../shared/domain/refusal.ts';
import type { ReportInput } from '../../shared/domain/report.ts';
import { FileRefused } from '../../src-main/engine/intake/formats/intake-format.ts';
import { openIntakeFile } from '../../src-main/engine/intake/parse-file.ts';

/** Everything that reading a file yields. */
export interface WholeFile {
  format: ReadFormat | null;
  reports: { row: number; report: ReportInput }[];
  refusals: Refusal[];
  notices: Notice[];
  /** Why the file, or the rest of it, was refused. */
  failure: Refusal | null;
}

/** The bytes of a file as a stream, cut where the sizes say; the last size repeats. */
export async function* streamOf(file: Uint8Array | string, ...sizes: number[]): AsyncGenerator<Uint8Array> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  let from = 0;
  for (let index = 0; from < bytes.length; index++) {
    const size = Math.max(1, sizes[Math.min(index, sizes.length - 1)] ?? bytes.length);
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

export async function readWhole(
  file: AsyncIterable<Uint8Array> | Uint8Array | string,
  format?: IntakeFormat,
): Promise<WholeFile> {
  const bytes = typeof file === 'string' || file instanceof Uint8Array ? streamOf(file) : file;
  return everythingIn(bytes, format ? { format } : {});
}

/** @param cut how many bytes each piece of the stream has */
export const readTable = (
  file: Uint8Array | string,
  profile: ImportProfile,
  cut = Number.MAX_SAFE_INTEGER,
): Promise<WholeFile> => everythingIn(streamOf(file, cut), { profile });

async function everythingIn(
  bytes: AsyncIterable<Uint8Array>,
  options: Parameters<typeof openIntakeFile>[1],
): Promise<WholeFile> {
  const whole: WholeFile = { format: null, reports: [], refusals: [], notices: [], failure: null };
  try {
    const opened = await openIntakeFile(bytes, options);
    whole.format = opened.format;
    for await (const chunk of opened.chunks) {
      whole.reports.push(...chunk.reports);
      whole.refusals.push(...chunk.refusals);
      whole.notices.push(...chunk.notices);
    }
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    whole.failure = error.refusal;
  }
  return whole;
}

/** The parts of refusals to compare; the details are left out. */
export const placeAndReason = ({ row, field, reason }: Refusal): [number | null, string | null, string] => [
  row,
  field,
  reason,
];

export const SCART_HEADER = 'URL;REFERER;WORKUSER-EMAIL;REFERENCE;SOURCE;TYPE';

/** A SCARt file of these rows, under the plain header unless another is given. */
export const scartFile = (rows: readonly string[], header = SCART_HEADER): string =>
  `${[header, ...rows].join('\n')}\n`;

/** A SCARt row for an address, with the other columns empty. */
export const scartRow = (url: string): string => `${url};;;;;`;

/** A VICS hash set of these Media entries. */
export const vicsHashSet = (entries: readonly unknown[]): string =>
  JSON.stringify({
    '@odata.context': 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media',
    value: entries,
  });

/** A VICS case with these Media entries. */
export const vicsCase = (entries: readonly unknown[], members: Record<string, unknown> = {}): string =>
  JSON.stringify({
    '@odata.context': 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/CUSTOM/$metadata#Cases',
    value: [{ CaseNumber: 'SYN-1', ContactOrganization: 'Example Hotline', ...members, Media: entries }],
  });

export const AN_MD5 = '0cc175b9c0f1b6a831c399e269772661';
export const A_SHA1 = '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8';

/** One line of hashline-report/1 about an address. */
export const reportLine = (members: Record<string, unknown> = {}): string =>
  JSON.stringify({
    format: 'hashline-report/1',
    receivedAt: '2026-01-02T03:04:05.000Z',
    channel: 'partner',
    subjects: [{ kind: 'url', url: 'https://site.example/a' }],
    ...members,
  });
