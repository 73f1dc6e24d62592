import { z } from 'zod';
import { DestinationId } from '../../domain/ids.ts';
import { Digest } from '../../domain/referral.ts';
import { kind } from './kind.ts';

export const destinationKinds = [
  kind('destination.added', {
    data: z.strictObject({
      destination: DestinationId,
      kind: z.string(),
      url: z.string(),
      /** Who vouches for it, and who comes to it. */
      caSha256: Digest,
      certSha256: Digest,
    }),
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
] as const;
