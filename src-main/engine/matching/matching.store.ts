import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { IDENTIFYING_ALGORITHMS } from '../../../shared/domain/hashes.ts';
import type { Database } from '../storage/database.ts';

/** Finds cases by the hashes they hold and the addresses they are about. */
export class MatchingStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Ids of the cases that hold exactly this value. Perceptual hashes identify nothing and are found by a scan. */
  caseIds(algorithm: MatchAlgorithm, value: string, limit: number): string[] {
    const identifying =
      algorithm === 'url' || (IDENTIFYING_ALGORITHMS as readonly string[]).includes(algorithm);
    const rows = identifying
      ? this.#db
          .prepare('SELECT case_id AS id FROM case_identities WHERE key = ? ORDER BY case_id LIMIT +?')
          .all([`${algorithm}:${value}`, limit])
      : this.#db
          .prepare(
            "SELECT id FROM case_subjects WHERE state <> 'merged' AND json_extract(hashes, ?) = ? ORDER BY id LIMIT +?",
          )
          .all([`$.${algorithm}`, value, limit]);
    return rows.map((row) => String(row.id));
  }
}
