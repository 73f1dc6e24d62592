import { z } from 'zod';
import type { BlindCase, ReviewNote } from '../../../shared/contract/second-review.contract.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import { AssessmentId, type CaseId, PersonId, type SecondReviewId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { routeAssessment } from '../../../shared/domain/routing.ts';
import { agree } from '../../../shared/domain/second-review.ts';
import { signedJudgement } from '../assessment/signed-judgement.ts';
import type { Cases } from '../cases/cases.ts';
import type { Reports } from '../intake/reports.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import type { DutyClock } from '../people/duty-clock.ts';
import type { Session } from '../session/session.ts';
import { Failure, notFound } from '../storage/failure.ts';
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
  /** The rules of a policy that was in force once. */
  protocolOf: (policy: { id: string; version: number }) => Protocol;
}

/** So many sightings of a blind case are shown. */
const SHOWN_SIGHTINGS = 200;

const Recorded = z.object({ recorded: z.literal(true) });
const Revealed = z.object({ revealed: z.array(AssessmentId) });
const Read = z.object({ read: z.literal(true) });

/** Judging what somebody else judged, without knowing how. */
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

  judge(command: string, id: SecondReviewId, judgement: Assessment): { recorded: true } {
    const { session, duty, golden } = this.#parts;
    duty.allowWork();
    return session.perform(command, Recorded, ['second-review', 'ledger'], () => {
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

  /** Shows a supervisor what of a case waits for a second person. They see it from now on, and cannot be that person. */
  reveal(command: string, id: CaseId): { revealed: AssessmentId[] } {
    const { session, store } = this.#parts;
    return session.perform(command, Revealed, ['second-review', 'queue', 'outbox', 'ledger'], () => {
      const hidden = store.hiddenOf(id, session.person.id);
      store.markSeen(hidden, session.person.id);
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
      if (!store.markRead(note, session.person.id, session.now())) throw notFound(`note ${note}`);
      return { read: true as const };
    });
  }

  #judge(review: StoredReview, answer: (policy: { id: string; version: number }) => StoredDecision): void {
    const { session, store } = this.#parts;
    const second = answer(review.first.route.policy);
    const agrees = agree(review.first, second);
    store.judge(review.id, second, agrees);
    session.byPerson('assessment.reviewed', {
      case: review.case,
      assessment: review.assessment,
      review: review.id,
      ...signedJudgement(review.id, second.judgement),
      route: second.route,
      agrees,
    });
  }

  /** @throws Failure NOT_FOUND where it is not there for this person; nothing tells why */
  #waiting(id: SecondReviewId): StoredReview {
    const { session, store } = this.#parts;
    const review = store.find(id);
    const mine =
      review?.state === 'waiting' &&
      store.hiddenOf(review.case, session.person.id).includes(review.assessment);
    if (!mine) throw notFound(`second review ${id}`);
    return review;
  }

  /** By the rules of the first assessment: a policy that changed meanwhile is no disagreement. */
  #route(judgement: Assessment, policy: { id: string; version: number }): StoredDecision['route'] {
    const rules = this.#parts.protocolOf(policy);
    return routeAssessment(judgement, rules.policy, rules.members);
  }

  #blind({ id, case: caseId }: { id: SecondReviewId; case: CaseId }): BlindCase {
    const { cases, reports } = this.#parts;
    const entry = cases.find(caseId);
    if (!entry) throw new Failure({ code: 'INTEGRITY', data: { problem: `case ${caseId} is missing` } });
    return {
      review: id,
      case: caseId,
      kind: entry.kind,
      subject: entry.subject,
      hashes: entry.hashes,
      hosting: entry.facts.hostingCountry,
      receivedAt: entry.facts.firstReceivedAt,
      sightings: reports.sightings(caseId, SHOWN_SIGHTINGS),
    };
  }
}
