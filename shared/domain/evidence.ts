import type { Receipt } from './referral.ts';

/** What shows that a desk has a referral. Each channel has the kind its desk gives. */
export type Evidence =
  /** The desk signed what it has. */
  | { type: 'receipt'; receipt: Receipt; jws: string }
  /** The desk gave it a number of its own, and signed nothing. */
  | { type: 'partner-id'; id: string }
  /** It was carried over as a file; the person who carried it says so. */
  | { type: 'file-digest'; sha256: string };

/** By what the desk knows the referral. */
export function referenceOf(evidence: Evidence): string {
  switch (evidence.type) {
    case 'receipt':
      return evidence.receipt.reference;
    case 'partner-id':
      return evidence.id;
    case 'file-digest':
      return evidence.sha256;
  }
}

/** What the record says of it. */
export function statedEvidence(
  evidence: Evidence,
): { receipt: Receipt } | { partnerId: string } | { fileSha256: string } {
  switch (evidence.type) {
    case 'receipt':
      return { receipt: evidence.receipt };
    case 'partner-id':
      return { partnerId: evidence.id };
    case 'file-digest':
      return { fileSha256: evidence.sha256 };
  }
}

/** What the desk signed, as it came; null where it signs nothing. */
export const signedText = (evidence: Evidence): string | null =>
  evidence.type === 'receipt' ? evidence.jws : null;
