import type { Legality } from '../../../shared/domain/assessment.ts';
import { opinionOf, speaksAgainst } from '../../../shared/domain/case-match.ts';
import { type CaseId, MatchId } from '../../../shared/domain/ids.ts';
import type { CaseBook } from '../cases/case-book.ts';
import { type CaseSubject, digestOf, packCases } from '../lists/case-values.ts';
import type { ListMatching } from '../lists/list-matching.ts';
import { firstRecentDay } from '../lists/recent-hits.ts';
import type { Session } from '../session/session.ts';
import type { CaseMatchStore, FoundMatch } from './case-match.store.ts';
import type { FloodGuard } from './flood-guard.ts';
import type { MatchRunStore } from './match-run.store.ts';

export interface CaseMatcherParts {
  session: Session;
  store: CaseMatchStore;
  runs: MatchRunStore;
  lists: Pick<ListMatching, 'find' | 'describe'>;
  flood: FloodGuard;
  book: CaseBook;
  /** The last decision on a case; null if it has none. */
  decidedAs: (caseId: string) => Legality | null;
}

/**
 * Most matches kept for one case, the nearest first: a record with more of them floods the case, and further ones add
 * nothing.
 */
const MOST_OF_A_CASE = 1000;

/** Asks lists about cases, and stores their answers. */
export class CaseMatcher {
  readonly #parts: CaseMatcherParts;

  constructor(parts: CaseMatcherParts) {
    this.#parts = parts;
  }

  /**
   * Writes nothing.
   * @throws Failure CONFLICT while the index cannot be asked, LOCKED
   */
  async ask(cases: readonly CaseSubject[]): Promise<Map<CaseId, FoundMatch[]>> {
    const { lists, runs } = this.#parts;
    const found = new Map<CaseId, FoundMatch[]>();
    if (runs.listsNow() === NO_LISTS) return found;
    await Promise.all(
      packCases(cases).map(async ({ values, owners }) => {
        for (const one of await lists.find(values)) {
          const owner = owners[one.query]!;
          const [match] = lists.describe(values, [one]);
          if (!match) continue;
          const { list, ref, record, algorithm, value, distance, meaning } = match;
          const caseValue = values.textOf(one.query) ?? '';
          const of = found.get(owner.id) ?? [];
          found.set(owner.id, of);
          of.push({
            id: MatchId.parse(digestOf('match', list, algorithm, caseValue, value, record)),
            pair: pairOf({ algorithm, meaning, caseValue, value }),
            ...{ list, ref, record, algorithm, caseValue, value, distance, meaning },
          });
        }
      }),
    );
    return found;
  }

  /** The cases that have matches, or had some before. */
  changed(cases: readonly CaseSubject[], found: ReadonlyMap<string, unknown>): CaseSubject[] {
    const { store } = this.#parts;
    const before = store.haveMatches(cases.map(({ id }) => id));
    return cases.filter(({ id }) => found.has(id) || before.has(id));
  }

  /**
   * Stores the present matches of a case; a match that was found before keeps its date. Runs inside a transaction.
   * @returns whether anything changed
   */
  write({ id }: Pick<CaseSubject, 'id'>, found: readonly FoundMatch[]): boolean {
    const { session, store, flood } = this.#parts;
    const before = store.stored(id);
    if (before.size === 0 && found.length === 0) return false;
    const nowMs = session.nowMs();
    const at = new Date(nowMs).toISOString();
    const listsBefore = new Set([...before.values()].map(({ list }) => list));
    const nearest = [...found].sort((a, b) => a.distance - b.distance).slice(0, MOST_OF_A_CASE);
    const added = new Map<MatchId, FoundMatch>();
    for (const match of nearest) {
      const known = before.get(match.id);
      before.delete(match.id);
      if (known === undefined && !added.has(match.id)) {
        store.insert(id, match, at);
        added.set(match.id, match);
      } else if (known && (known.ref !== match.ref || known.meaning !== match.meaning))
        store.renew(id, match);
    }
    for (const gone of before.keys()) store.delete(id, gone);
    for (const list of new Set([...added.values()].map((match) => match.list))) {
      if (!listsBefore.has(list)) store.countHit(list, id, at.slice(0, 10), firstRecentDay(nowMs));
    }
    for (const match of added.values()) flood.watch(match, at);
    const isReweighed = this.reweigh(id);
    if (added.size > 0) this.#lookAgain(id, [...added.keys()]);
    return isReweighed || added.size > 0 || before.size > 0;
  }

  /** Marks a case to be looked at again when a match found after its decision speaks against that decision. */
  #lookAgain(id: string, added: readonly MatchId[]): void {
    const { store, book, decidedAs } = this.#parts;
    const decided = decidedAs(id);
    if (decided !== null && speaksAgainst(opinionOf(store.ofCase(id)), decided)) book.listed(id, added);
  }

  /**
   * Brings priority and list status of a case in line with its matches.
   * @returns whether either changed
   */
  reweigh(id: string): boolean {
    const { store, book } = this.#parts;
    return book.known(id, opinionOf(store.ofCase(id)).knownAs);
  }
}

/** The stored form of "no enabled lists". */
const NO_LISTS = '[]';

/** The digest that verdicts are about: that the case's value is what the list says about its own value. */
export const pairOf = ({
  algorithm,
  meaning,
  caseValue,
  value,
}: Pick<FoundMatch, 'algorithm' | 'meaning' | 'caseValue' | 'value'>): string =>
  digestOf('pair', algorithm, meaning, caseValue, value);
