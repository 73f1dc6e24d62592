import type { Batch, ImportResult, RefusedRow } from '../../../shared/contract/intake.contract.ts';
import type { BatchId } from '../../../shared/domain/ids.ts';
import type { TableEncoding } from '../../../shared/domain/import-profile.ts';
import type { Session } from '../session/session.ts';
import { conflict, Failure, notFound } from '../storage/failure.ts';
import type { BatchStore } from './batch.store.ts';
import { FORMATS } from './formats/all-formats.ts';
import type { FormatReader } from './formats/intake-format.ts';
import { encoded } from './formats/stated-text.ts';
import { tableReader } from './formats/table.ts';
import type { ImportProfiles } from './import-profiles.ts';
import type { Importer, ImportOptions } from './importer.ts';
import type { RefusedRowStore } from './refused-row.store.ts';
import { Upload } from './upload.ts';

export interface RefusedRowsParts {
  session: Session;
  batches: BatchStore;
  rows: RefusedRowStore;
  importer: Pick<Importer, 'run'>;
  profiles: ImportProfiles;
}

/** Rows in one piece of a file of refused rows. */
const AT_ONCE = 1000;
/** Longest file of refused rows, in bytes. */
const LARGEST_FILE = 32 * 1024 * 1024;

/** The refused rows of files: shown, mended and taken in after all, saved as a file, erased. */
export class RefusedRows {
  readonly #parts: RefusedRowsParts;

  constructor(parts: RefusedRowsParts) {
    this.#parts = parts;
  }

  list(batch: BatchId, after: number, limit: number): RefusedRow[] {
    return this.#parts.rows.list(batch, after, limit);
  }

  /**
   * Takes a mended row in, as a file of its own with the name of the first one and the row's place. If it was taken in
   * before and only the note of it was lost, the same text makes the note again and nothing else.
   * @throws Failure REFUSED with what is still wrong, NOT_FOUND, CONFLICT where it was taken in before
   */
  async takeIn(batch: BatchId, row: number, text: string): Promise<ImportResult> {
    const { session, batches, rows, importer } = this.#parts;
    const of = this.#batch(batch);
    const kept = rows.find(batch, row);
    if (kept === null) throw notFound({ what: 'refused-row' });
    if (kept.takenIn !== null) throw conflict({ reason: 'row-taken-in' });
    const { reader, options } = this.#reading(of);
    const bytes = new TextEncoder().encode(reader.fileOf([text]));
    const upload = new Upload(nameOf(of.fileName, row), bytes.length);
    const sent = upload.append(bytes).then(() => upload.append(new Uint8Array(0)));
    // The run says what went wrong.
    sent.catch(() => {});
    try {
      for await (const step of importer.run(upload, { ...options, keepGood: false })) {
        if (step.phase !== 'done') continue;
        const { result } = step;
        batches.transaction(() => rows.takenIn(batch, row, result.batch));
        session.announce('batches');
        return result;
      }
    } catch (error) {
      throw placedAt(error, row);
    } finally {
      upload.abort(new Error('the import of the row ended'));
    }
    throw new Error('the import ended without a result');
  }

  /** A file of the rows that were not taken in yet, in the format of the file they came from. */
  file(batch: BatchId): { name: string; bytes: Uint8Array<ArrayBuffer>; rows: number; isCut: boolean } {
    const of = this.#batch(batch);
    const texts: string[] = [];
    let bytes = 0;
    let isCut = false;
    for (let after = 0; !isCut; ) {
      const piece = this.list(batch, after, AT_ONCE);
      for (const { text } of piece) {
        if (text === null) continue;
        bytes += Buffer.byteLength(text);
        isCut ||= bytes > LARGEST_FILE;
        if (!isCut) texts.push(text);
      }
      const last = piece.at(-1);
      if (last === undefined) break;
      after = last.row;
    }
    if (texts.length === 0) throw notFound({ what: 'refused-row' });
    const { reader, encoding } = this.#reading(of);
    const written = encoded(reader.fileOf(texts), encoding);
    return { name: `refused-${of.fileName}`, bytes: written, rows: texts.length, isCut };
  }

  /** How the rows of a file are read again. A single row is always read as UTF-8. */
  #reading({ id, format, profile }: Batch): {
    reader: FormatReader;
    options: Pick<ImportOptions, 'format' | 'table'>;
    encoding: TableEncoding;
  } {
    if (format !== 'table') return { reader: FORMATS[format], options: { format }, encoding: 'utf-8' };
    const sha256 = this.#parts.batches.profileOf(id);
    const read = sha256 === null ? null : this.#parts.profiles.findVersion(sha256);
    if (read === null || sha256 === null) throw notFound({ what: 'import-profile' });
    const asUtf8 = { name: profile ?? '', sha256, profile: { ...read, encoding: 'utf-8' as const } };
    return { reader: tableReader(read), options: { table: asUtf8 }, encoding: read.encoding };
  }

  countBefore(at: string): number {
    return this.#parts.rows.countBefore(at);
  }

  /** Erases the texts of rows of files that were imported before this time. */
  eraseBefore(at: string): void {
    this.#parts.batches.transaction(() => this.#parts.rows.eraseBefore(at));
  }

  #batch(id: BatchId) {
    const found = this.#parts.batches.find(id);
    if (found === null) throw notFound({ what: 'batch' });
    return found;
  }
}

/** The name of a file has at most 255 characters. */
const nameOf = (fileName: string, row: number): string => `${fileName.slice(0, 230)} (row ${row})`;

/** What is wrong with a mended row, at the place it has in the first file. */
function placedAt(error: unknown, row: number): unknown {
  if (!(error instanceof Failure) || error.failure.code !== 'REFUSED') return error;
  const refusals = error.failure.data.refusals.map((refusal) => ({ ...refusal, row }));
  return new Failure({ code: 'REFUSED', data: { refusals } });
}
