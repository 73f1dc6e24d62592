import type { CaseMatch, SimilarCase } from '../../../shared/contract/case-match.ts';
import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import {
  isKnownBaseline,
  type MatchStanding,
  opinionOf,
  proposalOf,
  standingsOf,
} from '../../../shared/domain/case-match.ts';
import { ListMeaning } from '../../../shared/domain/hash-list.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { MatchingIndex } from '../lists/matching-index.ts';
import type { RecordDetails, RecordDetailsReader } from '../lists/record-details.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { CaseMatchStore, StoredMatch } from './case-match.store.ts';
import type { MatchRunStore } from './match-run.store.ts';
import type { MatchVerdictStore } from './match-verdict.store.ts';
import type { SimilarCases } from './similar-cases.ts';

export interface ShownMatchesParts {
  store: CaseMatchStore;
  runs: MatchRunStore;
  verdicts: MatchVerdictStore;
  similar: SimilarCases;
  index: Pick<MatchingIndex, 'ranges'>;
  details: RecordDetailsReader;
  blindness: Blindness;
}

const SHOWN = 200;
const SHOWN_WORDS = 20;
const STANDINGS: readonly MatchStanding[] = ['counts', 'suppressed', 'quarantined', 'rejected'];

/** What the person looking at a case sees of its matches and of similar cases. */
export class ShownMatches {
  readonly #parts: ShownMatchesParts;

  constructor(parts: ShownMatchesParts) {
    this.#parts = parts;
  }

  of(id: CaseId): Pick<CaseDetail, 'matches' | 'matched' | 'proposal' | 'similar'> {
    const matches = this.#parts.store.ofCase(id);
    const standings = standingsOf(matches);
    const ordered = matches
      .map((match, index) => ({ match, standing: standings[index] ?? 'counts' }))
      .sort(byStrength);
    return {
      matches: ordered.slice(0, SHOWN).map(({ match, standing }) => this.#show(match, standing)),
      matched: { ...opinionOf(matches), isPending: this.#isPending(id), total: matches.length },
      proposal: proposalOf(matches),
      similar: this.similarTo(id),
    };
  }

  /** Cases with the same or a similar picture, the nearest first. */
  similarTo(id: CaseId): SimilarCase[] {
    const { store, similar } = this.#parts;
    const subject = store.subject(id);
    return subject ? similar.of(subject) : [];
  }

  /** The lists whose records count for a case, and the cases that the same records match. */
  onSameRecords(id: CaseId, limit: number): { lists: string[]; cases: CaseId[] } {
    const { store } = this.#parts;
    const matches = store.ofCase(id);
    const standings = standingsOf(matches);
    const counting = matches.filter((_, index) => standings[index] === 'counts');
    return {
      lists: [...new Set(counting.map(({ listName }) => listName))],
      cases: [...new Set(counting.flatMap(({ list, record }) => store.onRecord(list, record, limit)))],
    };
  }

  /** Whether a person may decide the case as known baseline together with others. */
  isKnownBaseline(id: CaseId): boolean {
    return isKnownBaseline(this.#parts.store.ofCase(id));
  }

  #isPending(id: CaseId): boolean {
    const { store, runs } = this.#parts;
    const run = runs.present();
    return store.isFlagged(id) || (run !== null && id > run.after) || runs.listsNow() !== runs.listsThen();
  }

  #show(match: StoredMatch, standing: MatchStanding): CaseMatch {
    const { verdicts, blindness } = this.#parts;
    const { list, listName, trust, meaning, record, ref, algorithm, value, distance } = match;
    const { id, caseValue, matchedAt, verdict, quarantine } = match;
    const { quality, classification, tags, member, updatedAt } = this.#detailsOf(match) ?? NOT_THERE;
    return {
      ...{ list, listName, trust, meaning, record, ref, algorithm, value, distance },
      ...{ quality, classification, tags, member, updatedAt },
      ...{ id, caseValue, matchedAt, standing, verdict, quarantine },
      history: verdicts
        .ofPair(match.pair, SHOWN_WORDS)
        .map((word) => ({ ...word, case: word.case && blindness.hides(word.case) ? null : word.case })),
    };
  }

  /** Null where the list was imported again and this case still waits to be matched against it. */
  #detailsOf({ ref, list, algorithm, value }: StoredMatch): RecordDetails | null {
    const { index, details } = this.#parts;
    const range = index.ranges.rangeOf(ref);
    if (range?.list !== list) return null;
    const found = details.of(ref, range, algorithm, algorithm === 'pdq' ? null : value);
    return found?.value === value ? found : null;
  }
}

const NOT_THERE = { quality: null, classification: null, tags: [], member: null, updatedAt: null };

type Ordered = { match: StoredMatch; standing: MatchStanding };

const byStrength = (a: Ordered, b: Ordered): number =>
  STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) ||
  Number(b.match.verdict === 'confirmed') - Number(a.match.verdict === 'confirmed') ||
  a.match.distance - b.match.distance ||
  ListMeaning.options.indexOf(a.match.meaning) - ListMeaning.options.indexOf(b.match.meaning) ||
  (a.match.id < b.match.id ? -1 : 1);
