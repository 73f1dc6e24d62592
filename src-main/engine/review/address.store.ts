import type { SeenAddress } from '../../../shared/domain/hosting-table.ts';
import type { Database } from '../storage/database.ts';

/** The addresses that reports name for cases. */
export class AddressStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The different ones of a case, what most sightings name first. */
  ofCase(caseId: string, limit: number): SeenAddress[] {
    return this.#db
      .prepare(
        `SELECT subject, ip, count(*) AS n FROM case_sightings WHERE case_id = ?
         GROUP BY subject, ip ORDER BY n DESC, subject, ip LIMIT +?`,
      )
      .all([caseId, limit])
      .map(({ subject, ip, n }) => ({
        subject: String(subject),
        ip: ip === null ? null : String(ip),
        sightings: Number(n),
      }));
  }
}
