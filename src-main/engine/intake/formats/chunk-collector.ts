import type { Notice, Refusal } from '../../../../shared/domain/refusal.ts';
import type { ReportInput } from '../../../../shared/domain/report.ts';
import { FileRefused, type ParsedChunk } from './intake-format.ts';
import { INTAKE_LIMITS } from './intake-limits.ts';

/** Collects what a parser finds until it is enough for a chunk. */
export class ChunkCollector {
  #chunk: ParsedChunk = { reports: [], refusals: [], refused: [], notices: [] };
  #rows = 0;

  /** Counts a row towards the file's limit; call it once for each, valid or not. */
  countRow(row: number): void {
    if (++this.#rows > INTAKE_LIMITS.maxRows) {
      throw new FileRefused({
        row,
        field: null,
        reason: 'too-many-rows',
        detail: { code: 'too-many-rows', maximum: INTAKE_LIMITS.maxRows },
      });
    }
  }

  take(row: number, report: ReportInput): void {
    this.#chunk.reports.push({ row, report });
  }

  refuse(...refusals: Refusal[]): void {
    this.#chunk.refusals.push(...refusals);
  }

  /**
   * Keeps the text of a row that was refused; call it once for each.
   * @param value what its first refused field holds
   */
  keepRefused(row: number, text: string, value?: string): void {
    this.#chunk.refused.push({ row, text, ...(value === undefined ? {} : { value }) });
  }

  note(notice: Notice): void {
    this.#chunk.notices.push(notice);
  }

  get isFull(): boolean {
    const { reports, refusals, notices } = this.#chunk;
    return Math.max(reports.length, refusals.length, notices.length) >= INTAKE_LIMITS.rowsPerChunk;
  }

  get isEmpty(): boolean {
    const { reports, refusals, notices } = this.#chunk;
    return reports.length + refusals.length + notices.length === 0;
  }

  /** Returns the collected rows and starts anew. */
  drain(): ParsedChunk {
    const chunk = this.#chunk;
    this.#chunk = { reports: [], refusals: [], refused: [], notices: [] };
    return chunk;
  }
}

/** One format's reader: it receives slices of a file and puts what it finds into a collector. */
export interface SliceReader {
  feed(slice: Uint8Array): void | Promise<void>;
  /** Called at the end of the file: hands over what is left, and throws `FileRefused` if the file ended too early. */
  finish(): void | Promise<void>;
}

/**
 * Runs a reader over a file and yields chunks of about 500 rows. What was found before damage is yielded before the
 * damage is thrown.
 */
export async function* readChunks(
  slices: AsyncIterable<Uint8Array>,
  collector: ChunkCollector,
  reader: SliceReader,
): AsyncGenerator<ParsedChunk, void, void> {
  try {
    for await (const slice of slices) {
      await reader.feed(slice);
      if (collector.isFull) yield collector.drain();
    }
    await reader.finish();
  } catch (error) {
    if (!collector.isEmpty) yield collector.drain();
    throw error;
  }
  if (!collector.isEmpty) yield collector.drain();
}
