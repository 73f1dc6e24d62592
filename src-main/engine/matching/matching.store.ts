import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { IDENTIFYING_ALGORITHMS } from '../../../shared/domain/hashes.ts';
import type { CaseIds } from '../cases/case-ids.ts';
import type { Database } from '../storage/database.ts';

/** Finds cases by the hashes they hold and the addresses they are about. */
export class MatchingStore {
  readonly #db: Database;
  readonly #ids: CaseIds;

  /** @param ids from which the case of an address is known */
  constructor(db: Database, ids: CaseIds) {
    this.#db = db;
    this.#ids = ids;
  }

  /** Ids of the cases that hold exactly this value. Perceptual hashes identify nothing and are found by a scan. */
  caseIds(algorithm: MatchAlgorithm, value: string, limit: number): string[] {
    if (algorithm === 'url') return this.#caseOf(value);
    const rows = (IDENTIFYING_ALGORITHMS as readonly string[]).includes(algorithm)
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

  #caseOf(address: string): string[] {
    const id = this.#ids([`url:${address}`]);
    return this.#db.prepare('SELECT id FROM case_subjects WHERE id = ?').get([id]) === undefined ? [] : [id];
  }
}
