import { z } from 'zod';
import { StatedDestination } from '../../domain/channels/all-channels.ts';
import { DestinationId } from '../../domain/ids.ts';
import { kind } from './kind.ts';

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
] as const;
