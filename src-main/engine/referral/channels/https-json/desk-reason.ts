import type { DeliveryTrouble } from '../../../../../shared/domain/delivery-trouble.ts';
import { findMedia } from '../../../../../shared/domain/hash-only.ts';
import type { Refusal } from '../../../../../shared/domain/referral.ts';
import { parseJsonBytes } from '../../../../exchange/parse-json-bytes.ts';
import { DeskError } from '../../../../exchange/referral-wire.ts';

const LONGEST_DETAIL = 300;

/**
 * The text a desk sent with an error, as one bounded line. It comes from outside: control and direction characters are
 * dropped, and text that could be media is withheld.
 */
export function deskReason(status: number, body: Uint8Array): DeliveryTrouble {
  const said = DeskError.safeParse(parseJsonBytes(body));
  return said.success
    ? { code: 'answered-with', ...answered(status, said.data) }
    : { code: 'answered', status };
}

/** The same for a refusal with a valid signature. */
export const signedReason = (status: number, refusal: Refusal): DeliveryTrouble => ({
  code: 'refused-and-signed',
  ...answered(status, refusal),
  receiver: shownWords(refusal.receiver),
});

const answered = (status: number, { error, detail }: DeskError) => ({
  status,
  error: shownWords(error),
  detail: shownWords(detail),
});

/** A stranger's words as one bounded line; null where they could be media. */
export const shownWords = (text: string): string | null => (findMedia(text) ? null : tidy(text));

const tidy = (text: string): string =>
  text
    .slice(0, LONGEST_DETAIL)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
