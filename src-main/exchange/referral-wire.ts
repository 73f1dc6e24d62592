import { z } from 'zod';
import type { ReferralId } from '../../shared/domain/ids.ts';

/** Constants that a hotline and a receiving desk must share, besides the bodies in shared/domain/referral.ts. */
export const IDEMPOTENCY_KEY_HEADER = 'idempotency-key';
export const SIGNATURE_HEADER = 'hashline-signature';
export const REFERRAL_JWS_TYPE = 'hashline-referral+jws';
export const STATUS_REQUEST_JWS_TYPE = 'hashline-status-request+jws';
export const RECEIPT_JWS_TYPE = 'hashline-receipt+jws';
export const REFUSAL_JWS_TYPE = 'hashline-refusal+jws';
export const TAKEDOWN_JWS_TYPE = 'hashline-takedown+jws';
export const REFERRAL_MEDIA_TYPE = 'application/json';
/**
 * The media type of a compact JWS (RFC 7515, section 9.2.1): a receipt, a takedown report, or with a 4xx status a
 * refusal.
 */
export const SIGNED_ANSWER_MEDIA_TYPE = 'application/jose';
export const MAXIMUM_REFERRAL_BYTES = 256 * 1024;

/**
 * id-kp-documentSigning (RFC 9336). A receipt's certificate must have it: the desk's authority also certifies the
 * hotlines' TLS clients, which must not be able to sign receipts.
 */
export const DOCUMENT_SIGNING_PURPOSE = '1.3.6.1.5.5.7.3.36';

/** Why a desk answers with anything but a receipt. */
export const DeskErrorCode = z.enum([
  'bad-request',
  'bad-signature',
  'other-hotline-key',
  'unnamed-certificate',
  'officer-certificate',
  'not-found',
  'wrong-method',
  'key-reused',
  'referral-reused',
  'referral-of-another',
  'too-large',
  'wrong-media-type',
  'bad-referral',
  'not-canonical',
  'not-accepted',
  'internal',
  'unavailable',
]);
export type DeskErrorCode = z.infer<typeof DeskErrorCode>;

/**
 * Body of a desk's error answers that are not signed refusals. Such an answer is never final: the referral waits or is
 * sent again. Other desks may use codes of their own.
 */
export const DeskError = z.object({ error: z.string().max(100), detail: z.string() });
export type DeskError = z.infer<typeof DeskError>;

/** The address at which a desk answers about the status of a referral. */
export function statusUrl(destinationUrl: string, referral: ReferralId): string {
  const url = new URL(destinationUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${referral}/status`;
  return url.href;
}
