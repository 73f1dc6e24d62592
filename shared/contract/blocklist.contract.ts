import { z } from 'zod';
import { Serial } from '../domain/blocklist.ts';
import { unrepeatable } from './procedure.ts';

/** Confirmed cases that are not on the list, by why. */
export const LeftOut = z.object({
  /** The decision can still be taken back, waits for a second person, or is in doubt. */
  waiting: z.int(),
  /** It is not known where they are hosted. */
  hostingUnknown: z.int(),
  /** A desk reports that the material is gone. */
  gone: z.int(),
  /** Files, and links that no name server or proxy reads. */
  noAddress: z.int(),
  /** The row is not as a person signed it, or its address cannot be read. */
  unproven: z.int(),
});
export type LeftOut = z.infer<typeof LeftOut>;

export const BlocklistExport = z.object({
  serial: Serial,
  /** The serial of the export before; null for the first. */
  previous: Serial.nullable(),
  /** Addresses and whole hosts. */
  urls: z.int(),
  hosts: z.int(),
  /** Since the serial that was asked for, or since the export before. */
  added: z.int(),
  removed: z.int(),
  leftOut: LeftOut,
  /** In the order in which they are to be written: the signature is last. */
  files: z.array(z.object({ name: z.string(), text: z.string() })),
  /** The key the list is signed with, as OpenSSH writes it. */
  signer: z.object({ publicKey: z.string(), fingerprint: z.string() }),
});
export type BlocklistExport = z.infer<typeof BlocklistExport>;

export const blocklistContract = {
  /**
   * Lists what is confirmed and hosted abroad, signs it and records that. Each call makes a new serial. CONFLICT where
   * the policy does not allow it, or `since` was never exported.
   */
  export: unrepeatable('block')
    .input(
      z.strictObject({
        since: Serial.optional(),
        /** The serial resolvers have, where the vault may not know it because it was restored. */
        published: Serial.optional(),
      }),
    )
    .output(BlocklistExport),
};
