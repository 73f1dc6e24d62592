import { z } from 'zod';
import { Role } from '../../domain/duty.ts';
import { DeviceId, PersonId } from '../../domain/ids.ts';
import { kind } from './kind.ts';
import { count } from './plain-forms.ts';

/**
 * The part that every verifier reads of an entry that gives a person a role and a key; a stricter schema would change
 * verdicts.
 */
export const WithKey = z.object({ person: PersonId, role: Role, publicKey: z.string() });
/** The workstation that an invitation is to, where it is not the one of the entry. */
const Elsewhere = { device: DeviceId.optional() };
/** The part that every verifier reads of an entry that invites a person: the key of the invitation, and to where. */
export const Invited = z.object({ ...WithKey.shape, ...Elsewhere });
/** The same of one that invites a known person to a workstation, at which they may have a key already. */
export const InvitedAgain = z.object({ person: PersonId, publicKey: z.string(), ...Elsewhere });
/** The part that every verifier reads of an entry about a person. */
export const OfPerson = z.object({ person: PersonId });
/** The part that every verifier reads of an enrolment: the person's own key, in place of the invitation's. */
export const WithOwnKey = z.object({ person: PersonId, publicKey: z.string() });

/** The part that every verifier reads of an entry that adds a workstation, perhaps in the place of another. */
export const DeviceAdded = z.object({
  device: DeviceId,
  publicKey: z.string(),
  /** To which keys of epochs are sealed (raw X25519, base64). */
  sealingKey: z.string(),
  replaces: DeviceId.optional(),
});
export type DeviceAdded = z.infer<typeof DeviceAdded>;
/** The part that every verifier reads of an entry about a workstation. */
export const OfDevice = z.object({ device: DeviceId });
/** The part that every verifier reads of an entry that opens an epoch: its number, and who gets its key. */
export const EpochOpened = z.object({ epoch: z.number(), seats: z.array(OfDevice) });

/** A key sealed to a workstation: what X25519 needs of the other side, and the box. */
const SealedShare = z.strictObject({ ephemeral: z.base64(), nonce: z.base64(), box: z.base64() });

const Introduced = z.strictObject({ ...Invited.shape, name: z.string() });

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
  // To a further workstation, or anew to one where the passphrase was lost. Keys at other workstations stay.
  kind('person.invited', {
    data: z.strictObject({ ...InvitedAgain.shape, name: z.string() }),
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
  // By a supervisor at another workstation, or at this one itself where it continues a vault that was restored.
  kind('device.added', {
    data: z.strictObject(DeviceAdded.shape),
    signer: 'person',
    duty: 'manage-people',
    group: 'people',
    class: 'firm',
    changes: ['devices'],
  }),
  kind('device.removed', {
    data: z.strictObject(OfDevice.shape),
    signer: 'person',
    duty: 'manage-people',
    group: 'people',
    class: 'firm',
    changes: ['devices'],
  }),
  // From here on the workstations seal what they share with a new key, which each of them gets and nobody else.
  kind('epoch.opened', {
    data: z.strictObject({
      epoch: count,
      /** By which each finds that it got the key that the others got: SHA-256, base64. */
      keySha256: z.string(),
      seats: z.array(z.strictObject({ device: DeviceId, sealed: SealedShare })),
    }),
    signer: 'person',
    duty: 'manage-people',
    group: 'people',
    class: 'firm',
    changes: ['devices'],
  }),
] as const;
