import {
  AssessKnownResult,
  type AssessmentRecord,
  AssessResult,
  type CaseDetail,
  CorrectResult,
  Draft,
  type Sighting,
  WithdrawResult,
} from '../../../shared/contract/review.contract.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import { type CaseFacts, CaseSummary, isDecided } from '../../../shared/domain/case.ts';
import { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import { contradictions } from '../../../shared/domain/hashes.ts';
import { type AssessmentId, CaseId, type ReportId } from '../../../shared/domain/ids.ts';
import { secondReviewRate } from '../../../shared/domain/policy.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Assessments } from '../assessment/assessments.ts';
import type { Decisions } from '../assessment/decisions.ts';
import type { Cases } from '../cases/cases.ts';
import { type StoredCase, summaryOf } from '../cases/stored-case.ts';
import type { ReportTexts } from '../intake/report-texts.ts';
import type { Reports } from '../intake/reports.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import type { ShownMatches } from '../matching/shown-matches.ts';
import type { DutyClock } from '../people/duty-clock.ts';
import type { LabelSets } from '../policy/label-sets.ts';
import type { Consultations } from '../referral/consultations.ts';
import type { Referrals } from '../referral/referrals.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { Drawing } from '../second-review/drawing.ts';
import type { Session } from '../session/session.ts';
import { conflict, notFound } from '../storage/failure.ts';
import type { Assignments } from './assignments.ts';

export interface ReviewParts {
  session: Session;
  cases: Cases;
  reports: Reports;
  texts: Pick<ReportTexts, 'erased'>;
  assessments: Assessments;
  assignments: Assignments;
  referrals: Referrals;
  consultations: Pick<Consultations, 'ofCase'>;
  decisions: Decisions;
  drawing: Drawing;
  blindness: Blindness;
  matches: ShownMatches;
  duty: DutyClock;
  protocol: Protocol;
  labelSets: Pick<LabelSets, 'inWords'>;
}

/** What a person states about every one of several known cases. */
type SaidOfAll = Pick<Assessment, 'note' | 'labels'>;

/** Sightings of one case that are shown with it; the others are asked for. */
const SHOWN_SIGHTINGS = 200;

/** The analyst's work: the queue, a case, a decision. */
export class Review {
  readonly #parts: ReviewParts;

  constructor(parts: ReviewParts) {
    this.#parts = parts;
  }

  get assignments(): Assignments {
    return this.#parts.assignments;
  }

  case(id: CaseId): CaseDetail {
    const { session, cases, reports, texts, assignments, blindness, matches, referrals, labelSets } =
      this.#parts;
    const { consultations } = this.#parts;
    const stored = this.#find(id);
    blindness.refuse(id);
    const draft = cases.draft(id);
    // Other people may still decide a case whose decision was taken back, and must not be influenced by it.
    const isShown = ({ withdrawnAt, by }: AssessmentRecord) =>
      withdrawnAt === null || by.id === session.person.id;
    const assessments = this.#parts.assessments.ofCase(id).filter(isShown);
    return {
      summary: this.#summaryOf(stored),
      sightings: reports.sightings(id, SHOWN_SIGHTINGS),
      hostings: reports.hostings(id),
      assessments,
      labels: assessments.flatMap(({ id: assessment, judgement: { labels } }) =>
        labels === undefined ? [] : [{ assessment, ...labelSets.inWords(labels) }],
      ),
      referrals: referrals.ofCase(id),
      consultations: consultations.ofCase(id),
      assignments: assignments.ofCase(id),
      ...matches.of(id),
      apart: this.#apart(stored),
      mergedInto: stored.mergedInto,
      erased: texts.erased(id),
      draft: draft && Draft.parse(draft),
    };
  }

  sightings(id: CaseId, before: number, limit: number): Sighting[] {
    return this.#parts.reports.sightings(this.#find(id).id, limit, before);
  }

  #apart({ id, hashes }: StoredCase): CaseDetail['apart'] {
    const { cases } = this.#parts;
    return cases.sharingKeys(id).flatMap((other) => {
      const [differs] = contradictions(hashes ?? {}, cases.find(other.id)?.hashes ?? {});
      const shared = HashAlgorithm.safeParse(other.key.split(':', 1)[0]);
      return differs === undefined || !shared.success
        ? []
        : [{ case: CaseId.parse(other.id), shared: shared.data, differs }];
    });
  }

  /** Shows the narrative of a report, and records that it was shown. */
  revealNarrative(id: CaseId, report: ReportId): string {
    const { session, cases, reports, duty } = this.#parts;
    duty.allowWork();
    const narrative = reports.narrative(id, report);
    if (narrative === null) throw notFound({ what: 'narrative', report, case: id });
    cases.transaction(() => session.byPerson('narrative.revealed', { case: id, report }));
    session.announce('ledger');
    return narrative;
  }

  /** The last claim counts, unless a supervisor assigned the case: an absent person never blocks work. */
  claim(command: string, id: CaseId): CaseSummary {
    const { session, assignments, blindness, duty } = this.#parts;
    duty.allowWork();
    return session.perform(command, CaseSummary, ['ledger'], () => {
      const stored = this.#find(id);
      assignments.guard(stored);
      blindness.refuse(id);
      if (stored.claimedBy === session.person.id) return this.#summaryOf(stored);
      session.byPerson('case.claimed', { case: id });
      return this.#summaryOf(this.#find(id));
    });
  }

  /** Decides a case: decision, referrals and ledger entry in one transaction. */
  assess(command: string, id: CaseId, judgement: Assessment): AssessResult {
    const { session, duty } = this.#parts;
    duty.allowWork();
    return session.perform(command, AssessResult, ['queue', 'outbox', 'second-review', 'ledger'], () =>
      this.#drawing(() => this.#decide(id, judgement)),
    );
  }

  /** Decides known-baseline cases, each as if alone. The decision is the person's, never the engine's. */
  assessKnown(command: string, ids: readonly CaseId[], said: SaidOfAll): AssessKnownResult {
    const { session, duty, matches, protocol } = this.#parts;
    duty.allowWork();
    return session.perform(command, AssessKnownResult, ['queue', 'outbox', 'second-review', 'ledger'], () => {
      if (!protocol.policy.matching.oneStroke) throw conflict({ reason: 'decided-one-by-one' });
      return this.#drawing(() => ({
        assessed: [...new Set(ids)].map((id) => {
          const { facts } = this.#find(id);
          if (!matches.isKnownBaseline(id)) throw conflict({ reason: 'not-known-baseline', case: id });
          return { case: id, ...this.#decide(id, knownBaseline(facts, said)) };
        }),
      }));
    });
  }

  /** Decides several cases in the transaction of the caller's command, each as if alone. */
  decideAmongMany<Decided>(
    work: (decide: (id: CaseId, judgement: Assessment) => AssessResult) => Decided,
  ): Decided {
    return this.#drawing(() => work((id, judgement) => this.#decide(id, judgement)));
  }

  /** Takes back the person's own decision while it is held. */
  withdraw(command: string, id: CaseId, assessment: AssessmentId): WithdrawResult {
    const { session, referrals, drawing } = this.#parts;
    return session.perform(command, WithdrawResult, ['queue', 'outbox', 'second-review', 'ledger'], () => {
      const decision = this.#lastDecision(id, assessment);
      if (decision.by.id !== session.person.id) throw conflict({ reason: 'not-your-decision-to-take-back' });
      const isHeld = decision.heldUntil !== null && session.nowMs() < Date.parse(decision.heldUntil);
      if (!isHeld) throw conflict({ reason: 'no-longer-held' });
      if (![null, 'waiting'].includes(drawing.stateOf(assessment)))
        throw conflict({ reason: 'reviewed-meanwhile' });
      if (!referrals.canWithdraw(id, assessment)) throw conflict({ reason: 'no-longer-held' });
      session.byPerson('assessment.withdrawn', {
        case: id,
        assessment,
        referrals: referrals.idsOf(id, assessment),
      });
      return { case: this.#summaryOf(this.#find(id)), judgement: decision.judgement };
    });
  }

  /** Decides a decided case anew, replacing its last assessment. */
  correct(
    command: string,
    id: CaseId,
    assessment: AssessmentId,
    judgement: Assessment,
    reason: string,
  ): CorrectResult {
    const { session, duty } = this.#parts;
    duty.allowWork();
    return session.perform(command, CorrectResult, ['queue', 'outbox', 'second-review', 'ledger'], () =>
      this.#drawing(() => this.#correct(id, assessment, judgement, reason)),
    );
  }

  saveDraft(id: CaseId, draft: string | null): boolean {
    const { session, cases, assignments } = this.#parts;
    const stored = cases.find(id);
    if (!stored) return false;
    assignments.guard(stored);
    const saved = draft === null ? null : { json: draft, by: session.person.id, at: session.now() };
    return cases.saveDraft(id, saved);
  }

  /** Draws what a supervisor decides in the same transaction. */
  #drawing<Decided>(decide: () => Decided): Decided {
    const decided = decide();
    this.#parts.drawing.attend();
    return decided;
  }

  #decide(id: CaseId, judgement: Assessment): AssessResult {
    const { session, decisions, drawing, assignments, blindness } = this.#parts;
    const stored = this.#find(id);
    assignments.guard(stored);
    blindness.refuse(id);
    if (stored.mergedInto !== null) throw conflict({ reason: 'case-merged', into: stored.mergedInto });
    if (isDecided(stored.state)) throw conflict({ reason: 'already-decided' });
    if (stored.state === 'escalated' && session.person.role !== 'supervisor')
      throw conflict({ reason: 'waits-for-supervisor' });
    const { record, state, referrals, said, enclosed } = decisions.decide(stored, judgement);
    const { route } = record;
    const { draw, review } = drawing.draw(this.#rate(record));
    session.byPerson(
      'case.assessed',
      { case: id, assessment: record.id, ...said, secondReview: draw },
      { ...enclosed, review },
    );
    return {
      assessment: record.id,
      route,
      state,
      heldUntil: record.heldUntil,
      referrals: referrals.map(({ id: referral, destination }) => ({
        id: referral,
        destination,
        state: 'queued' as const,
      })),
    };
  }

  #correct(id: CaseId, assessment: AssessmentId, judgement: Assessment, reason: string): CorrectResult {
    const { session, decisions, drawing, blindness } = this.#parts;
    blindness.refuse(id);
    const replaced = this.#lastDecision(id, assessment);
    if (replaced.by.id !== session.person.id && session.person.role !== 'supervisor')
      throw conflict({ reason: 'not-your-decision-to-correct' });
    const stored = this.#find(id);
    if (!isDecided(stored.state)) throw conflict({ reason: 'not-decided' });
    if (drawing.stateOf(assessment) === 'disputed') throw conflict({ reason: 'disagreement-unsettled' });
    const { record, state, referrals, said, enclosed } = decisions.correct(stored, judgement, {
      assessment,
      reason,
    });
    const drawn = drawing.draw(drawing.rateInPlaceOf(assessment, this.#rate(record)));
    const reasonSha256 = boundDigest(record.id, reason);
    session.byPerson(
      'assessment.corrected',
      { case: id, assessment, decision: record.id, reasonSha256, ...said, secondReview: drawn.draw },
      { ...enclosed, reason, review: drawn.review },
    );
    return {
      assessment: record.id,
      route: record.route,
      state,
      heldUntil: record.heldUntil,
      referrals: referrals.map(({ id: referral, destination, purpose }) => ({
        id: referral,
        destination,
        purpose,
        state: 'queued' as const,
      })),
    };
  }

  /** The share of such decisions that is drawn for a second review. */
  #rate({ judgement, route }: AssessmentRecord): number {
    const { session, protocol } = this.#parts;
    return secondReviewRate(protocol.policy, {
      legality: judgement.legality,
      category: route.category,
      person: session.person.id,
    });
  }

  /** @throws Failure CONFLICT where another assessment of the case is in force */
  #lastDecision(id: CaseId, assessment: AssessmentId): AssessmentRecord {
    this.#find(id);
    const last = this.#parts.assessments
      .ofCase(id)
      .findLast(({ withdrawnAt, parallelTo }) => withdrawnAt === null && parallelTo === null);
    if (last?.id !== assessment) throw conflict({ reason: 'not-last-decision' });
    return last;
  }

  #summaryOf(stored: StoredCase): CaseSummary {
    const { session, protocol } = this.#parts;
    return summaryOf(stored, protocol.policy, session.nowMs());
  }

  #find(id: CaseId): StoredCase {
    const stored = this.#parts.cases.find(id);
    if (!stored) throw notFound({ what: 'case', id });
    return stored;
  }
}

/** The assessment of a case whose exact file is on a baseline list; its hosting is what reports state and no more. */
const knownBaseline = ({ hostingCountry }: CaseFacts, { note, labels }: SaidOfAll): Assessment => ({
  legality: 'illegal',
  classification: 'baseline',
  hosting: { country: hostingCountry, source: hostingCountry === null ? 'unknown' : 'reported' },
  ...(labels === undefined ? {} : { labels }),
  reasons: [],
  note,
});
