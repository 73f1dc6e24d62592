import type { Notice, Refusal } from '../../../../shared/domain/refusal.ts';
import type { ReportInput } from '../../../../shared/domain/report.ts';

/** The content of one stretch of a file. Parsers yield these as they read, so memory stays bounded. */
export interface ParsedChunk {
  reports: { row: number; report: ReportInput }[];
  refusals: Refusal[];
  /** The refused rows as text, where they could be told apart from the others. */
  refused: RefusedRow[];
  notices: Notice[];
}

/** A refused row in the form in which `FormatReader.fileOf` takes it. */
export interface RefusedRow {
  row: number;
  text: string;
  /** What its first refused field holds, where the reader knows. */
  value?: string;
}

/**
 * Reads a file of one format. Rows that cannot be accepted become refusals beside the good ones; damage that makes the
 * rest of the file unreadable is thrown as `FileRefused`.
 */
export type ParseFile = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<ParsedChunk>;

/** A format of files with reports: one folder entry and one row of the table in all-formats.ts. */
export interface FormatReader {
  /** What a message calls it. */
  readonly name: string;
  /**
   * Whether a file is of this format, by how it begins.
   * @param head the file's first text, without byte order mark and leading blanks
   */
  begins(head: string): boolean;
  readonly read: ParseFile;
  /**
   * A file of this format that holds these rows of another one.
   * @param rows as `ParsedChunk.refused` has them, perhaps changed by a person
   */
  fileOf(rows: readonly string[]): string;
  /** False where line ends mean nothing (a JSON document): a lone carriage return then stays as it is. */
  readonly hasLines: boolean;
}

/** The file as a whole, or everything from here on, cannot be read. */
export class FileRefused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.detail.code);
    this.name = 'FileRefused';
    this.refusal = refusal;
  }
}
