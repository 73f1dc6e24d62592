import { createRouterClient, implement } from '@orpc/server';
import { contract, type EngineClient } from '../../../shared/contract/contract.ts';
import type {
  AgreementReport,
  BlindCase,
  Disagreement,
  GoldenCase,
  ReviewNote,
  SampleReport,
  Settlement,
} from '../../../shared/contract/second-review.contract.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import { AssessmentId, type CommandId, type SecondReviewId } from '../../../shared/domain/ids.ts';
import { SamplingPeriod } from '../../../shared/domain/second-review.ts';
import { aCase } from './a-case.ts';
import { anId } from './an-id.ts';
import { InMemoryEngine } from './in-memory-engine.ts';

interface Judged {
  command: CommandId;
  review: SecondReviewId;
  judgement: Assessment;
}

interface Settled {
  review: SecondReviewId;
  settlement: Settlement;
  note: string | undefined;
}

const NOVEMBER = SamplingPeriod.parse('2026-11');

/** The second review of an engine, in memory, behind the real contract. */
export class InMemorySecondReview {
  waiting: BlindCase[];
  disagreements: Disagreement[] = [];
  notes: ReviewNote[] = [];
  golden: GoldenCase[] = [];
  readonly cases = new InMemoryEngine([aCase(0)]);
  readonly judged: Judged[] = [];
  readonly settled: Settled[] = [];
  readonly ranges: unknown[] = [];
  /** Thrown instead of an answer, after what was asked for was done. */
  fail: (() => Error) | null = null;

  constructor(waiting: readonly BlindCase[] = []) {
    this.waiting = [...waiting];
  }

  get client(): Pick<EngineClient, 'secondReview' | 'review'> {
    const { secondReview } = implement(contract);
    return {
      secondReview: createRouterClient(
        secondReview.router({
          waiting: secondReview.waiting.handler(({ input }) => ({
            total: this.waiting.length,
            cases: this.waiting.slice(0, input.limit),
          })),
          judge: secondReview.judge.handler(({ input, errors }) => {
            if (!this.judged.some(({ command }) => command === input.command)) {
              if (!this.waiting.some((each) => each.review === input.review))
                throw errors.NOT_FOUND({ data: { what: 'second-review', id: input.review } });
              this.judged.push(input);
              this.waiting = this.waiting.filter((each) => each.review !== input.review);
            }
            if (this.fail) throw this.fail();
            return { recorded: true as const };
          }),
          reveal: secondReview.reveal.handler(() => ({ revealed: [AssessmentId.parse(anId(900))] })),
          disagreements: secondReview.disagreements.handler(() => this.disagreements),
          settle: secondReview.settle.handler(({ input }) => {
            if (this.fail) throw this.fail();
            const { review: id, settlement, note } = input;
            this.settled.push({ review: id, settlement, note });
            this.disagreements = this.disagreements.filter((each) => each.review !== id);
            return settlement.outcome === 'uphold'
              ? { outcome: 'upheld' as const, assessment: null, referrals: [] }
              : {
                  outcome: 'overturned' as const,
                  assessment: AssessmentId.parse(anId(901)),
                  referrals: [{ destination: 'iccam', purpose: 'retraction' as const }],
                };
          }),
          notes: secondReview.notes.handler(() => this.notes),
          markRead: secondReview.markRead.handler(({ input }) => {
            this.notes = this.notes.map((note) =>
              note.id === input.note ? { ...note, readAt: '2026-11-21T12:00:00.000Z' } : note,
            );
            return { read: true as const };
          }),
          agreement: secondReview.agreement.handler(({ input }): AgreementReport => {
            this.ranges.push(input);
            const { from = NOVEMBER, to = NOVEMBER } = input;
            const none = {
              undrawn: 0,
              drawn: 0,
              waiting: 0,
              disputed: 0,
              agreed: 0,
              upheld: 0,
              overturned: 0,
            };
            return { from, to, ...none, attributes: [], periods: [], pairs: [], golden: [] };
          }),
          sample: secondReview.sample.handler(
            ({ input }): SampleReport => ({
              period: input.period,
              commitment: '',
              seed: null,
              assessments: 0,
              drawn: 0,
              undrawn: 0,
              checked: true,
              mismatches: [],
              sample: [],
            }),
          ),
          periods: secondReview.periods.handler(() => [
            { period: SamplingPeriod.parse('2026-10'), closed: true },
            { period: NOVEMBER, closed: false },
          ]),
          golden: secondReview.golden.handler(() => this.golden),
          addGolden: secondReview.addGolden.handler(({ errors }) => {
            throw errors.CONFLICT({ data: { reason: 'waits-for-second-review' } });
          }),
          removeGolden: secondReview.removeGolden.handler(({ input, errors }) => {
            throw errors.NOT_FOUND({ data: { what: 'golden-case', id: input.golden } });
          }),
        }),
      ),
      review: this.cases.client.review,
    };
  }
}
