import type { z } from 'zod';
import { Policy, policyGaps } from '../../../shared/domain/policy.ts';
import { type Refusal, toldBy } from '../../../shared/domain/refusal.ts';
import type { RefusalDetail } from '../../../shared/domain/refusal-detail.ts';

/** A problem at one place of a draft, for the page to put into words. */
export type DraftProblem =
  | { what: 'missing' | 'number' | 'form' }
  | { what: 'atLeast' | 'atMost'; limit: number }
  | { what: 'gap'; gaps: readonly (readonly string[])[] }
  | { what: 'refused'; detail: RefusalDetail };

/** Problems by the path of the field, as `categories.0.name.en`. */
export type DraftProblems = ReadonlyMap<string, DraftProblem>;

/** Everything that keeps a draft from being proposed: what its schema finds, and what the engine refused. */
export function draftProblems(policy: Policy, refusals: readonly Refusal[]): DraftProblems {
  const found = new Map<string, DraftProblem>();
  for (const issue of Policy.safeParse(policy).error?.issues ?? []) {
    const path = issue.path.map(String).join('.');
    if (!found.has(path)) found.set(path, problemOf(issue, policy));
  }
  // Only the engine knows which versions were withdrawn and which people there are.
  for (const { field, detail } of refusals) {
    const path = field?.replace(/^policy\./, '') ?? '';
    if (!found.has(path)) found.set(path, { what: 'refused', detail });
  }
  return found;
}

function problemOf(issue: z.core.$ZodIssue, policy: Policy): DraftProblem {
  const detail = toldBy(issue)?.detail;
  if (detail?.code === 'no-category-covers') return { what: 'gap', gaps: policyGaps(policy.categories) };
  if (detail !== undefined) return { what: 'refused', detail };
  switch (issue.code) {
    case 'invalid_type':
      return { what: issue.expected === 'number' || issue.expected === 'int' ? 'number' : 'missing' };
    case 'invalid_format':
      return { what: 'form' };
    case 'too_small':
      if (issue.origin !== 'number' && issue.origin !== 'int') return { what: 'missing' };
      return { what: 'atLeast', limit: Number(issue.minimum) };
    case 'too_big':
      return { what: 'atMost', limit: Number(issue.maximum) };
    default:
      return { what: 'form' };
  }
}

/** How many of the problems stand at or below a place. */
export const problemsBelow = (problems: DraftProblems, path: string): number =>
  [...problems.keys()].filter((place) => place === path || place.startsWith(`${path}.`)).length;
