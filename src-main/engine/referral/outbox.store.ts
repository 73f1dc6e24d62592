import { z } from 'zod';
import { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import { Waiting } from '../../../shared/contract/vault.contract.ts';
import type { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';
import { CaseId, type ReferralId } from '../../../shared/domain/ids.ts';
import { ReferralBody, type ReferralState } from '../../../shared/domain/referral.ts';
import type { Database, SqlRow, SqlValue } from '../storage/database.ts';
import { HELD_UNTIL, MAY_BE_HELD } from './held-until.ts';
import type { QueuedReferral } from './queued-referral.ts';
import type { QueuedNow, ReferralFilter, Referrals } from './referrals.ts';
import { TakedownStore } from './takedown.store.ts';

/** What the columns repeat of a body, which was checked as a whole when it was composed. */
const Ordered = z.object({
  ...ReferralBody.pick({ referral: true, destination: true, kind: true, inReplyTo: true }).shape,
  route: z.object({ deadlineAt: ReferralBody.shape.route.shape.deadlineAt }),
});

/** How a referral arrived. */
interface Delivered {
  at: string;
  reference: string | null;
  receipt: string | null;
  /** The address that a notice went to. */
  sentTo: string | null;
}

/** Referrals and their outcomes. Triggers ensure that a referral is never deleted and its body never changed. */
export class OutboxStore implements Referrals {
  readonly #db: Database;
  readonly #takedowns: TakedownStore;

  constructor(db: Database) {
    this.#db = db;
    this.#takedowns = new TakedownStore(db);
  }

  queue({
    caseId,
    assessmentId,
    queuedAt,
    heldUntil,
    idempotencyKey,
    body,
    isVoid,
    position,
  }: QueuedNow): void {
    const { referral, destination, kind, inReplyTo, route } = Ordered.parse(JSON.parse(body));
    this.#db
      .prepare(
        `INSERT INTO referrals (id, case_id, assessment_id, destination, purpose, in_reply_to, state, queued_at,
         next_attempt_at, not_before, deadline_at, idempotency_key, body, position)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)`,
      )
      .run([
        referral,
        caseId,
        assessmentId,
        destination,
        kind,
        inReplyTo,
        isVoid ? 'void' : 'queued',
        queuedAt,
        // Not sent before, so that its decision can be taken back.
        heldUntil === null ? 0 : Date.parse(heldUntil),
        route.deadlineAt,
        idempotencyKey,
        body,
        position,
      ]);
  }

  /**
   * The oldest referral of a destination that is still to be sent; those behind it wait for it. A referral that changes
   * or withdraws another is never sent before that one: it waits while the other is parked.
   * @param settled the entries whose order is settled; null where what is first was ordered by a later one
   * @param behind only those behind this place
   */
  headOfLine(destination: string, settled: number, behind = Number.MIN_SAFE_INTEGER): QueuedReferral | null {
    // A state each, so that both are read in the order of the index: together they would be sorted, all that wait.
    const first = (state: string) => `SELECT * FROM (
      SELECT line, id, case_id, destination, attempts, max(next_attempt_at, ${HELD_UNTIL}) AS next_attempt_at,
      idempotency_key, body, in_doubt, released, position FROM referrals
      WHERE destination = :destination AND state = '${state}' AND line > :behind AND NOT EXISTS (
        SELECT 1 FROM referrals earlier WHERE earlier.id = referrals.in_reply_to AND earlier.state = 'parked')
      ORDER BY line LIMIT 1)`;
    const row = this.#db
      .prepare(`${first('sending')} UNION ALL ${first('queued')} ORDER BY line LIMIT 1`)
      .get({ destination, behind });
    return row && Number(row.position) < settled ? toQueued(row) : null;
  }

  markSending(id: string): void {
    this.#db
      .prepare("UPDATE referrals SET state = 'sending', attempts = attempts + 1, in_doubt = 1 WHERE id = ?")
      .run([id]);
  }

  /** @param attempts null where a person says so, who made none */
  markDelivered(
    id: string,
    { at, reference, receipt, sentTo, attempts }: Delivered & { attempts: number | null },
  ): void {
    this.#db
      .prepare(
        `UPDATE referrals SET state = 'delivered', reason = NULL, delivered_at = ?, reference = ?, receipt = ?,
         sent_to = ?, attempts = coalesce(?, attempts) WHERE id = ? AND state <> 'delivered'`,
      )
      .run([at, reference, receipt, sentTo, attempts, id]);
  }

  /** After an attempt that certainly did not reach the desk. */
  markWithSender(id: string): void {
    this.#db.prepare('UPDATE referrals SET in_doubt = 0 WHERE id = ?').run([id]);
  }

  markWaiting(id: string, nextAttemptAtMs: number, reason: DeliveryTrouble): void {
    this.#db
      .prepare("UPDATE referrals SET state = 'queued', next_attempt_at = ?, reason = ? WHERE id = ?")
      .run([nextAttemptAtMs, JSON.stringify(reason), id]);
  }

  /** @param refusal the statement the desk signed, where it refused */
  markStopped(id: string, state: 'refused' | 'parked', refusal: string | null, attempts: number): void {
    this.#db
      .prepare(
        "UPDATE referrals SET state = ?, refusal = ?, attempts = ? WHERE id = ? AND state <> 'delivered'",
      )
      .run([state, refusal, attempts, id]);
  }

  /** Notes why a referral stopped; the ledger has the same as a sentence. */
  explain(id: string, reason: DeliveryTrouble): void {
    this.#db.prepare('UPDATE referrals SET reason = ? WHERE id = ?').run([JSON.stringify(reason), id]);
  }

  /** Limits every hold to `latestMs`: a later one was queued before the clock was set back. */
  shortenHolds(latestMs: number): void {
    this.#db
      .prepare(`UPDATE referrals SET shortened_to = :latest WHERE ${MAY_BE_HELD} AND ${HELD_UNTIL} > :latest`)
      .run({ latest: latestMs });
  }

  canWithdraw(caseId: string, assessmentId: string): boolean {
    const begun = this.#db
      .prepare(
        "SELECT 1 FROM referrals WHERE case_id = ? AND assessment_id = ? AND (state NOT IN ('queued', 'void') OR attempts > 0 OR sealed_at IS NOT NULL)",
      )
      .get([caseId, assessmentId]);
    return begun === undefined;
  }

  withdraw(caseId: string, assessmentId: string): void {
    this.#db
      .prepare("UPDATE referrals SET state = 'withdrawn' WHERE case_id = ? AND assessment_id = ?")
      .run([caseId, assessmentId]);
  }

  letGo(caseId: string, assessmentId: string): void {
    this.#db
      .prepare(
        "UPDATE referrals SET state = 'queued' WHERE case_id = ? AND assessment_id = ? AND state = 'void'",
      )
      .run([caseId, assessmentId]);
  }

  /** The earliest end of a hold during which a decision can be taken back; null where there is none. */
  heldUntil(nowMs: number): number | null {
    const row = this.#db
      .prepare(`SELECT min(${HELD_UNTIL}) AS at FROM referrals WHERE ${MAY_BE_HELD} AND ${HELD_UNTIL} > ?`)
      .get([nowMs]);
    return row?.at == null ? null : Number(row.at);
  }

  /** Queues a parked referral as if it had never been tried. */
  resume(id: string, nextAttemptAtMs: number): void {
    this.#db
      .prepare(
        `UPDATE referrals SET state = 'queued', attempts = 0, next_attempt_at = ?, reason = NULL, in_doubt = 0,
         released = 1 WHERE id = ?`,
      )
      .run([nextAttemptAtMs, id]);
  }

  frozen(id: string): { destination: string; body: string; idempotencyKey: string } | null {
    const row = this.#db
      .prepare('SELECT destination, body, idempotency_key FROM referrals WHERE id = ?')
      .get([id]);
    if (!row) return null;
    const { destination, body, idempotency_key: idempotencyKey } = row;
    return { destination: String(destination), body: String(body), idempotencyKey: String(idempotencyKey) };
  }

  /** Ends the delays of a desk's referrals; the time in which a decision can be taken back stays. */
  hurry(destination: string, nowMs: number): void {
    this.#db
      .prepare(
        "UPDATE referrals SET next_attempt_at = :now WHERE destination = :destination AND state = 'queued' AND next_attempt_at > :now",
      )
      .run({ now: nowMs, destination });
  }

  /** Delivered referrals to a desk that told it of a case, not of a change to what it was told before. */
  countContributed(destination: string): number {
    const row = this.#db
      .prepare(
        "SELECT count(*) AS n FROM referrals WHERE destination = ? AND state = 'delivered' AND purpose = 'new'",
      )
      .get([destination]);
    return Number(row?.n);
  }

  /** The parked referrals of a desk, in the order of their decisions. */
  parkedAt(destination: string): { id: ReferralId; case: CaseId }[] {
    return this.#db
      .prepare(
        "SELECT id, case_id AS 'case' FROM referrals WHERE destination = ? AND state = 'parked' ORDER BY line",
      )
      .all([destination])
      .map((row) => ReferralSummary.pick({ id: true }).extend({ case: CaseId }).parse(row));
  }

  standingOf(caseId: string, assessmentId: string): { id: string; destination: string }[] {
    return this.#db
      .prepare(
        "SELECT id, destination FROM referrals WHERE case_id = ? AND assessment_id = ? AND state <> 'refused' AND state <> 'withdrawn' AND state <> 'void' AND purpose <> 'retraction' ORDER BY line",
      )
      .all([caseId, assessmentId])
      .map((row) => ({ id: String(row.id), destination: String(row.destination) }));
  }

  standingOfCase(caseId: string): { id: string; destination: string }[] {
    const rows = this.#db
      .prepare(
        "SELECT id, destination, purpose FROM referrals WHERE case_id = ? AND state <> 'refused' AND state <> 'withdrawn' AND state <> 'void' ORDER BY line",
      )
      .all([caseId]);
    // Grouping here, because in SQL it takes a temporary table: a tenth of a millisecond for a case without referrals.
    const last = new Map(rows.map((row) => [row.destination, row]));
    return rows
      .filter((row) => last.get(row.destination ?? null) === row && row.purpose !== 'retraction')
      .map((row) => ({ id: String(row.id), destination: String(row.destination) }));
  }

  lastOfCase(caseId: string): ReadonlyMap<string, string> {
    return new Map(
      this.#db
        .prepare('SELECT destination, id FROM referrals WHERE case_id = ? ORDER BY line')
        .all([caseId])
        .map((row) => [String(row.destination), String(row.id)]),
    );
  }

  /** The references under which a destination has what was delivered about a case, the newest first. */
  referencesAt(destination: string, caseId: string): string[] {
    return this.#db
      .prepare(
        "SELECT reference FROM referrals WHERE case_id = ? AND destination = ? AND state = 'delivered' ORDER BY line DESC",
      )
      .all([caseId, destination])
      .map((row) => String(row.reference));
  }

  /** Whether a destination has something of ours under this reference. */
  isReference(destination: string, reference: string): boolean {
    return (
      this.#db
        .prepare('SELECT 1 FROM referrals WHERE reference = ? AND destination = ?')
        .get([reference, destination]) !== undefined
    );
  }

  idsOf(caseId: string, assessmentId: string): string[] {
    return this.#db
      .prepare('SELECT id FROM referrals WHERE case_id = ? AND assessment_id = ? ORDER BY line')
      .all([caseId, assessmentId])
      .map((row) => String(row.id));
  }

  isWithdrawn(id: string): boolean {
    return (
      this.#db.prepare("SELECT 1 FROM referrals WHERE id = ? AND state = 'withdrawn'").get([id]) !== undefined
    );
  }

  countWithdrawn(): number {
    return this.countByState().withdrawn;
  }

  count(): number {
    return Number(this.#db.prepare('SELECT count(*) AS n FROM referrals').get()?.n ?? 0);
  }

  waiting(): Waiting | null {
    const row = this.#db
      .prepare(
        `SELECT count(*) AS referrals, min(queued_at) AS since, min(deadline_at) AS dueAt FROM referrals
         WHERE state IN ('queued', 'sending')`,
      )
      .get();
    return row === undefined || row.referrals === 0 ? null : Waiting.parse(row);
  }

  countByState(destination?: string): Record<ReferralState, number> {
    const counts: Record<ReferralState, number> = {
      queued: 0,
      sending: 0,
      delivered: 0,
      refused: 0,
      parked: 0,
      withdrawn: 0,
      void: 0,
    };
    const rows =
      destination === undefined
        ? this.#db.prepare('SELECT state, count(*) AS n FROM referrals GROUP BY state').all()
        : this.#db
            .prepare('SELECT state, count(*) AS n FROM referrals WHERE destination = ? GROUP BY state')
            .all([destination]);
    for (const row of rows) counts[row.state as ReferralState] = Number(row.n);
    return counts;
  }

  oldestWaiting(destination: string): string | null {
    const row = this.#db
      .prepare(
        "SELECT min(queued_at) AS at FROM referrals WHERE destination = ? AND state IN ('queued', 'sending')",
      )
      .get([destination]);
    return row?.at ? String(row.at) : null;
  }

  /** Destinations that referrals name, whether configured or not. */
  namedDestinations(): string[] {
    return this.#db
      .prepare('SELECT DISTINCT destination FROM referrals ORDER BY destination')
      .all()
      .map((row) => String(row.destination));
  }

  ofCase(caseId: string): ReferralSummary[] {
    return this.#summaries('WHERE case_id = ? ORDER BY line', [caseId]);
  }

  isSending(id: string): boolean {
    const row = this.#db.prepare("SELECT 1 FROM referrals WHERE id = ? AND state = 'sending'").get([id]);
    return row !== undefined;
  }

  find(id: string): ReferralSummary | null {
    return this.#summaries('WHERE id = ?', [id])[0] ?? null;
  }

  list(
    filter: ReferralFilter,
    limit: number,
    hidden: ReadonlySet<string>,
  ): { total: number; referrals: ReferralSummary[] } {
    const values: SqlValue[] = [JSON.stringify([...hidden])];
    const conditions = ['case_id NOT IN (SELECT value FROM json_each(?))'];
    if (filter.state !== undefined) {
      conditions.push('state = ?');
      values.push(filter.state);
    }
    const count = this.#db.prepare(`SELECT count(*) AS n FROM referrals WHERE ${conditions.join(' AND ')}`);
    const total = Number(count.get(values)?.n ?? 0);
    if (filter.after !== undefined) {
      conditions.push('line < (SELECT line FROM referrals WHERE id = ?)');
      values.push(filter.after);
    }
    const referrals = this.#summaries(`WHERE ${conditions.join(' AND ')} ORDER BY line DESC LIMIT +?`, [
      ...values,
      limit,
    ]);
    return { total, referrals };
  }

  /** Erases the notes in the bodies of these cases' referrals. Their desks are not asked about them again. */
  erase(cases: readonly string[], at: string): void {
    this.#db
      .prepare(
        `UPDATE referrals SET body = json_set(body, '$.assessment.judgement.note', ''), erased_at = ?
         WHERE case_id IN (SELECT value FROM json_each(?))`,
      )
      .run([at, JSON.stringify(cases)]);
  }

  /** After a merge, referrals of one case belong to the case it was merged into. */
  repoint(from: string, to: string): void {
    this.#db.prepare('UPDATE referrals SET case_id = ? WHERE case_id = ?').run([to, from]);
  }

  #summaries(clause: string, values: readonly SqlValue[]): ReferralSummary[] {
    const rows = this.#db
      .prepare(
        `SELECT id, case_id, destination, purpose, in_reply_to, state, attempts, queued_at, next_attempt_at, ${HELD_UNTIL} AS not_before, deadline_at, reason,
         delivered_at, reference, report_problem, sealed_at, (SELECT c.subject FROM case_subjects c WHERE c.id = case_id) AS subject,
         (SELECT c.kind FROM case_subjects c WHERE c.id = case_id) AS kind FROM referrals ${clause}`,
      )
      .all(values);
    return rows.map((row) =>
      ReferralSummary.parse({
        id: row.id,
        case: row.case_id,
        subject: row.subject,
        kind: row.kind,
        destination: row.destination,
        purpose: row.purpose,
        inReplyTo: row.in_reply_to,
        state: row.state,
        attempts: row.attempts,
        queuedAt: row.queued_at,
        nextAttemptAt:
          row.state === 'queued' && Number(row.next_attempt_at) > 0
            ? new Date(Number(row.next_attempt_at)).toISOString()
            : null,
        notBefore:
          row.state === 'queued' && Number(row.not_before) > 0
            ? new Date(Number(row.not_before)).toISOString()
            : null,
        deadlineAt: row.deadline_at,
        reason: parsed(row.reason),
        deliveredAt: row.delivered_at,
        reference: row.reference,
        sealedAt: row.sealed_at,
        takedown: this.#takedowns.of(String(row.id)),
        reportProblem: parsed(row.report_problem),
      }),
    );
  }
}

const parsed = (json: SqlValue | undefined): unknown => (json == null ? null : JSON.parse(String(json)));

const toQueued = (row: SqlRow): QueuedReferral => ({
  line: Number(row.line),
  id: String(row.id),
  caseId: String(row.case_id),
  destination: String(row.destination),
  attempts: Number(row.attempts),
  nextAttemptAtMs: Number(row.next_attempt_at),
  idempotencyKey: String(row.idempotency_key),
  body: String(row.body),
  attempted: row.in_doubt === 1,
  released: row.released === 1,
});
