import { type TakedownSource, TakedownStep, type TakedownTeller } from '../../../shared/domain/takedown.ts';
import type { Database } from '../storage/database.ts';

/** The report or statement that told a step, or the person who typed it. */
export type StepOrigin =
  | { source: TakedownTeller; reportSha256: string }
  | { source: TakedownSource; by: string; note: string };

/** What the world did about referrals, as desks reported it and people stated it, and the reports as they came. */
export class TakedownStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Stores a report as it came; the same report twice is stored once. */
  insertReport(sha256: string, jws: string): void {
    this.#db
      .prepare('INSERT INTO takedown_reports (sha256, report) VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run([sha256, jws]);
  }

  /** In the order they were recorded. */
  of(referralId: string): TakedownStep[] {
    return this.#db
      .prepare(
        'SELECT status, at, country, recorded_at, source, stated_by, note FROM takedowns WHERE referral_id = ? ORDER BY number',
      )
      .all([referralId])
      .map(({ status, at, country, recorded_at: recordedAt, source, stated_by: by, note }) =>
        TakedownStep.parse({
          ...{ status, at, recordedAt },
          ...(country === null ? {} : { country }),
          ...{ source, by },
          note: note ?? '',
        }),
      );
  }

  add(
    referralId: string,
    { status, at, country }: { status: string; at: string; country?: string | undefined },
    recordedAt: string,
    origin: StepOrigin,
  ): void {
    const stated = 'by' in origin ? origin : null;
    this.#db
      .prepare(
        `INSERT INTO takedowns (referral_id, number, status, at, country, recorded_at, source, report_sha256, stated_by, note)
         SELECT :id, count(*), :status, :at, :country, :recordedAt, :source, :report, :by, :note
         FROM takedowns WHERE referral_id = :id`,
      )
      .run({
        ...{ id: referralId, status, at, country: country ?? null, recordedAt },
        source: origin.source,
        report: 'reportSha256' in origin ? origin.reportSha256 : null,
        by: stated?.by ?? null,
        note: stated?.note ?? null,
      });
  }

  /** Erases what people wrote about the referrals of these cases. */
  erase(cases: readonly string[]): void {
    this.#db
      .prepare(
        `UPDATE takedowns SET note = '' WHERE note IS NOT NULL AND referral_id IN (
           SELECT id FROM referrals WHERE case_id IN (SELECT value FROM json_each(?)))`,
      )
      .run([JSON.stringify(cases)]);
  }

  /**
   * Delivered referrals about which nothing was heard since `before`, and about which news is awaited; those that were
   * amended or retracted are left to the later referral. The longest silent first.
   */
  silentSince(before: string, hidden: ReadonlySet<string>): string[] {
    return this.#db
      .prepare(
        `SELECT r.id, r.delivered_at FROM referrals r WHERE r.state = 'delivered' AND r.purpose <> 'retraction'
         AND r.delivered_at <= :before AND r.case_id NOT IN (SELECT value FROM json_each(:hidden))
         AND NOT EXISTS (SELECT 1 FROM takedowns t WHERE t.referral_id = r.id AND t.recorded_at > :before)
         AND NOT EXISTS (SELECT 1 FROM takedowns t WHERE t.referral_id = r.id
           AND (${LAST}) AND NOT EXISTS (
             SELECT 1 FROM takedowns later WHERE later.referral_id = r.id AND julianday(later.at) > julianday(t.at)))
         AND NOT EXISTS (SELECT 1 FROM referrals later WHERE later.in_reply_to = r.id
           AND later.state <> 'refused' AND later.state <> 'withdrawn' AND later.state <> 'void')
         ORDER BY r.delivered_at, r.line`,
      )
      .all({ before, hidden: JSON.stringify([...hidden]) })
      .map(({ id }) => String(id));
  }
}

/** The statuses after which no news is awaited; tests compare them with `isSettled`. */
const LAST = ['permanently-removed', 'unavailable', 'moved', 'not-illegal']
  .map((status) => `t.status = '${status}'`)
  .join(' OR ');
