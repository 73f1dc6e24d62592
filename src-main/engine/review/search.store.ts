import { type SearchedSighting, wordsOf } from '../../../shared/domain/search-text.ts';
import type { Database, SqlRow, SqlValue } from '../storage/database.ts';

/** A sighting with what it is found by, and its case. */
export interface FoundSighting extends SearchedSighting {
  line: number;
  caseId: string;
  batch: number | null;
}

/** A decision that was not taken back, or one's own. */
export interface FoundNote {
  number: number;
  caseId: string;
  note: string;
}

/** How far something was read: the last sighting, and the last assessment. */
export interface Reach {
  sightings: number;
  notes: number;
}

const SIGHTINGS = `SELECT s.line, s.case_id, s.subject, s.referrer, r.reference, b.number AS batch FROM case_sightings s
  LEFT JOIN report_origins r ON r.id = s.report_id LEFT JOIN batch_files b ON b.id = r.batch`;

const NOTES = `SELECT number, case_id, json_extract(judgement, '$.note') AS note FROM assessments_made`;

/** The words by which cases are found, and the rows they stand in. */
export class SearchStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** How far the indexes have come. */
  indexed(): Reach {
    return this.#reach('SELECT sightings, notes FROM search_progress');
  }

  /** How far there is something to index. */
  last(): Reach {
    return this.#reach(
      `SELECT coalesce((SELECT line FROM case_sightings ORDER BY line DESC LIMIT 1), 0) AS sightings,
       coalesce((SELECT number FROM assessments_made ORDER BY number DESC LIMIT 1), 0) AS notes`,
    );
  }

  #reach(sql: string): Reach {
    const row = this.#db.prepare(sql).get();
    return { sightings: Number(row?.sightings ?? 0), notes: Number(row?.notes ?? 0) };
  }

  /** How many entries the record has. */
  entries(): number {
    return Number(this.#db.prepare('SELECT coalesce(position, -1) + 1 AS n FROM log_end').get()?.n ?? 0);
  }

  /** Reads the next sightings and assessments into the indexes; a power cut may make it read some again. */
  index(limit: number): void {
    this.#db.provisional(() => {
      const from = this.indexed();
      const sightings = this.#db
        .prepare(`${SIGHTINGS.replace('s.case_id', "''")} WHERE s.line > ? ORDER BY s.line LIMIT +?`)
        .all([from.sightings, limit])
        .map(sightingOf);
      const notes = this.#db
        .prepare(`${NOTES} WHERE number > ? ORDER BY number LIMIT +?`)
        .all([from.notes, limit])
        .map(noteOf);
      const addWords = this.#db.prepare('INSERT INTO found_words (rowid, words) VALUES (?, ?)');
      for (const sighting of sightings) {
        const words = wordsOf(sighting, sighting.batch);
        if (words !== '') addWords.run([sighting.line, words]);
      }
      const addNote = this.#db.prepare('INSERT INTO found_notes (rowid, words) VALUES (?, ?)');
      for (const { number, note } of notes) if (note !== '') addNote.run([number, note.toLowerCase()]);
      this.#db
        .prepare('UPDATE search_progress SET sightings = ?, notes = ?')
        .run([sightings.at(-1)?.line ?? from.sightings, notes.at(-1)?.number ?? from.notes]);
    });
  }

  /** Notes were erased: an index of three characters each would tell much of them. It is made again without them. */
  forgetNotes(): void {
    this.#db.prepare("INSERT INTO found_notes (found_notes) VALUES ('delete-all')").run();
    this.#db.prepare('UPDATE search_progress SET notes = 0').run();
  }

  /** Lines of indexed sightings whose words have all of these three characters, the last first. */
  sightingsWith(trigrams: readonly string[], before: number, limit: number): number[] {
    return this.#db
      .prepare(
        'SELECT rowid FROM found_words WHERE found_words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT +?',
      )
      .all([matching(trigrams), before, limit])
      .map((row) => Number(row.rowid));
  }

  notesWith(trigrams: readonly string[], before: number, limit: number): number[] {
    return this.#db
      .prepare(
        'SELECT rowid FROM found_notes WHERE found_notes MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT +?',
      )
      .all([matching(trigrams), before, limit])
      .map((row) => Number(row.rowid));
  }

  sighting(line: number): FoundSighting | null {
    const row = this.#db.prepare(`${SIGHTINGS} WHERE s.line = ?`).get([line]);
    return row ? sightingOf(row) : null;
  }

  /** Sightings after one line and before another, the last first. */
  sightingsBetween(after: number, before: number, limit: number): FoundSighting[] {
    return this.#db
      .prepare(`${SIGHTINGS} WHERE s.line > ? AND s.line < ? ORDER BY s.line DESC LIMIT +?`)
      .all([after, before, limit])
      .map(sightingOf);
  }

  /** The note of a decision: where a person asks, one that they may see. */
  note(number: number, person: string | null = null): FoundNote | null {
    const row = this.#db
      .prepare(
        `${NOTES} WHERE number = :number AND (withdrawn_at IS NULL OR person_id = :person OR :person IS NULL)`,
      )
      .get({ number, person });
    return row ? noteOf(row) : null;
  }

  notesBetween(after: number, before: number, person: string, limit: number): FoundNote[] {
    return this.#db
      .prepare(
        `${NOTES} WHERE number > ? AND number < ? AND (withdrawn_at IS NULL OR person_id = ?)
         ORDER BY number DESC LIMIT +?`,
      )
      .all([after, before, person, limit])
      .map(noteOf);
  }

  /** Cases whose id begins so. */
  casesCalled(beginning: string, limit: number): string[] {
    return this.#ids('SELECT id FROM case_holders WHERE id >= ? AND id < ? ORDER BY id LIMIT +?', [
      ...range(beginning),
      limit,
    ]);
  }

  /** Cases of files with a hash that begins so. */
  casesWithHash(algorithm: string, beginning: string, limit: number): string[] {
    return this.#ids(
      'SELECT case_id AS id FROM case_identities WHERE key >= ? AND key < ? ORDER BY key LIMIT +?',
      [...range(`${algorithm}:${beginning}`), limit],
    );
  }

  /** Cases that this person works on or was given. */
  casesHeldBy(person: string, limit: number): string[] {
    return this.#ids(
      `SELECT id FROM case_holders WHERE claimed_by = :person UNION
       SELECT id FROM case_holders WHERE assigned_to = :person LIMIT +:limit`,
      { person, limit },
    );
  }

  /** Cases that this person decided last, the last first. */
  casesDecidedBy(person: string, limit: number): string[] {
    return this.#ids(
      `SELECT case_id AS id FROM assessments_made WHERE person_id = ? AND withdrawn_at IS NULL AND parallel_to IS NULL
       ORDER BY number DESC LIMIT +?`,
      [person, limit],
    );
  }

  people(): { id: string; name: string }[] {
    return this.#db
      .prepare('SELECT id, name FROM person_names')
      .all()
      .map((row) => ({ id: String(row.id), name: String(row.name) }));
  }

  /** Files that were taken in, the last first. */
  files(): { number: number; name: string }[] {
    return this.#db
      .prepare('SELECT number, file_name FROM batch_files ORDER BY number DESC')
      .all()
      .map((row) => ({ number: Number(row.number), name: String(row.file_name) }));
  }

  /** Who decided a case last, and when; null where nobody did. */
  decision(caseId: string): { person: string; name: string; at: string } | null {
    const row = this.#db
      .prepare(
        `SELECT a.person_id, p.name, a.assessed_at FROM assessments_made a JOIN person_names p ON p.id = a.person_id
         WHERE a.case_id = ? AND a.withdrawn_at IS NULL AND a.parallel_to IS NULL ORDER BY a.number DESC LIMIT 1`,
      )
      .get([caseId]);
    return row
      ? { person: String(row.person_id), name: String(row.name), at: String(row.assessed_at) }
      : null;
  }

  /** Reports that tell something, the last first. */
  narratives(
    before: string,
    limit: number,
  ): { report: string; narrative: string; receivedAt: string | null }[] {
    return this.#db
      .prepare(
        'SELECT id, narrative, received_at FROM report_narratives WHERE id < ? ORDER BY id DESC LIMIT +?',
      )
      .all([before, limit])
      .map((row) => ({
        report: String(row.id),
        narrative: String(row.narrative),
        receivedAt: row.received_at === null ? null : String(row.received_at),
      }));
  }

  casesOfReport(report: string, limit: number): string[] {
    return this.#ids(
      'SELECT case_id AS id FROM case_sightings WHERE report_id = ? ORDER BY number LIMIT +?',
      [report, limit],
    );
  }

  #ids(sql: string, parameters: SqlValue[] | Record<string, SqlValue>): string[] {
    return this.#db
      .prepare(sql)
      .all(parameters)
      .map((row) => String(row.id));
  }
}

/** All of them, as FTS5 asks for them. */
const matching = (trigrams: readonly string[]): string =>
  trigrams.map((characters) => `"${characters.replaceAll('"', '""')}"`).join(' AND ');

/** Everything that begins so: keys and ids are ASCII. */
const range = (beginning: string): [string, string] => [beginning, `${beginning}\u007f`];

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const sightingOf = (row: SqlRow): FoundSighting => ({
  line: Number(row.line),
  caseId: String(row.case_id ?? ''),
  subject: String(row.subject),
  referrer: text(row.referrer),
  reference: text(row.reference),
  batch: row.batch === null ? null : Number(row.batch),
});

const noteOf = (row: SqlRow): FoundNote => ({
  number: Number(row.number),
  caseId: String(row.case_id),
  note: text(row.note) ?? '',
});
