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
  publicKey: z.string(),
  /** `invited` has a one-time code and no passphrase yet; `disabled` can no longer unlock. */
  state: z.enum(['invited', 'enrolled', 'disabled']),
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
  /** Gives a role, or the same one again: the person gets new keys and a new code, so this also resets a passphrase. */
  setRole: repeatable('manage-people')
    .input(z.strictObject({ command: CommandId, person: PersonId, role: Role }))
    .output(Invitation),
  disable: repeatable('manage-people')
    .input(z.strictObject({ command: CommandId, person: PersonId }))
    .output(PersonRecord),
};
