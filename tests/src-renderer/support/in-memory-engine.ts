import { createRouterClient, implement } from '@orpc/server';
import { contract, type EngineClient } from '../../../shared/contract/contract.ts';
import type { CaseDetail, Draft } from '../../../shared/contract/review.contract.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import { type CaseSummary, isDecided } from '../../../shared/domain/case.ts';
import { AssessmentId, type CaseId, type CommandId, PersonId } from '../../../shared/domain/ids.ts';
import { routeAssessment } from '../../../shared/domain/routing.ts';
import { aCaseDetail } from './a-case.ts';
import { aMemberTable, aPolicy } from './a-session.ts';
import { anId } from './an-id.ts';

/** What the engine remembers of a decision. */
export interface Decided {
  command: CommandId;
  case: CaseId;
  judgement: Assessment;
}

/**
 * The review of an engine, in memory, behind the real contract: what goes in and out passes its schemas. Counts what
 * it is asked, so that a test can say "without asking anybody".
 */
export class InMemoryEngine {
  readonly decided: Decided[] = [];
  readonly drafts = new Map<CaseId, Draft>();
  readonly asked: string[] = [];
  /** Thrown by the next assessments instead of answering. */
  fail: (() => Error) | null = null;
  /** Until when the next decisions are held. */
  heldUntil: string | null = null;
  /** Cases that wait for a second review by whoever asks. */
  readonly hidden = new Set<CaseId>();
  /** Who has a case open at another seat. */
  readonly heldElsewhere = new Map<CaseId, string>();
  cases: CaseDetail[];

  constructor(summaries: readonly CaseSummary[]) {
    this.cases = summaries.map(aCaseDetail);
  }

  get client(): Pick<EngineClient, 'review' | 'search'> {
    return { ...this.#review(), ...this.#search() };
  }

  #search(): Pick<EngineClient, 'search'> {
    const search = implement(contract.search);
    const router = search.router({
      find: search.find.handler(({ input: { text } }) => {
        this.asked.push(`find ${text}`);
        const hits = this.cases
          .map(({ summary }) => summary)
          .filter(({ subject }) => subject.includes(text))
          .map((found) => ({ case: found, where: 'address' as const, says: found.subject, decided: null }));
        return { hits, waiting: [...this.hidden], more: false, unread: 0 };
      }),
      narratives: search.narratives.handler(() => ({ hits: [], next: null })),
    });
    return { search: createRouterClient(router) };
  }

  #review(): Pick<EngineClient, 'review'> {
    const review = implement(contract.review);
    const find = (id: CaseId) => this.cases.find(({ summary }) => summary.id === id);
    const router = review.router({
      queue: review.queue.handler(({ input }) => {
        this.asked.push('queue');
        const fits = this.cases
          .map(({ summary }) => summary)
          .filter(
            ({ state }) =>
              input.state === undefined ||
              state === input.state ||
              (input.state === 'decided' && isDecided(state)),
          );
        const from = Number(input.after ?? 0);
        const end = from + input.limit;
        return {
          total: fits.length,
          isExact: true,
          decisions: [],
          batch:
            input.batch === undefined ? null : { fileName: 'a.csv', importedAt: '2026-11-20T10:00:00.000Z' },
          cases: fits.slice(from, end),
          next: end < fits.length ? String(end) : null,
        };
      }),
      counts: review.counts.handler(() => ({
        open: 0,
        held: 0,
        escalated: 0,
        referred: 0,
        closed: 0,
        merged: 0,
      })),
      case: review.case.handler(({ input, errors }) => {
        this.asked.push(`case ${input.id}`);
        const detail = find(input.id);
        if (!detail) throw errors.NOT_FOUND({ data: { what: 'case', id: input.id } });
        if (this.hidden.has(input.id)) throw errors.CONFLICT({ data: { reason: 'waits-for-second-review' } });
        return { ...detail, draft: this.drafts.get(input.id) ?? null };
      }),
      sightings: review.sightings.handler(() => []),
      revealNarrative: review.revealNarrative.handler(({ input }) => {
        this.asked.push(`reveal ${input.case}`);
        return { narrative: 'Seen by a visitor.' };
      }),
      claim: review.claim.handler(({ input, errors }) => {
        this.asked.push(`claim ${input.id}`);
        const name = this.heldElsewhere.get(input.id);
        if (name !== undefined) throw errors.CONFLICT({ data: { reason: 'held-elsewhere', name } });
        const detail = find(input.id);
        if (!detail) throw errors.NOT_FOUND({ data: { what: 'case', id: input.id } });
        return detail.summary;
      }),
      stay: review.stay.handler(({ input }) => {
        this.asked.push(`stay ${input.id}`);
        return { heldBy: this.heldElsewhere.get(input.id) ?? null };
      }),
      reassign: review.reassign.handler(({ input, errors }) => {
        this.asked.push(`reassign ${input.case}`);
        const detail = find(input.case);
        if (!detail) throw errors.NOT_FOUND({ data: { what: 'case', id: input.case } });
        detail.summary = { ...detail.summary, assignedTo: input.to, claimedBy: null, claimedAt: null };
        return detail.summary;
      }),
      release: review.release.handler(({ input, errors }) => {
        this.asked.push(`release ${input.case}`);
        const detail = find(input.case);
        if (!detail) throw errors.NOT_FOUND({ data: { what: 'case', id: input.case } });
        detail.summary = { ...detail.summary, assignedTo: null, claimedBy: null, claimedAt: null };
        return detail.summary;
      }),
      assess: review.assess.handler(({ input }) => {
        this.asked.push(`assess ${input.case}`);
        if (this.fail) throw this.fail();
        const { command, judgement } = input;
        if (!this.decided.some((one) => one.command === command)) {
          this.decided.push({ command, case: input.case, judgement });
        }
        const detail = find(input.case);
        if (detail) detail.summary = { ...detail.summary, state: 'referred' };
        return {
          assessment: AssessmentId.parse(anId(900)),
          route: routeAssessment(judgement, aPolicy(), aMemberTable()),
          state: 'referred' as const,
          referrals: [],
          heldUntil: this.heldUntil,
        };
      }),
      withdraw: review.withdraw.handler(({ input, errors }) => {
        this.asked.push(`withdraw ${input.case}`);
        if (this.fail) throw this.fail();
        const detail = find(input.case);
        const decided = this.decided.findLast((one) => one.case === input.case);
        if (!detail || !decided) throw errors.NOT_FOUND({ data: { what: 'case', id: input.case } });
        detail.summary = { ...detail.summary, state: 'open' };
        return { case: detail.summary, judgement: decided.judgement };
      }),
      correct: review.correct.handler(({ input }) => {
        this.asked.push(`correct ${input.case}`);
        const { command, judgement } = input;
        this.decided.push({ command, case: input.case, judgement });
        return {
          assessment: AssessmentId.parse(anId(901)),
          route: routeAssessment(judgement, aPolicy(), aMemberTable()),
          state: 'referred' as const,
          referrals: [],
          heldUntil: this.heldUntil,
        };
      }),
      assessKnown: review.assessKnown.handler(() => ({ assessed: [] })),
      saveDraft: review.saveDraft.handler(({ input }) => {
        if (input.draft === null) this.drafts.delete(input.case);
        else
          this.drafts.set(input.case, {
            json: input.draft.json,
            by: PersonId.parse(anId(1)),
            at: '2026-11-20T10:00:00.000Z',
          });
        return { saved: true };
      }),
    });
    return { review: createRouterClient(router) };
  }
}
