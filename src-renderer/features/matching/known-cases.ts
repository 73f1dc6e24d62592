import type { EngineClient } from '../../../shared/contract/contract.ts';
import { type CaseDetail, ONE_STROKE } from '../../../shared/contract/review.contract.ts';
import { isKnownBaseline } from '../../../shared/domain/case-match.ts';

/**
 * The cases that may be decided together: open, and with a file that is itself on a trusted baseline list. The queue
 * says which cases are known as baseline; the stricter rule needs each case's matches, so they are read and judged by
 * the engine's own rule.
 */
export async function knownCases(client: Pick<EngineClient, 'review'>): Promise<CaseDetail[]> {
  const { cases } = await client.review.queue({ state: 'open', knownAs: 'baseline', limit: ONE_STROKE });
  const details = await Promise.all(cases.map(({ id }) => client.review.case({ id }).catch(() => null)));
  return details.filter(
    (detail): detail is CaseDetail =>
      detail !== null &&
      isKnownBaseline(
        detail.matches.map((match) => ({ ...match, quarantined: match.standing === 'quarantined' })),
      ),
  );
}
