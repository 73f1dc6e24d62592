import { z } from 'zod';
import { StatedDestination } from '../../domain/channels/all-channels.ts';
import { ContactScope } from '../../domain/contact.ts';
import { DestinationId } from '../../domain/ids.ts';
import { Digest } from '../../domain/referral.ts';
import { kind } from './kind.ts';

/** A contact as it was imported, whatever is accepted now. */
const KeptContact = z.strictObject({
  scope: ContactScope,
  value: z.string(),
  address: z.string(),
  language: z.string(),
  name: z.string(),
});

export const destinationKinds = [
  kind('destination.added', {
    data: StatedDestination,
    signer: 'person',
    duty: 'manage-destinations',
    group: 'deliveries',
    class: 'firm',
  }),
  kind('destination.removed', {
    data: z.strictObject({ destination: DestinationId }),
    signer: 'person',
    duty: 'manage-destinations',
    group: 'deliveries',
    class: 'firm',
  }),
  /** Nothing is sent to it until `destination.resumed`. */
  kind('destination.paused', {
    data: z.strictObject({ destination: DestinationId }),
    signer: 'person',
    duty: 'send',
    group: 'deliveries',
    class: 'free',
  }),
  kind('destination.resumed', {
    data: z.strictObject({ destination: DestinationId }),
    signer: 'person',
    duty: 'send',
    group: 'deliveries',
    class: 'free',
  }),
  /** The book of contacts at providers was replaced by that of a file. */
  kind('contacts.imported', {
    data: z.strictObject({ fileSha256: Digest, bookSha256: Digest, contacts: z.int() }),
    enclosure: z.strictObject({ contacts: z.array(KeptContact) }),
    signer: 'person',
    duty: 'manage-destinations',
    group: 'deliveries',
    class: 'firm',
  }),
] as const;
