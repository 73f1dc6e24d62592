import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ErasurePlan, ErasureScope, ErasureStep } from '../../../shared/contract/retention.contract.ts';
import { isDecided } from '../../../shared/domain/case.ts';
import { type ErasureReason, WaitsFor } from '../../../shared/domain/erasure.ts';
import { CaseId, ReportId } from '../../../shared/domain/ids.ts';
import { isSettled } from '../../../shared/domain/takedown.ts';
import { readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Files } from '../../ports/files.ts';
import type { Assessments } from '../assessment/assessments.ts';
import type { Cases } from '../cases/cases.ts';
import type { RefusedRows } from '../intake/refused-rows.ts';
import type { ReportTexts } from '../intake/report-texts.ts';
import type { Erasures } from '../ledger/erasures.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import type { Referrals } from '../referral/referrals.ts';
import type { CommandLog } from '../session/command-log.ts';
import type { Session } from '../session/session.ts';
import { notFound } from '../storage/failure.ts';
import { KINDS_WITH_TEXTS, leftOf } from './left-of.ts';
import type { RetentionStore } from './retention.store.ts';

export interface RetentionParts {
  session: Session;
  commands: CommandLog;
  record: StoredRecord;
  erasures: Erasures;
  store: RetentionStore;
  cases: Cases;
  texts: ReportTexts;
  refusedRows: Pick<RefusedRows, 'countBefore' | 'eraseBefore'>;
  assessments: Assessments;
  referrals: Referrals;
  /** Whether a desk there is can be asked what became of a referral. */
  canBeAsked: (destination: string) => boolean;
  /** What a second person is still to do with a case. */
  waitsForSecond: (caseId: string) => 'second-review' | 'golden-case' | null;
  files: Files;
}

/** Cases whose texts one entry erases: enough that few entries say it, and the workstation stays usable meanwhile. */
const AT_ONCE = 50;
/** Cases that are looked at between other work. */
const LOOKED_AT = 200;
const NAMED = 5;
/** Databases as they were before a repair. */
const OLDER_COPY = /^damaged-[0-9a-f]{12}\.db$/;

/** What is to be erased, and what is not. */
interface Chosen {
  cases: CaseId[];
  waiting: Map<WaitsFor, CaseId[]>;
  before: number;
  /** Reports about more than one case, with these. */
  several: ReadonlyMap<string, readonly string[]>;
}

/** Ends the retention of personal data: erases the texts of cases that wait for nothing any more, and records it. */
export class Retention {
  readonly #parts: RetentionParts;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  /** @throws Failure NOT_FOUND where a named case does not exist */
  async preview(scope: ErasureScope): Promise<ErasurePlan> {
    const { texts, files, record } = this.#parts;
    const chosen = await this.#choose(scope);
    const whole = new Set(chosen.cases);
    let reports = 0;
    const kept = new Set<string>();
    for (const cases of inParts(chosen.cases)) {
      const stay = this.#staying(cases, chosen, whole);
      reports += texts.count({ cases, kept: [...stay.later, ...stay.shared] });
      for (const id of stay.shared) kept.add(id);
      await nextTurn();
    }
    const [backup] = record.search.newest({ kinds: ['backup.made'] }, record.frontier().size, 1);
    return {
      cases: chosen.cases.length,
      reports,
      kept: kept.size,
      waiting: WaitsFor.options.flatMap((why) => {
        const cases = chosen.waiting.get(why) ?? [];
        return cases.length === 0 ? [] : [{ for: why, cases: cases.length, some: cases.slice(0, NAMED) }];
      }),
      before: chosen.before,
      refusedRows: this.#refusedRows(scope),
      olderCopies: files.list().filter((name) => OLDER_COPY.test(name)),
      lastBackupAt: backup?.at ?? null,
    };
  }

  /**
   * Erases in parts: what was erased stays so, wherever it ends.
   * @throws Failure NOT_FOUND, or CONFLICT while a backup is made
   */
  async *erase(scope: ErasureScope, reason: ErasureReason): AsyncGenerator<ErasureStep> {
    const { session, store, refusedRows } = this.#parts;
    const chosen = await this.#choose(scope);
    const whole = new Set(chosen.cases);
    const rule = 'decidedBefore' in scope ? { decidedBefore: scope.decidedBefore } : {};
    const result = {
      cases: 0,
      reports: 0,
      entries: 0,
      acts: [] as number[],
      refusedRows: this.#refusedRows(scope),
    };
    let done = 0;
    if ('decidedBefore' in scope) {
      store.emptyLog();
      refusedRows.eraseBefore(startOf(scope.decidedBefore));
      store.emptyLog();
    }
    for (const cases of inParts(chosen.cases)) {
      // Before the texts leave the rows: while the file is copied they would stay in it.
      store.emptyLog();
      const said = session.clock.atOneTime(() => this.#eraseSome(cases, chosen, whole, { ...rule, reason }));
      store.emptyLog();
      done += cases.length;
      if (said !== null) {
        result.cases += said.cases;
        result.reports += said.reports;
        result.entries += said.entries;
        result.acts.push(said.act);
        session.announce('queue', 'outbox', 'second-review', 'ledger');
      }
      yield { phase: 'erasing', done, of: chosen.cases.length };
      await nextTurn();
    }
    yield { phase: 'done', result };
  }

  #eraseSome(
    asked: readonly CaseId[],
    chosen: Chosen,
    whole: ReadonlySet<string>,
    why: { decidedBefore?: string; reason: ErasureReason },
  ): { cases: number; reports: number; entries: number; act: number } | null {
    const { session, commands, record, store, texts } = this.#parts;
    return store.transaction(() => {
      // Work went on since they were chosen.
      const those = asked.filter((id) => this.#waitsFor(id) === null);
      if (those.length === 0) return null;
      const stay = this.#staying(those, chosen, whole);
      const kept = [...stay.later, ...stay.shared];
      const families = those.map((id) => record.search.family(id).map((each) => CaseId.parse(each)));
      const cases = [...new Set(families.flat())];
      const left = this.#left(cases, new Set(kept));
      const reports = texts.count({ cases, kept });
      const act = record.frontier().size;
      session.byPerson(
        'enclosures.erased',
        {
          cases,
          entries: left.map(({ entry }) => entry),
          reports,
          kept,
          batches: texts.rootsWithout({ cases, kept }),
          ...why,
        },
        { left },
      );
      commands.forget(cases);
      return { cases: those.length, reports, entries: left.length, act };
    });
  }

  /** What is left of each enclosure that is erased, in the order of their entries. */
  #left(
    cases: readonly CaseId[],
    kept: ReadonlySet<string>,
  ): { entry: number; says: Record<string, unknown> }[] {
    const { record, erasures } = this.#parts;
    const found = new Map<number, Record<string, unknown>>();
    const asked = { cases: [...cases], kinds: KINDS_WITH_TEXTS };
    for (const page of record.search.pages(asked, 0, record.frontier().size)) {
      for (const { seq, kind, line } of page) {
        const enclosed = record.enclosureAt(seq);
        if (enclosed === null || erasures.actOf(seq) !== null) continue;
        const { data } = JSON.parse(line) as { data: Record<string, unknown> };
        if (kind === 'intake.reported' && kept.has(readData(kind, data)?.report ?? '')) continue;
        const left = leftOf(kind as (typeof KINDS_WITH_TEXTS)[number], enclosed.text, data);
        if (left !== null) found.set(seq, left);
      }
    }
    return [...found].map(([entry, says]) => ({ entry, says })).sort((a, b) => a.entry - b.entry);
  }

  /**
   * Reports of these cases that keep their texts now: `later` those that lose them with another part of the cases,
   * `shared` those that are also about a case that stays as it is.
   */
  #staying(
    cases: readonly CaseId[],
    { several }: Chosen,
    whole: ReadonlySet<string>,
  ): { later: ReportId[]; shared: ReportId[] } {
    const [here, later, shared] = [new Set<string>(cases), [] as ReportId[], [] as ReportId[]];
    const last = cases.at(-1) ?? '';
    for (const [report, about] of several) {
      if (!about.some((id) => here.has(id))) continue;
      if (!about.every((id) => whole.has(id) || this.#isErasedStill(id))) shared.push(ReportId.parse(report));
      else if (about.some((id) => whole.has(id) && id > last)) later.push(ReportId.parse(report));
    }
    return { later, shared };
  }

  /** Rows of files that were refused and are about no case: their time ends with the day of their import. */
  #refusedRows(scope: ErasureScope): number {
    const { refusedRows } = this.#parts;
    return 'decidedBefore' in scope ? refusedRows.countBefore(startOf(scope.decidedBefore)) : 0;
  }

  #isErasedStill(id: string): boolean {
    return this.#parts.store.isErased(id) && this.#waitsFor(id) === null;
  }

  async #choose(scope: ErasureScope): Promise<Chosen> {
    const { store, texts } = this.#parts;
    const asked =
      'cases' in scope
        ? [...new Set(scope.cases.map((id) => this.#standing(id)))].sort()
        : store.decidedBefore(startOf(scope.decidedBefore));
    const chosen: Chosen = { cases: [], waiting: new Map(), before: 0, several: texts.aboutSeveral() };
    for (const [index, id] of asked.entries()) {
      const why = this.#waitsFor(id);
      if (why !== null) chosen.waiting.set(why, [...(chosen.waiting.get(why) ?? []), id]);
      else if (store.hasTextsSince(id)) chosen.cases.push(id);
      else chosen.before += 1;
      if (index % LOOKED_AT === LOOKED_AT - 1) await nextTurn();
    }
    return chosen;
  }

  /** The case itself, or the one it was merged into. */
  #standing(id: CaseId): CaseId {
    const stored = this.#parts.cases.find(id);
    if (!stored) throw notFound({ what: 'case', id });
    return stored.mergedInto === null ? id : this.#standing(stored.mergedInto);
  }

  #waitsFor(id: string): WaitsFor | null {
    const { session, cases, assessments, referrals, canBeAsked, waitsForSecond } = this.#parts;
    const stored = cases.find(id);
    if (stored === null || !isDecided(stored.state)) return 'decision';
    const nowMs = session.nowMs();
    const isHeld = assessments
      .ofCase(id)
      .some(
        ({ heldUntil, withdrawnAt }) =>
          withdrawnAt === null && heldUntil !== null && Date.parse(heldUntil) > nowMs,
      );
    if (isHeld) return 'taking-back';
    const second = waitsForSecond(id);
    if (second !== null) return second;
    const sent = referrals.ofCase(id);
    if (sent.some(({ state }) => state === 'queued' || state === 'sending' || state === 'parked'))
      return 'delivery';
    const standing = new Set(referrals.standingOfCase(id).map((referral) => referral.id));
    const isOver = sent.every(
      ({ id: referral, destination, takedown }) =>
        !standing.has(referral) ||
        !canBeAsked(destination) ||
        isSettled(takedown.map((step) => ({ ...step, referral }))),
    );
    return isOver ? null : 'takedown';
  }
}

const startOf = (day: string): string => `${day}T00:00:00.000Z`;

function* inParts(cases: readonly CaseId[]): Generator<CaseId[]> {
  for (let from = 0; from < cases.length; from += AT_ONCE) yield cases.slice(from, from + AT_ONCE);
}
