import type { Receipt } from './referral.ts';

/** Evidence that a desk has a referral. The channel determines its kind. */
export type Evidence =
  /** The desk signed a receipt. */
  | { type: 'receipt'; receipt: Receipt; jws: string }
  /** The desk assigned a number of its own, and signed nothing. */
  | { type: 'partner-id'; id: string }
  /** A person carried the referral over as a file and confirmed it. */
  | { type: 'file-digest'; sha256: string };

/** The ledger's statement about the evidence. */
export type StatedEvidence = { receipt: Receipt } | { partnerId: string } | { fileSha256: string };

/** The reference under which the desk knows the referral. */
export function referenceOf(stated: StatedEvidence): string {
  if ('receipt' in stated) return stated.receipt.reference;
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
  }
}

/** The desk's signed text as received; null where it signs nothing. */
export const signedText = (evidence: Evidence): string | null =>
  evidence.type === 'receipt' ? evidence.jws : null;
