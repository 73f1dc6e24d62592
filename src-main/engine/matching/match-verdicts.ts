import { z } from 'zod';
import { MatchStanding, MatchVerdict, standingsOf } from '../../../shared/domain/case-match.ts';
import { type CaseId, MatchId } from '../../../shared/domain/ids.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import type { DutyClock } from '../people/duty-clock.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { Session } from '../session/session.ts';
import { notFound } from '../storage/failure.ts';
import type { CaseMatchStore } from './case-match.store.ts';
import type { CaseMatcher } from './case-matcher.ts';
import type { JudgedMatch } from './match-verdict.store.ts';

export interface MatchVerdictParts {
  session: Session;
  matches: CaseMatchStore;
  matcher: CaseMatcher;
  blindness: Blindness;
  duty: DutyClock;
}

const Judged = z.object({ match: MatchId, verdict: MatchVerdict, standing: MatchStanding });

/** Records people's verdicts on matches. The last verdict on a pair of values counts, in every case that has it. */
export class MatchVerdicts {
  readonly #parts: MatchVerdictParts;

  constructor(parts: MatchVerdictParts) {
    this.#parts = parts;
  }

  /** @throws Failure NOT_FOUND; CONFLICT where the case waits for this person's second review */
  say(
    command: string,
    caseId: CaseId,
    id: MatchId,
    verdict: MatchVerdict,
    reason = '',
  ): z.infer<typeof Judged> {
    const { session, matches, matcher, blindness, duty } = this.#parts;
    duty.allowWork();
    return session.perform(command, Judged, ['queue', 'matching', 'ledger'], () => {
      blindness.refuse(caseId);
      const match = matches.find(caseId, id);
      if (!match) throw notFound({ what: 'match', id, case: caseId });
      const said = session.newId();
      const { pair, record, caseValue, value, list, algorithm, distance, meaning } = match;
      session.byPerson(
        verdict === 'confirmed' ? 'match.confirmed' : 'match.rejected',
        {
          ...{ case: caseId, verdict: said, list, algorithm, distance, meaning },
          saidSha256: wordDigest(said, match, reason),
        },
        { pair, record, caseValue, value, reason },
      );
      matches.flagPair(match.pair);
      matcher.reweigh(caseId);
      return { match: id, verdict, standing: this.#standing(caseId, id) };
    });
  }

  #standing(caseId: CaseId, id: MatchId): MatchStanding {
    const all = this.#parts.matches.ofCase(caseId);
    const standing = standingsOf(all)[all.findIndex((match) => match.id === id)];
    if (standing === undefined) throw new Error('a match that was just judged is gone');
    return standing;
  }
}

/**
 * Binds a verdict to its values without revealing them: a reader of the ledger can test values they have, and read
 * none. The reason is part of it; without one, the values could be guessed.
 */
export function wordDigest(id: string, match: JudgedMatch, reason: string): string {
  const { list, record, algorithm, caseValue, value, distance, meaning } = match;
  const words = [list, record, algorithm, caseValue, value, distance, meaning, reason];
  return boundDigest(id, canonicalText(words));
}
