import type { CaseSummary } from '../../../shared/domain/case.ts';
import { type HashAlgorithm, hashSchema } from '../../../shared/domain/hashes.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { boundDigest } from '../audit/bound-digest.ts';
import type { Ledger } from '../audit/ledger.ts';
import { Failure } from '../failure.ts';
import { type CaseStore, summaryOf } from '../review/case.store.ts';
import type { MatchingStore } from './matching.store.ts';

const SHOWN = 100;

/** Which cases of this vault a hash is known from. */
export class Matching {
  readonly #store: MatchingStore;
  readonly #cases: CaseStore;
  readonly #ledger: Ledger;
  readonly #newId: () => string;

  constructor(store: MatchingStore, cases: CaseStore, ledger: Ledger, newId: () => string) {
    this.#store = store;
    this.#cases = cases;
    this.#ledger = ledger;
    this.#newId = newId;
  }

  /** Looks up, and records what was looked for. @throws Failure REFUSED where the value is none of the algorithm's */
  lookup(algorithm: HashAlgorithm, value: string): CaseSummary[] {
    const parsed = hashSchema[algorithm].safeParse(value);
    if (!parsed.success) {
      throw new Failure({
        code: 'REFUSED',
        data: { refusals: refusalsOf(parsed.error, null, () => algorithm) },
      });
    }
    const found = this.#store.caseIds(algorithm, parsed.data, SHOWN).flatMap((id) => {
      const entry = this.#cases.find(id);
      return entry ? [summaryOf(entry)] : [];
    });
    // Bound to the search: who is given the ledger can test a value they have, and read none.
    const search = this.#newId();
    const valueSha256 = boundDigest(search, parsed.data);
    this.#cases.transaction(() =>
      this.#ledger.byPerson('matching.searched', { search, algorithm, valueSha256, found: found.length }),
    );
    return found;
  }
}
