import { z } from 'zod';
import { Digest, type Receipt } from './referral.ts';

/** A notice that was handed over, as the ledger names it. Who it went to stays in the vault. */
export const DeliveredNotice = z.strictObject({
  /** The `Message-ID` (RFC 5322), with its angle brackets. */
  messageId: z.string().max(400),
  /** SHA-256 of the message as it was sent. */
  messageSha256: Digest,
  by: z.enum(['smtp', 'folder']),
});
export type DeliveredNotice = z.infer<typeof DeliveredNotice>;

/** Evidence that a desk has a referral. The channel determines its kind. */
export type Evidence =
  /** The desk signed a receipt. */
  | { type: 'receipt'; receipt: Receipt; jws: string }
  /** The desk assigned a number of its own, and signed nothing. */
  | { type: 'partner-id'; id: string }
  /** A person carried the referral over as a file and confirmed it. */
  | { type: 'file-digest'; sha256: string }
  /** A mail server, or the program that empties a folder, took a notice over. */
  | { type: 'notice'; notice: DeliveredNotice; to: string };

/** The ledger's statement about the evidence. */
export type StatedEvidence =
  | { receipt: Receipt }
  | { partnerId: string }
  | { fileSha256: string }
  | { notice: DeliveredNotice };

/** The reference under which the desk knows the referral. */
export function referenceOf(stated: StatedEvidence): string {
  if ('receipt' in stated) return stated.receipt.reference;
  if ('notice' in stated) return stated.notice.messageId;
  return 'partnerId' in stated ? stated.partnerId : stated.fileSha256;
}

export function statedEvidence(evidence: Evidence): StatedEvidence {
  switch (evidence.type) {
    case 'receipt':
      return { receipt: evidence.receipt };
    case 'partner-id':
      return { partnerId: evidence.id };
    case 'file-digest':
      return { fileSha256: evidence.sha256 };
    case 'notice':
      return { notice: evidence.notice };
  }
}

/** The desk's signed text as received; null where it signs nothing. */
export const signedText = (evidence: Evidence): string | null =>
  evidence.type === 'receipt' ? evidence.jws : null;

/** The address a notice went to; null for other evidence. */
export const noticedAddress = (evidence: Evidence): string | null =>
  evidence.type === 'notice' ? evidence.to : null;
