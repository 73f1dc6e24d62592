import type { MemberTable } from './member-table.ts';
import type { Policy } from './policy.ts';

/** The rules a hotline works by: its policy and the member table that goes with it. */
export interface Protocol {
  readonly policy: Policy;
  readonly members: MemberTable;
}
