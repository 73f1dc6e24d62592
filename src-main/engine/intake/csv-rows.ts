import { CsvError, type Parser, parse } from 'csv-parse';
import { INTAKE_LIMITS } from './intake-limits.ts';

/** Why no more rows can be told from each other, in words for people. */
export interface CsvProblem {
  reason: 'line-too-long' | 'truncated';
  detail: string;
}

/**
 * The rows of a text with delimiters (RFC 4180), told one by one as slices of the file come in, each with the line it begins
 * on; blank lines are none. What a person made by hand is read as well as it goes: quotation marks in the middle, rows of other
 * widths.
 */
export class CsvRows {
  readonly #csv: Parser;
  readonly #refused: (problem: CsvProblem, line: number) => Error;
  #nextLine = 1;

  /** @param refused the error for a file that cannot be read on */
  constructor(
    delimiter: string,
    onRow: (row: string[], line: number) => void,
    refused: (problem: CsvProblem, line: number) => Error,
  ) {
    this.#refused = refused;
    this.#csv = parse({
      delimiter,
      // Not discovered from the first line: a file glued together from two systems has both.
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      // Reported addresses hold stray quotation marks.
      relax_quotes: true,
      max_record_size: INTAKE_LIMITS.maxCsvLineBytes,
      // Rows are taken here and never enter the stream's readable side: it would cost more than the parsing.
      on_record: (row: string[]) => {
        const line = this.#nextLine;
        this.#nextLine += 1 + lineBreaksIn(row);
        if (row.length > 1 || row[0]?.trim() !== '') onRow(row, line);
        return undefined;
      },
    });
    // Failures reach the callbacks of write and end; without a listener they would also stop the process.
    this.#csv.on('error', () => {});
  }

  feed(slice: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#csv.write(slice, (error) => (error ? reject(this.#told(error)) : resolve()));
    });
  }

  finish(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#csv.once('error', (error) => reject(this.#told(error)));
      this.#csv.end(() => resolve());
    });
  }

  #told(error: Error): Error {
    if (!(error instanceof CsvError)) return error;
    return this.#refused(
      error.code === 'CSV_MAX_RECORD_SIZE'
        ? {
            reason: 'line-too-long',
            detail: `The row is longer than ${INTAKE_LIMITS.maxCsvLineBytes} bytes; a quotation mark may not be closed.`,
          }
        : {
            reason: 'truncated',
            detail: 'A quotation mark that opens here is never closed; the file may have been cut off.',
          },
      this.#nextLine,
    );
  }
}

/** The next row begins so many lines further down than it would. */
function lineBreaksIn(row: readonly string[]): number {
  let breaks = 0;
  for (const cell of row) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks++;
  }
  return breaks;
}
