import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type ChangedCase,
  type DryRunStep,
  LISTED_CHANGES,
  type RulesText,
} from '../../../shared/contract/policy.contract.ts';
import { dryRun, EMPTY_TALLY, joinTallies } from '../../../shared/domain/dry-run.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { PastAssessments } from './past-assessments.ts';
import { readRules } from './rules.ts';

const SLICE = 250;

/**
 * Routes the last assessments by the rules in force and by others, one slice at a time between other work. Compares
 * with the rules in force and not with the original routes, because the question is what would change now.
 * @param hidden cases whose assessments must be hidden from the person at the workstation; they are left out
 */
export async function* runDry(
  past: PastAssessments,
  inForce: Protocol,
  sent: RulesText,
  last: number,
  hidden: ReadonlySet<string>,
): AsyncGenerator<DryRunStep> {
  const after = readRules(sent, inForce);
  // Copied, so that an activation meanwhile does not compare part of the assessments with other rules.
  const before: Protocol = { policy: inForce.policy, members: inForce.members };
  const total = Math.min(last, past.countStanding());
  const changes: ChangedCase[] = [];
  let tally = EMPTY_TALLY;
  let reached: string | null = null;
  for (let seen = 0; seen < total; ) {
    const slice = past.lastStanding(reached, Math.min(SLICE, total - seen));
    const oldest = slice.at(-1);
    if (oldest === undefined) break;
    reached = oldest.assessment;
    seen += slice.length;
    const shown = slice.filter((one) => !hidden.has(one.case));
    const found = dryRun(shown, before, after);
    tally = joinTallies([tally, found.tally]);
    for (const { item, ...routes } of found.changes.slice(0, LISTED_CHANGES - changes.length)) {
      const { case: id, assessment, subject, kind } = item;
      changes.push({ case: id, assessment, subject, kind, ...routes });
    }
    yield { phase: 'routing', looked: seen, total };
    await nextTurn();
  }
  yield { phase: 'done', result: { tally, changes } };
}
