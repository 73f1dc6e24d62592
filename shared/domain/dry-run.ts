import { z } from 'zod';
import { type Assessment, Legality } from './assessment.ts';
import { DestinationId, type PersonId } from './ids.ts';
import { RouteOutcome, secondReviewRate } from './policy.ts';
import type { Protocol } from './protocol.ts';
import { routeAssessment } from './routing.ts';

const Count = z.number().int();

/** The result of a route, without the policy it comes from, which always differs. */
export const RouteResult = z.object({
  category: z.string(),
  outcome: RouteOutcome,
  destinations: z.array(DestinationId),
  deadlineHours: z.number().nullable(),
});
export type RouteResult = z.infer<typeof RouteResult>;

/** How other rules would have routed the same assessments. */
export const DryRunTally = z.object({
  looked: Count,
  /** Number of assessments routed differently: category, outcome, destinations or deadline. */
  changed: Count,
  /** Number that moves from each category to each; those that stay are included. */
  moves: z.array(z.object({ from: z.string(), to: z.string(), count: Count })),
  /** Referrals to each destination under the present rules and under the other ones. */
  destinations: z.array(z.object({ destination: DestinationId, before: Count, after: Count })),
  /** Deadlines that differ, in hours from receipt; null for none. */
  deadlines: z.array(z.object({ from: z.number().nullable(), to: z.number().nullable(), count: Count })),
  /** Average number of these that are drawn for a second review. */
  secondReview: z.array(
    z.object({ legality: Legality, looked: Count, before: z.number(), after: z.number() }),
  ),
});
export type DryRunTally = z.infer<typeof DryRunTally>;

/** The parts of an assessment that a dry run needs. */
export interface Judged {
  judgement: Pick<Assessment, 'legality' | 'hosting' | 'classification'>;
  person: PersonId;
}

export interface RouteChange<Item> {
  item: Item;
  before: RouteResult;
  after: RouteResult;
}

export const EMPTY_TALLY: DryRunTally = {
  looked: 0,
  changed: 0,
  moves: [],
  destinations: [],
  deadlines: [],
  secondReview: [],
};

/** Routes assessments by two sets of rules and reports the differences. Depends on nothing but its arguments. */
export function dryRun<Item extends Judged>(
  items: readonly Item[],
  before: Protocol,
  after: Protocol,
): { tally: DryRunTally; changes: RouteChange<Item>[] } {
  const changes: RouteChange<Item>[] = [];
  const tally = items.map((item) => {
    const [was, becomes] = [resultOf(item, before), resultOf(item, after)];
    const changed = !isSame(was, becomes);
    if (changed) changes.push({ item, before: was, after: becomes });
    const { legality } = item.judgement;
    const rateUnder = ({ policy }: Protocol, { category }: RouteResult) =>
      secondReviewRate(policy, { legality, category, person: item.person });
    return {
      looked: 1,
      changed: Number(changed),
      moves: [{ from: was.category, to: becomes.category, count: 1 }],
      destinations: [
        ...was.destinations.map((destination) => ({ destination, before: 1, after: 0 })),
        ...becomes.destinations.map((destination) => ({ destination, before: 0, after: 1 })),
      ],
      deadlines:
        was.deadlineHours === becomes.deadlineHours
          ? []
          : [{ from: was.deadlineHours, to: becomes.deadlineHours, count: 1 }],
      secondReview: [
        { legality, looked: 1, before: rateUnder(before, was), after: rateUnder(after, becomes) },
      ],
    };
  });
  return { tally: joinTallies(tally), changes };
}

/** The sum of several tallies. */
export function joinTallies(tallies: readonly DryRunTally[]): DryRunTally {
  const sum = (pick: (tally: DryRunTally) => number) =>
    tallies.reduce((total, tally) => total + pick(tally), 0);
  return {
    looked: sum(({ looked }) => looked),
    changed: sum(({ changed }) => changed),
    moves: joinRows(
      tallies.flatMap(({ moves }) => moves),
      ({ from, to }) => `${from} ${to}`,
      (a, b) => ({ ...a, count: a.count + b.count }),
    ),
    destinations: joinRows(
      tallies.flatMap(({ destinations }) => destinations),
      ({ destination }) => destination,
      (a, b) => ({ ...a, before: a.before + b.before, after: a.after + b.after }),
    ),
    deadlines: joinRows(
      tallies.flatMap(({ deadlines }) => deadlines),
      ({ from, to }) => `${from} ${to}`,
      (a, b) => ({ ...a, count: a.count + b.count }),
    ),
    secondReview: joinRows(
      tallies.flatMap(({ secondReview }) => secondReview),
      ({ legality }) => legality,
      (a, b) => ({
        ...a,
        looked: a.looked + b.looked,
        before: a.before + b.before,
        after: a.after + b.after,
      }),
    ),
  };
}

function joinRows<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  join: (a: Row, b: Row) => Row,
): Row[] {
  const joined = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    const there = joined.get(key);
    joined.set(key, there === undefined ? row : join(there, row));
  }
  return [...joined].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function resultOf({ judgement }: Judged, { policy, members }: Protocol): RouteResult {
  const { category, outcome, destinations, deadlineHours } = routeAssessment(judgement, policy, members);
  return { category, outcome, destinations, deadlineHours };
}

const isSame = (a: RouteResult, b: RouteResult): boolean =>
  a.category === b.category &&
  a.outcome === b.outcome &&
  a.deadlineHours === b.deadlineHours &&
  [...a.destinations].sort().join() === [...b.destinations].sort().join();
