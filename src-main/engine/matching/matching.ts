import type { CaseSummary } from '../../../shared/domain/case.ts';
import { type HashAlgorithm, hashSchema } from '../../../shared/domain/hashes.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { Failure } from '../failure.ts';
import { type CaseStore, summaryOf } from '../review/case.store.ts';
import type { MatchingStore } from './matching.store.ts';

const SHOWN = 100;

/** Which cases of this vault a hash is known from. */
export class Matching {
  readonly #store: MatchingStore;
  readonly #cases: CaseStore;

  constructor(store: MatchingStore, cases: CaseStore) {
    this.#store = store;
    this.#cases = cases;
  }

  /** @throws Failure REFUSED where the value is none of the algorithm's */
  lookup(algorithm: HashAlgorithm, value: string): CaseSummary[] {
    const parsed = hashSchema[algorithm].safeParse(value);
    if (!parsed.success) {
      throw new Failure({
        code: 'REFUSED',
        data: { refusals: refusalsOf(parsed.error, null, () => algorithm) },
      });
    }
    return this.#store.caseIds(algorithm, parsed.data, SHOWN).flatMap((id) => {
      const entry = this.#cases.find(id);
      return entry ? [summaryOf(entry)] : [];
    });
  }
}
