import { z } from 'zod';
import { CommandId } from '../domain/ids.ts';
import { Preferences } from '../domain/preferences.ts';
import { repeatable } from './procedure.ts';
import { DutyTime } from './vault.contract.ts';

const Count = z.int().nonnegative();

/** A person's own day, for the person alone (docs/load.md). */
export const OwnDay = z.object({
  day: z.iso.date(),
  workedMs: z.number(),
  /** Cases they decided today. */
  decided: Count,
  /** Waiting cases that they claimed, that were assigned to them, and that have a draft of theirs. */
  waiting: z.object({ claimed: Count, given: Count, drafts: Count }),
  /** Referrals of the hotline that stopped and need a person. */
  stopped: Count,
  /** How often they asked for something lighter. */
  lighter: Count,
});
export type OwnDay = z.infer<typeof OwnDay>;

export const wellbeingContract = {
  preferences: repeatable('work').output(Preferences),
  prefer: repeatable('work')
    .input(z.strictObject({ command: CommandId, preferences: Preferences }))
    .output(Preferences),
  today: repeatable('work').output(OwnDay),
  /** Begins the rest that the policy asks for, due or not; without such a rule it does nothing. The ledger has no entry of it. */
  rest: repeatable('work')
    .input(z.strictObject({ command: CommandId }))
    .output(DutyTime),
  /** Counts that the person asked for something lighter; nobody else is told. */
  tookLighter: repeatable('work')
    .input(z.strictObject({ command: CommandId }))
    .output(z.object({ today: Count })),
};
