import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Fault } from '../../../shared/ledger/fault.ts';
import { type EntryKind, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import { Drawn, Paralleled } from '../../../shared/ledger/kinds/assessment.ts';
import { isAsSigned } from '../assessment/signed-judgement.ts';
import { countFault, type RecordAtEnd, type RecordCheck } from '../session/record-check.ts';
import type { SecondReviewStore } from './second-review.store.ts';

/** Compares the cases that wait for a second reviewer, and second reviewers' decisions, with the ledger. */
export class SecondReviewCheck implements RecordCheck {
  readonly kinds: readonly EntryKind[] = [
    'case.assessed',
    'assessment.corrected',
    'assessment.reviewed',
    'assessment.paralleled',
    'sampling.drawn',
  ];
  readonly #store: SecondReviewStore;
  /** The assessments that were drawn, and those of two made at once that differ: one review each, however it came. */
  readonly #drawn = new Set<string>();

  constructor(store: SecondReviewStore) {
    this.#store = store;
  }

  take({ kind, actor, data }: Entry, isErased: boolean): Fault[] {
    if (kind === 'sampling.drawn') {
      for (const assessment of readData(kind, data)?.drawn ?? []) this.#drawn.add(assessment);
      return [];
    }
    if (kind === 'assessment.paralleled') {
      const { data: made } = Paralleled.safeParse(data);
      if (made && !made.agrees && made.by !== made.second) this.#drawn.add(made.assessment);
      return [];
    }
    if (kind !== 'assessment.reviewed') {
      if (Drawn.safeParse(data).success) this.#drawn.add(decisionIn(data));
      return [];
    }
    const said = readData(kind, data);
    if (said === null) return [{ code: 'decision-unsaid' }];
    const { review } = said;
    const row = this.#store.judged(review);
    if (row === null) return [{ code: 'second-review-missing' }];
    const same = isAsSigned(review, row, actor, said, isErased);
    return same ? [] : [{ code: 'second-review-differs' }];
  }

  end({ waiting: { reviews } }: RecordAtEnd): Fault[] {
    const rows = new Map(this.#store.unsettled().map((row) => [row.assessment, row]));
    const other = [...rows.values()].filter(({ assessment, firstBy, secondBy }) => {
      const recorded = reviews.get(assessment);
      return recorded?.by !== firstBy || recorded.second !== secondBy;
    });
    const missing = [...reviews.keys()].filter((assessment) => !rows.has(assessment));
    return [
      ...countFault('count-of-draws', this.#store.count(), this.#drawn.size),
      ...other.map(({ assessment }): Fault => ({ code: 'review-differs', assessment })),
      ...missing.map((assessment): Fault => ({ code: 'review-missing', assessment })),
    ];
  }
}

/** The assessment that an entry makes: a correction names the one it replaces, too. */
const decisionIn = ({ assessment, decision = assessment }: Entry['data']): string => String(decision);
