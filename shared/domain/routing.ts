import { z } from 'zod';
import type { Assessment } from './assessment.ts';
import { DestinationId } from './ids.ts';
import { hostingZone, type MemberTable } from './member-table.ts';
import { applies, HostingZone, type Policy, RouteOutcome } from './policy.ts';

/** The policy's result for an assessment. It is computed, never typed by hand. */
export const Route = z.object({
  /** The protocol's category, for example `1`. */
  category: z.string(),
  zone: HostingZone,
  outcome: RouteOutcome,
  destinations: z.array(DestinationId),
  deadlineHours: z.number().nullable(),
  policy: z.object({ id: z.string(), version: z.number().int() }),
});
export type Route = z.infer<typeof Route>;

/**
 * Routes an assessment by the policy: the first category that applies wins. It has a result for every policy that
 * passed its schema, and depends on nothing but its arguments.
 */
export function routeAssessment(
  assessment: Pick<Assessment, 'legality' | 'hosting' | 'classification'>,
  policy: Policy,
  members: MemberTable,
): Route {
  const zone = hostingZone(assessment.hosting.country, policy.jurisdiction, members);
  const facts = { legality: assessment.legality, hosting: zone, classification: assessment.classification };
  const category = policy.categories.find((candidate) => applies(candidate, facts));
  if (!category) throw new Error(`policy ${policy.id} has a gap: ${assessment.legality}, ${zone}`);
  return {
    category: category.code,
    zone,
    outcome: category.outcome,
    destinations: [...new Set(category.destinations)],
    deadlineHours: category.deadlineHours,
    policy: { id: policy.id, version: policy.version },
  };
}
