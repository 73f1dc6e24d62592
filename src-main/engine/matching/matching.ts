import type { CaseSummary } from '../../../shared/domain/case.ts';
import { type HashAlgorithm, hashSchema } from '../../../shared/domain/hashes.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { boundDigest } from '../audit/bound-digest.ts';
import type { Ledger } from '../audit/ledger.ts';
import { Failure } from '../failure.ts';
import { type CaseStore, summaryOf } from '../review/case.store.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { MatchingStore } from './matching.store.ts';

export interface MatchingParts {
  store: MatchingStore;
  cases: CaseStore;
  blindness: Blindness;
  ledger: Ledger;
  newId: () => string;
}

const SHOWN = 100;

/** Which cases of this vault a hash is known from. */
export class Matching {
  readonly #parts: MatchingParts;

  constructor(parts: MatchingParts) {
    this.#parts = parts;
  }

  /** Looks up among the cases this person may see, and records what was looked for. @throws Failure REFUSED where the value is none of the algorithm's */
  lookup(algorithm: HashAlgorithm, value: string): CaseSummary[] {
    const { store, cases, blindness, ledger, newId } = this.#parts;
    const parsed = hashSchema[algorithm].safeParse(value);
    if (!parsed.success) {
      throw new Failure({
        code: 'REFUSED',
        data: { refusals: refusalsOf(parsed.error, null, () => algorithm) },
      });
    }
    const hidden = blindness.hiddenCases();
    const found = store
      .caseIds(algorithm, parsed.data, SHOWN + hidden.size)
      .filter((id) => !hidden.has(id))
      .slice(0, SHOWN)
      .flatMap((id) => {
        const entry = cases.find(id);
        return entry ? [summaryOf(entry)] : [];
      });
    // Bound to the search: who is given the ledger can test a value they have, and read none.
    const search = newId();
    const valueSha256 = boundDigest(search, parsed.data);
    cases.transaction(() =>
      ledger.byPerson('matching.searched', { search, algorithm, valueSha256, found: found.length }),
    );
    return found;
  }
}
