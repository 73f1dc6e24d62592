import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Cases } from '../cases/cases.ts';
import { summaryOf } from '../cases/stored-case.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import { readMatchValues } from '../lists/read-match-values.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { Session } from '../session/session.ts';
import type { MatchingStore } from './matching.store.ts';

export interface MatchingParts {
  session: Session;
  store: MatchingStore;
  cases: Cases;
  blindness: Blindness;
  protocol: Protocol;
}

const SHOWN = 100;

/** Tells which cases of this vault hold a hash or an address. */
export class Matching {
  readonly #parts: MatchingParts;

  constructor(parts: MatchingParts) {
    this.#parts = parts;
  }

  /**
   * Looks a value up among the cases, and records the search.
   * @throws Failure REFUSED where the value does not fit the algorithm
   */
  lookup(algorithm: MatchAlgorithm, value: string): { cases: CaseSummary[]; waiting: CaseId[] } {
    const { session, store, cases, blindness, protocol } = this.#parts;
    const wanted = readMatchValues(algorithm, [value]).textOf(0) ?? '';
    const hidden = blindness.hiddenCases();
    const found = store.caseIds(algorithm, wanted, SHOWN).flatMap((id) => cases.find(id) ?? []);
    // Bound to the search's own id: a reader of the ledger can test values they have, and read none.
    const search = session.newId();
    const valueSha256 = boundDigest(search, wanted);
    cases.transaction(() =>
      session.byPerson('matching.searched', { search, algorithm, valueSha256, found: found.length }),
    );
    return {
      cases: found
        .filter(({ id }) => !hidden.has(id))
        .map((stored) => summaryOf(stored, protocol.policy, session.nowMs())),
      waiting: found.map(({ id }) => id).filter((id) => hidden.has(id)),
    };
  }
}
