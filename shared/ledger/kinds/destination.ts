import { z } from 'zod';
import { DestinationId } from '../../domain/ids.ts';
import { kind } from './kind.ts';

export const destinationKinds = [
  kind('destination.added', {
    /** The rest is the channel's to say: where it is, and by digest who vouches for it and who comes to it. */
    data: z.looseObject({ destination: DestinationId, kind: z.string() }),
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
