import { z } from 'zod';
import type { BlindCase, ReviewNote } from '../../../shared/contract/second-review.contract.ts';
import type { Person } from '../../../shared/contract/vault.contract.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import { AssessmentId, type CaseId, PersonId, type SecondReviewId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { routeAssessment } from '../../../shared/domain/routing.ts';
import { agree } from '../../../shared/domain/second-review.ts';
import type { Clock } from '../../ports/clock.ts';
import { signedJudgement } from '../assessment/signed-judgement.ts';
import type { CaseStore } from '../cases/case.store.ts';
import { toSighting } from '../cases/sighting.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { DutyClock } from '../people/duty-clock.ts';
import type { PeopleStore } from '../people/people.store.ts';
import type { Announcer } from '../session/announcer.ts';
import type { CommandLog } from '../session/command-log.ts';
import { damaged, notFound } from '../storage/failure.ts';
import type { GoldenCases } from './golden-cases.ts';
import type { SecondReviewStore, StoredDecision, StoredReview } from './second-review.store.ts';

export interface SecondReviewParts {
  store: SecondReviewStore;
  golden: GoldenCases;
  cases: CaseStore;
  people: PeopleStore;
  ledger: Ledger;
  commands: CommandLog;
  announcer: Announcer;
  clock: Clock;
  duty: DutyClock;
  person: Person;
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
    const { store, person } = this.#parts;
    return {
      total: store.countWaitingFor(person.id),
      cases: store.waitingFor(person.id, limit).map((each) => this.#blind(each)),
    };
  }

  judge(command: string, id: SecondReviewId, judgement: Assessment): { recorded: true } {
    const { commands, announcer, duty, golden, clock, person } = this.#parts;
    duty.allowWork();
    const recorded = commands.once(command, Recorded, () => {
      const answer = (policy: { id: string; version: number }): StoredDecision => ({
        by: PersonId.parse(person.id),
        at: new Date(clock.nowMs()).toISOString(),
        judgement,
        route: this.#route(judgement, policy),
      });
      if (golden.isGolden(id)) golden.answer(id, answer);
      else this.#judge(this.#waiting(id), answer);
      return { recorded: true as const };
    });
    announcer.announce('second-review', 'ledger');
    return recorded;
  }

  /** Shows a supervisor what of a case waits for a second person. They see it from now on, and cannot be that person. */
  reveal(command: string, id: CaseId): { revealed: AssessmentId[] } {
    const { commands, announcer, store, ledger, person } = this.#parts;
    const revealed = commands.once(command, Revealed, () => {
      const hidden = store.hiddenOf(id, person.id);
      store.markSeen(hidden, person.id);
      for (const assessment of hidden) ledger.byPerson('assessment.revealed', { case: id, assessment });
      return { revealed: hidden };
    });
    announcer.announce('second-review', 'queue', 'outbox', 'ledger');
    return revealed;
  }

  notes(): ReviewNote[] {
    const { store, people, person } = this.#parts;
    return store.notesTo(person.id).map(({ from, ...note }) => ({
      ...note,
      from: { id: from, name: people.find(from)?.name ?? from },
    }));
  }

  markRead(command: string, note: SecondReviewId): { read: true } {
    const { commands, announcer, store, clock, person } = this.#parts;
    const read = commands.once(command, Read, () => {
      if (!store.markRead(note, person.id, new Date(clock.nowMs()).toISOString()))
        throw notFound({ what: 'note', id: note });
      return { read: true as const };
    });
    announcer.announce('second-review');
    return read;
  }

  #judge(review: StoredReview, answer: (policy: { id: string; version: number }) => StoredDecision): void {
    const { store, ledger } = this.#parts;
    const second = answer(review.first.route.policy);
    const agrees = agree(review.first, second);
    store.judge(review.id, second, agrees);
    ledger.byPerson('assessment.reviewed', {
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
    const { store, person } = this.#parts;
    const review = store.find(id);
    const mine =
      review?.state === 'waiting' && store.hiddenOf(review.case, person.id).includes(review.assessment);
    if (!mine) throw notFound({ what: 'second-review', id });
    return review;
  }

  /** By the rules of the first assessment: a policy that changed meanwhile is no disagreement. */
  #route(judgement: Assessment, policy: { id: string; version: number }): StoredDecision['route'] {
    const rules = this.#parts.protocolOf(policy);
    return routeAssessment(judgement, rules.policy, rules.members);
  }

  #blind({ id, case: caseId }: { id: SecondReviewId; case: CaseId }): BlindCase {
    const { cases } = this.#parts;
    const entry = cases.find(caseId);
    if (!entry) throw damaged({ problem: 'case-missing', case: caseId });
    return {
      review: id,
      case: caseId,
      kind: entry.kind,
      subject: entry.subject,
      hashes: entry.hashes,
      hosting: entry.facts.hostingCountry,
      receivedAt: entry.facts.firstReceivedAt,
      sightings: cases.sightings(caseId, SHOWN_SIGHTINGS).map(toSighting),
    };
  }
}
