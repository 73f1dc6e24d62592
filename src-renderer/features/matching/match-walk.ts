import type { CaseMatch } from '../../../shared/contract/case-match.ts';
import type { MatchId } from '../../../shared/domain/ids.ts';

const isOpen = ({ verdict, standing }: CaseMatch): boolean => verdict === null && standing === 'counts';

/** The match that the keys act on: the chosen one while it is there, else the first without a verdict. */
export function chosenMatch(matches: readonly CaseMatch[], chosen: MatchId | null): CaseMatch | null {
  return matches.find(({ id }) => id === chosen) ?? matches.find(isOpen) ?? matches[0] ?? null;
}

/** The match after this one; the last is followed by the first. */
export function matchAfter(matches: readonly CaseMatch[], current: MatchId): MatchId | null {
  const at = matches.findIndex(({ id }) => id === current);
  return matches[(at + 1) % matches.length]?.id ?? null;
}

/** The match to go to after a verdict on `decided`: the next without a verdict, or `decided` itself. */
export function openMatchAfter(matches: readonly CaseMatch[], decided: MatchId): MatchId {
  const at = matches.findIndex(({ id }) => id === decided);
  const rest = [...matches.slice(at + 1), ...matches.slice(0, Math.max(at, 0))];
  return rest.find(isOpen)?.id ?? decided;
}
