import { z } from 'zod';
import { Role } from '../../domain/duty.ts';
import { DeviceId, PersonId } from '../../domain/ids.ts';
import { kind } from './kind.ts';

/** As much as every verifier reads of an entry that gives somebody a role and a key; stricter would change verdicts. */
export const WithKey = z.object({ person: PersonId, role: Role, publicKey: z.string() });
/** As much as every verifier reads of an entry about somebody. */
export const OfPerson = z.object({ person: PersonId });

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
    data: z.strictObject(OfPerson.shape),
    signer: 'other',
    duty: 'work',
    group: 'people',
    class: 'free',
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
  // No workstation writes this yet: a hotline has one.
  kind('device.added', {
    data: z.strictObject({ device: DeviceId, publicKey: z.string() }),
    signer: 'person',
    duty: 'manage-people',
    group: 'people',
    class: 'firm',
  }),
] as const;
