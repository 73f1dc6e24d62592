import { z } from 'zod';
import { BlockItem, Serial } from '../domain/blocklist.ts';
import { PersonId } from '../domain/ids.ts';
import { Instant } from '../domain/report.ts';
import { repeatable, unrepeatable } from './procedure.ts';

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

/** A list that was given out. */
export const GivenOut = z.object({ serial: Serial, at: Instant, by: PersonId });
export type GivenOut = z.infer<typeof GivenOut>;

/** Items of a difference: how many there are, and the first of them. */
const Items = z.object({ total: z.int(), items: z.array(BlockItem) });

/** What an export made now would say. */
export const BlocklistPreview = z.object({
  /** The lists given out last, the latest first. */
  given: z.array(GivenOut),
  urls: z.int(),
  hosts: z.int(),
  /** Since the serial that was asked for, or since the last export. */
  added: Items,
  removed: Items,
  leftOut: LeftOut,
});
export type BlocklistPreview = z.infer<typeof BlocklistPreview>;

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
  /** Says what an export made now would say, and makes none. CONFLICT as for an export. */
  preview: repeatable('block')
    .input(z.strictObject({ since: Serial.optional() }))
    .output(BlocklistPreview),
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
