import { z } from 'zod';

/**
 * What two cases share that makes them kin, the strongest first: a hash, a similar picture, a record of a list, the
 * pattern of their addresses, a report, the host, the file they came in with.
 */
export const KinKind = z.enum(['hash', 'near', 'match', 'path', 'report', 'host', 'batch']);
export type KinKind = z.infer<typeof KinKind>;

/** Kin of one kind, the cases of which were not all named with a stronger kind. */
export interface Grouped<Case extends { case: string }> {
  cases: readonly Case[];
}

/**
 * Names each case once, with the strongest kind that it is kin by.
 * @param groups the strongest first
 */
export function eachOnce<Case extends { case: string }, Group extends Grouped<Case>>(
  groups: readonly Group[],
): (Group & { above: number })[] {
  const named = new Set<string>();
  return groups.map((group) => {
    const cases = group.cases.filter((each) => !named.has(each.case));
    for (const { case: id } of cases) named.add(id);
    return { ...group, cases, above: group.cases.length - cases.length };
  });
}
