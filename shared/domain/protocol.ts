import type { MemberTable } from './member-table.ts';
import type { Policy } from './policy.ts';

/** The rules of a hotline: its policy and the member table that belongs to it. */
export interface Protocol {
  readonly policy: Policy;
  readonly members: MemberTable;
}
