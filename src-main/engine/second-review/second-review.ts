import { z } from 'zod';
import type { BlindCase, ReviewNote } from '../../../shared/contract/second-review.contract.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import { AssessmentId, type CaseId, PersonId, type SecondReviewId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { routeAssessment } from '../../../shared/domain/routing.ts';
import { agree } from '../../../shared/domain/second-review.ts';
import { signedJudgement } from '../assessment/signed-judgement.ts';
import { caseOf } from '../cases/case-of.ts';
import type { Cases } from '../cases/cases.ts';
import type { Reports } from '../intake/reports.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import type { DutyClock } from '../people/duty-clock.ts';
import type { LabelSets } from '../policy/label-sets.ts';
import type { Session } from '../session/session.ts';
import { notFound } from '../storage/failure.ts';
import type { GoldenCases } from './golden-cases.ts';
import type { SecondReviewStore, StoredDecision, StoredReview } from './second-review.store.ts';

export interface SecondReviewParts {
  session: Session;
  store: SecondReviewStore;
  golden: GoldenCases;
  cases: Cases;
  reports: Reports;
  people: PeopleDirectory;
  duty: DutyClock;
  labelSets: Pick<LabelSets, 'labelled'>;
  /** The rules of a policy that is or was in force. */
  protocolOf: (policy: { id: string; version: number }) => Protocol;
}

/** Most sightings shown of a blind case. */
const SHOWN_SIGHTINGS = 200;

const Recorded = z.object({ recorded: z.literal(true) });
const Revealed = z.object({ revealed: z.array(AssessmentId) });
const Read = z.object({ read: z.literal(true) });

/** Lets a person decide a case that another has decided, without knowing how. */
export class SecondReview {
  readonly #parts: SecondReviewParts;

  constructor(parts: SecondReviewParts) {
    this.#parts = parts;
  }

  waiting(limit: number): { total: number; cases: BlindCase[] } {
    const { session, store } = this.#parts;
    return {
      total: store.countWaitingFor(session.person.id),
      cases: store.waitingFor(session.person.id, limit).map((each) => this.#blind(each)),
    };
  }

  judge(command: string, id: SecondReviewId, given: Assessment): { recorded: true } {
    const { session, duty, golden, labelSets } = this.#parts;
    duty.allowWork();
    return session.perform(command, Recorded, ['second-review', 'ledger'], () => {
      const judgement = labelSets.labelled(given);
      const answer = (policy: { id: string; version: number }): StoredDecision => ({
        by: PersonId.parse(session.person.id),
        at: session.now(),
        judgement,
        route: this.#route(judgement, policy),
      });
      if (golden.isGolden(id)) golden.answer(id, answer);
      else this.#judge(this.#waiting(id), answer);
      return { recorded: true as const };
    });
  }

  /**
   * Shows a supervisor which assessments of a case wait for a second reviewer. Having seen them, they cannot be that
   * reviewer.
   */
  reveal(command: string, id: CaseId): { revealed: AssessmentId[] } {
    const { session, store } = this.#parts;
    return session.perform(command, Revealed, ['second-review', 'queue', 'outbox', 'ledger'], () => {
      const hidden = store.hiddenOf(id, session.person.id);
      for (const assessment of hidden) session.byPerson('assessment.revealed', { case: id, assessment });
      return { revealed: hidden };
    });
  }

  notes(): ReviewNote[] {
    const { session, store, people } = this.#parts;
    return store.notesTo(session.person.id).map(({ from, ...note }) => ({
      ...note,
      from: { id: from, name: people.find(from)?.name ?? from },
    }));
  }

  markRead(command: string, note: SecondReviewId): { read: true } {
    const { session, store } = this.#parts;
    return session.perform(command, Read, ['second-review'], () => {
      if (!store.markRead(note, session.person.id, session.now())) throw notFound({ what: 'note', id: note });
      return { read: true as const };
    });
  }

  #judge(review: StoredReview, answer: (policy: { id: string; version: number }) => StoredDecision): void {
    const { session } = this.#parts;
    const second = answer(review.first.route.policy);
    const agrees = agree(review.first, second);
    const said = { case: review.case, assessment: review.assessment, review: review.id };
    session.byPerson(
      'assessment.reviewed',
      { ...said, ...signedJudgement(review.id, second.judgement), route: second.route, agrees },
      { note: second.judgement.note },
    );
  }

  /** @throws Failure NOT_FOUND where this person may not review it; the answer does not say why */
  #waiting(id: SecondReviewId): StoredReview {
    const { session, store } = this.#parts;
    const review = store.find(id);
    const mine =
      review?.state === 'waiting' &&
      store.hiddenOf(review.case, session.person.id).includes(review.assessment);
    if (!mine) throw notFound({ what: 'second-review', id });
    return review;
  }

  /** Applies the policy of the first assessment: a policy change in between is no disagreement. */
  #route(judgement: Assessment, policy: { id: string; version: number }): StoredDecision['route'] {
    const rules = this.#parts.protocolOf(policy);
    return routeAssessment(judgement, rules.policy, rules.members);
  }

  #blind({ id, case: caseId }: { id: SecondReviewId; case: CaseId }): BlindCase {
    const { cases, reports } = this.#parts;
    const stored = caseOf(cases, caseId);
    return {
      review: id,
      case: caseId,
      kind: stored.kind,
      subject: stored.subject,
      hashes: stored.hashes,
      hosting: stored.facts.hostingCountry,
      receivedAt: stored.facts.firstReceivedAt,
      sightings: reports.sightings(caseId, SHOWN_SIGHTINGS),
      sightingsTotal: stored.facts.sightings,
    };
  }
}
