import { z } from 'zod';
import { BlockItem, Serial } from '../../domain/blocklist.ts';
import { Digest } from '../../domain/referral.ts';
import { kind } from './kind.ts';
import { count } from './plain-forms.ts';

export const blocklistKinds = [
  // Firm, so that two workstations never give out one serial.
  kind('blocklist.exported', {
    data: z.strictObject({
      serial: Serial,
      previous: Serial.nullable(),
      urls: count,
      hosts: count,
      /** Since the export before. */
      added: count,
      removed: count,
      files: z.array(z.strictObject({ name: z.string(), sha256: Digest })),
    }),
    /** The difference to the export before. */
    enclosure: z.strictObject({ added: z.array(BlockItem), removed: z.array(BlockItem) }),
    signer: 'person',
    duty: 'block',
    group: 'deliveries',
    class: 'firm',
  }),
] as const;
