import { Batch, type ReadFormat } from '../../../shared/contract/intake.contract.ts';
import { BatchId } from '../../../shared/domain/ids.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import type { ReportInput } from '../../../shared/domain/report.ts';
import type { Database, SqlRow } from '../storage/database.ts';

/** A row of a file, as it was taken in. */
export interface StagedRows {
  row: number;
  report: ReportInput;
}

/** Rows as they are staged. */
export interface RowsPiece {
  count: number;
  /** A JSON array of the canonical JSON of each row. */
  text: string;
}

export interface NewBatch {
  id: string;
  digest: string;
  fileName: string;
  format: ReadFormat;
  /** What a table was read with. */
  profile: { name: string; sha256: string } | null;
  importedAt: string;
  importedBy: string;
  reports: number;
  subjects: number;
  refused: number;
}

/**
 * The cases to which rows of a file were added: new ones, and known ones, some of which were decided and are open
 * again.
 */
export interface Counted {
  isNew: number;
  joined: number;
  reopened: number;
}

/** Imported files, their rows in pieces of a few hundred, and what was refused of them. */
export class BatchStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  /** For rows of a file that nobody has accepted yet: its acceptance makes them durable. */
  provisional<Result>(work: () => Result): Result {
    return this.#db.provisional(work);
  }

  /**
   * Begins the storing of a file's many pages, until the returned function is called.
   * @param alone whether nobody waits for the database meanwhile
   */
  longRun(alone: boolean): () => void {
    return this.#db.longRun(alone);
  }

  /** What `work` would answer; nothing it changed stays. */
  tryOut<Result>(work: () => Result): Result {
    return this.#db.tryOut(work);
  }

  stage(batch: string, number: number, { count, text }: RowsPiece): void {
    this.#db
      .prepare('INSERT INTO batch_rows (batch, number, count, rows) VALUES (?, ?, ?, ?)')
      .run([batch, number, count, text]);
  }

  /**
   * The next pieces to store, at most `pieces`: the number of the last one, whether it is the file's last, and how many
   * rows they hold. Null where everything is stored.
   */
  nextPieces(batch: string, pieces: number): { through: number; isLast: boolean; rows: number } | null {
    const next = this.#db
      .prepare(
        `SELECT number, count FROM batch_rows WHERE batch = :batch
         AND number > (SELECT stored_through FROM batches WHERE id = :batch) ORDER BY number LIMIT +:limit`,
      )
      .all({ batch, limit: pieces + 1 });
    const taken = next.slice(0, pieces);
    const last = taken.at(-1);
    if (!last) return null;
    const rows = taken.reduce((sum, piece) => sum + Number(piece.count), 0);
    return { through: Number(last.number), isLast: next.length <= pieces, rows };
  }

  /** The rows that are not stored yet, to the end of this piece. They were validated before they were staged. */
  *rowsThrough(batch: string, through: number): Generator<StagedRows> {
    const from = this.#db.prepare('SELECT stored_through FROM batches WHERE id = ?').get([batch]);
    const next = this.#db.prepare(
      'SELECT number, rows FROM batch_rows WHERE batch = ? AND number > ? AND number <= ? ORDER BY number LIMIT 1',
    );
    let piece = next.get([batch, Number(from?.stored_through ?? -1), through]);
    for (; piece; piece = next.get([batch, Number(piece.number), through]))
      yield* JSON.parse(String(piece.rows)) as StagedRows[];
  }

  /** How many rows of a file there are. */
  countRows(batch: string): number {
    const sum = this.#db.prepare('SELECT sum(count) AS n FROM batch_rows WHERE batch = ?').get([batch]);
    return Number(sum?.n ?? 0);
  }

  /** The same rows as they are stored, a piece at a time. */
  *texts(batch: string): Generator<{ number: number; count: number; text: string }> {
    const next = this.#db.prepare(
      'SELECT number, count, rows FROM batch_rows WHERE batch = ? AND number > ? ORDER BY number LIMIT 1',
    );
    for (let piece = next.get([batch, -1]); piece; piece = next.get([batch, Number(piece.number)]))
      yield { number: Number(piece.number), count: Number(piece.count), text: String(piece.rows) };
  }

  /** All rows of a file, a piece at a time; writes may happen between two pieces. */
  *pieces(batch: string): Generator<StagedRows[]> {
    const next = this.#db.prepare(
      'SELECT number, rows FROM batch_rows WHERE batch = ? AND number > ? ORDER BY number LIMIT 1',
    );
    for (let piece = next.get([batch, -1]); piece; piece = next.get([batch, Number(piece.number)]))
      yield JSON.parse(String(piece.rows)) as StagedRows[];
  }

  /** Notes how far a file is stored, and how many cases that added. */
  stored(batch: string, through: number, { isNew, joined, reopened }: Counted, isLast: boolean): void {
    this.#db
      .prepare(
        `UPDATE batches SET stored_through = ?, cases_new = cases_new + ?, cases_joined = cases_joined + ?,
         cases_reopened = cases_reopened + ?, state = ? WHERE id = ? AND stored_through < ?`,
      )
      .run([through, isNew, joined, reopened, isLast ? 'done' : 'storing', batch, through]);
  }

  /** Deletes what was staged of a file that was not accepted, and its refusals. */
  discard(batch: string): void {
    this.#db.prepare('DELETE FROM batch_rows WHERE batch = ?').run([batch]);
    this.#db.prepare('DELETE FROM refusals WHERE batch = ?').run([batch]);
    this.#db.prepare('DELETE FROM refused_rows WHERE batch = ?').run([batch]);
  }

  /** Deletes staged rows of files that were never accepted: imports that a crash or a lock cut short. */
  discardAbandoned(): void {
    this.#db.execute('DELETE FROM batch_rows WHERE batch NOT IN (SELECT id FROM batches)');
    this.#db.execute('DELETE FROM refusals WHERE batch NOT IN (SELECT id FROM batches)');
    this.#db.execute('DELETE FROM refused_rows WHERE batch NOT IN (SELECT id FROM batches)');
  }

  accept(batch: NewBatch): void {
    this.#db
      .prepare(
        `INSERT INTO batches (id, digest, file_name, format, state, imported_at, imported_by, reports, subjects, refused,
           profile, profile_sha256)
         VALUES (?, ?, ?, ?, 'storing', ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([
        batch.id,
        batch.digest,
        batch.fileName,
        batch.format,
        batch.importedAt,
        batch.importedBy,
        batch.reports,
        batch.subjects,
        batch.refused,
        batch.profile?.name ?? null,
        batch.profile?.sha256 ?? null,
      ]);
  }

  /** The digest of the profile that a file was read with; null where it was none. */
  profileOf(batch: string): string | null {
    const row = this.#db.prepare('SELECT profile_sha256 FROM batches WHERE id = ?').get([batch]);
    return row?.profile_sha256 == null ? null : String(row.profile_sha256);
  }

  /** The rows of one staged piece; null behind the last. */
  staged(batch: string, number: number): StagedRows[] | null {
    const row = this.#db
      .prepare('SELECT rows FROM batch_rows WHERE batch = ? AND number = ?')
      .get([batch, number]);
    return row ? (JSON.parse(String(row.rows)) as StagedRows[]) : null;
  }

  unfinished(): BatchId[] {
    return this.#db
      .prepare("SELECT id FROM batches WHERE state = 'storing' ORDER BY number")
      .all()
      .map((row) => BatchId.parse(row.id));
  }

  findByDigest(digest: string): Batch | null {
    return this.#batches('WHERE b.digest = ?', [digest])[0] ?? null;
  }

  find(id: string): Batch | null {
    return this.#batches('WHERE b.id = ?', [id])[0] ?? null;
  }

  /** Newest first. */
  list(limit: number): Batch[] {
    return this.#batches('ORDER BY b.number DESC LIMIT +?', [limit]);
  }

  insertRefusals(batch: string, from: number, refusals: readonly Refusal[]): void {
    const insert = this.#db.prepare(
      'INSERT INTO refusals (batch, number, row, field, reason, detail) VALUES (?, ?, ?, ?, ?, ?)',
    );
    refusals.forEach(({ row, field, reason, detail }, index) => {
      insert.run([batch, from + index, row, field, reason, JSON.stringify(detail)]);
    });
  }

  refusals(batch: string, after: number, limit: number): Refusal[] {
    return this.#db
      .prepare(
        'SELECT row, field, reason, detail FROM refusals WHERE batch = ? AND number >= ? ORDER BY number LIMIT +?',
      )
      .all([batch, after, limit])
      .map((row) => Refusal.parse({ ...row, detail: JSON.parse(String(row.detail)) }));
  }

  #batches(clause: string, values: readonly (string | number)[]): Batch[] {
    return this.#db
      .prepare(`SELECT b.*, p.name FROM batches b JOIN person_names p ON p.id = b.imported_by ${clause}`)
      .all(values)
      .map(toBatch);
  }
}

const toBatch = (row: SqlRow): Batch =>
  Batch.parse({
    id: row.id,
    fileName: row.file_name,
    format: row.format,
    profile: row.profile,
    digest: row.digest,
    state: row.state,
    importedAt: row.imported_at,
    importedBy: row.name,
    reports: row.reports,
    subjects: row.subjects,
    casesNew: row.cases_new,
    casesJoined: row.cases_joined,
    casesReopened: row.cases_reopened,
    refusedTotal: row.refused,
  });
