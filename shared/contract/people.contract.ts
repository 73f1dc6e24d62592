import { z } from 'zod';
import { Role } from '../domain/duty.ts';
import { CommandId, PersonId } from '../domain/ids.ts';
import { PersonName } from '../domain/person-name.ts';
import { Instant } from '../domain/report.ts';
import { repeatable } from './procedure.ts';

export const PersonRecord = z.object({
  id: PersonId,
  name: z.string(),
  role: Role,
  /** The key they sign with at this workstation; null where they have none here. */
  publicKey: z.string().nullable(),
  /**
   * At this workstation: `invited` has a one-time code and no passphrase yet, `elsewhere` works at others. `disabled` can
   * unlock nowhere any more.
   */
  state: z.enum(['invited', 'enrolled', 'elsewhere', 'disabled']),
  addedAt: Instant,
  lastUnlockAt: Instant.nullable(),
});
export type PersonRecord = z.infer<typeof PersonRecord>;

/** A person and the code with which they choose a passphrase; the code is shown once. */
export const Invitation = z.object({ person: PersonRecord, code: z.string() });
export type Invitation = z.infer<typeof Invitation>;

export const peopleContract = {
  list: repeatable('read-people').output(z.array(PersonRecord)),
  add: repeatable('manage-people')
    .input(z.strictObject({ command: CommandId, name: PersonName.min(1), role: Role }))
    .output(Invitation),
  /**
   * Gives a role: the person gets a new key and a new code, and those they had at any workstation end. The same role again
   * invites them to this workstation alone, which resets a passphrase here, or lets them work here too.
   */
  setRole: repeatable('manage-people')
    .input(z.strictObject({ command: CommandId, person: PersonId, role: Role }))
    .output(Invitation),
  disable: repeatable('manage-people')
    .input(z.strictObject({ command: CommandId, person: PersonId }))
    .output(PersonRecord),
};
