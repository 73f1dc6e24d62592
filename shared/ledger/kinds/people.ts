import { z } from 'zod';
import { Role } from '../../domain/duty.ts';
import { DeviceId, PersonId } from '../../domain/ids.ts';
import { kind } from './kind.ts';

/**
 * The part that every verifier reads of an entry that gives a person a role and a key; a stricter schema would change
 * verdicts.
 */
export const WithKey = z.object({ person: PersonId, role: Role, publicKey: z.string() });
/** The part that every verifier reads of an entry about a person. */
export const OfPerson = z.object({ person: PersonId });
/** The part that every verifier reads of an enrolment: the person's own key, in place of the invitation's. */
export const WithOwnKey = z.object({ person: PersonId, publicKey: z.string() });

const Introduced = z.strictObject({ ...WithKey.shape, name: z.string() });

export const peopleKinds = [
  kind('person.added', {
    data: Introduced,
    signer: 'person',
    duty: 'manage-people',
    group: 'people',
    class: 'firm',
    changes: ['people'],
  }),
  kind('person.role-changed', {
    data: Introduced,
    signer: 'person',
    duty: 'manage-people',
    group: 'people',
    class: 'firm',
    changes: ['people'],
  }),
  kind('person.enrolled', {
    data: z.strictObject(WithOwnKey.shape),
    signer: 'other',
    duty: 'work',
    group: 'people',
    class: 'free',
    changes: ['people'],
  }),
  kind('person.passphrase-changed', {
    data: z.strictObject(OfPerson.shape),
    signer: 'other',
    duty: 'work',
    group: 'people',
    class: 'free',
  }),
  kind('person.disabled', {
    data: z.strictObject({ ...OfPerson.shape, name: z.string() }),
    signer: 'person',
    duty: 'manage-people',
    group: 'people',
    class: 'firm',
    changes: ['people'],
  }),
  // No workstation writes this kind yet, because a hotline has only one.
  kind('device.added', {
    data: z.strictObject({ device: DeviceId, publicKey: z.string() }),
    signer: 'person',
    duty: 'manage-people',
    group: 'people',
    class: 'firm',
  }),
] as const;
