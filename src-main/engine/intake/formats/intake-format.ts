import type { Notice, Refusal } from '../../../../shared/domain/refusal.ts';
import type { ReportInput } from '../../../../shared/domain/report.ts';

/** The content of one stretch of a file. Parsers yield these as they read, so memory stays bounded. */
export interface ParsedChunk {
  reports: { row: number; report: ReportInput }[];
  refusals: Refusal[];
  notices: Notice[];
}

/**
 * Reads a file of one format. Rows that cannot be accepted become refusals beside the good ones; damage that makes the
 * rest of the file unreadable is thrown as `FileRefused`.
 */
export type ParseFile = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<ParsedChunk>;

/** Thrown where the file as a whole, or everything from here on, cannot be read. */
export class FileRefused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.name = 'FileRefused';
    this.refusal = refusal;
  }
}
