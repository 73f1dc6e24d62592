import type { Entry } from '../../../shared/ledger/entry.ts';
import { type EntryKind, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import { Drawn } from '../../../shared/ledger/kinds/assessment.ts';
import { isAsSigned } from '../assessment/signed-judgement.ts';
import { countProblem, type RecordAtEnd, type RecordCheck } from '../session/record-check.ts';
import type { SecondReviewStore } from './second-review.store.ts';

/** Compares the cases that wait for a second reviewer, and second reviewers' decisions, with the ledger. */
export class SecondReviewCheck implements RecordCheck {
  readonly kinds: readonly EntryKind[] = ['case.assessed', 'assessment.corrected', 'assessment.reviewed'];
  readonly #store: SecondReviewStore;
  #drawn = 0;

  constructor(store: SecondReviewStore) {
    this.#store = store;
  }

  take({ kind, actor, data }: Entry): string[] {
    if (kind !== 'assessment.reviewed') {
      if (Drawn.safeParse(data).success) this.#drawn += 1;
      return [];
    }
    const said = readData(kind, data);
    if (said === null) return ['does not say what was decided'];
    const { review } = said;
    const row = this.#store.judged(review);
    if (row === null) return ['its second review is missing'];
    const same = isAsSigned(review, row, actor, said);
    return same ? [] : ['its second review is not the one that was signed'];
  }

  end({ waiting: { reviews } }: RecordAtEnd): string[] {
    const rows = new Map(this.#store.unsettled().map((row) => [row.assessment, row]));
    const other = [...rows.values()].filter(({ assessment, firstBy, secondBy }) => {
      const recorded = reviews.get(assessment);
      return recorded?.by !== firstBy || recorded.second !== secondBy;
    });
    const missing = [...reviews.keys()].filter((assessment) => !rows.has(assessment));
    return [
      ...countProblem('draws', this.#store.count(), this.#drawn),
      ...other.map(
        ({ assessment }) => `the second review of ${assessment} stands otherwise than in the record`,
      ),
      ...missing.map((assessment) => `the second review of ${assessment} waits in the record and not here`),
    ];
  }
}
