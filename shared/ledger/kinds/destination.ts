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
] as const;
