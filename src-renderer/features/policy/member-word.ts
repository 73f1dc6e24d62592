import type { MemberTable } from '../../../shared/domain/member-table.ts';

/** A supervisor's decision about a country whose membership is not certain. */
export type MemberWord = 'member' | 'not-member';

/** The member table with a supervisor's decision in it, dated; null removes the decision. */
export function withWord(
  table: MemberTable,
  inForce: MemberTable,
  country: string,
  word: MemberWord | null,
  today: string,
): MemberTable {
  const original = inForce.members.find((row) => row.country === country);
  if (original === undefined) return table;
  const spoken =
    word === null
      ? [original]
      : word === 'member'
        ? [{ ...original, routing: 'inhope' as const, confidence: 'A' as const }]
        : [];
  // The rows keep the order of the table in force, so that removing a decision leaves no trace.
  const members = inForce.members.flatMap((row) =>
    row.country === country ? spoken : table.members.filter((other) => other.country === row.country),
  );
  const known = new Set<string>(inForce.members.map((row) => row.country));
  members.push(...table.members.filter((row) => !known.has(row.country)));
  const untouched = JSON.stringify(members) === JSON.stringify(inForce.members);
  return untouched ? inForce : { ...table, members, asOf: today > inForce.asOf ? today : inForce.asOf };
}

/** The decision in a table about a country of the table in force. */
export function wordAbout(table: MemberTable, inForce: MemberTable, country: string): MemberWord | null {
  const was = inForce.members.find((row) => row.country === country);
  const is = table.members.find((row) => row.country === country);
  if (was === undefined) return null;
  if (is === undefined) return 'not-member';
  return was.routing === 'confirm' && is.routing === 'inhope' ? 'member' : null;
}
