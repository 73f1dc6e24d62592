import type { CaseMatch } from '../../../shared/contract/case-match.ts';
import type { MatchId } from '../../../shared/domain/ids.ts';

const isOpen = ({ verdict, standing }: CaseMatch): boolean => verdict === null && standing === 'counts';

/** The match the keys are for: the chosen one while it is there, else the first nobody spoke on yet. */
export function chosenMatch(matches: readonly CaseMatch[], chosen: MatchId | null): CaseMatch | null {
  return matches.find(({ id }) => id === chosen) ?? matches.find(isOpen) ?? matches[0] ?? null;
}

/** The match after this one, round and round. */
export function matchAfter(matches: readonly CaseMatch[], current: MatchId): MatchId | null {
  const at = matches.findIndex(({ id }) => id === current);
  return matches[(at + 1) % matches.length]?.id ?? null;
}

/** Where to go on once somebody spoke on `decided`: the next nobody spoke on, or stay. */
export function openMatchAfter(matches: readonly CaseMatch[], decided: MatchId): MatchId {
  const at = matches.findIndex(({ id }) => id === decided);
  const rest = [...matches.slice(at + 1), ...matches.slice(0, Math.max(at, 0))];
  return rest.find(isOpen)?.id ?? decided;
}
