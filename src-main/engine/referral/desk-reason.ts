import { findMedia } from '../../../shared/domain/hash-only.ts';
import { parseJsonBytes } from '../../exchange/parse-json-bytes.ts';
import { DeskError } from '../../exchange/referral-wire.ts';

const LONGEST_DETAIL = 300;

/**
 * What a destination said with an error, in one bounded line. It is text from outside: control and direction
 * characters are dropped, and text that could be media is withheld.
 */
export function deskReason(status: number, body: Uint8Array): string {
  const said = DeskError.safeParse(parseJsonBytes(body));
  if (!said.success) return `the destination answered ${status}`;
  const detail = findMedia(said.data.detail) ? '(text withheld: looks like media)' : tidy(said.data.detail);
  return `the destination answered ${status} ${tidy(said.data.error)}: ${detail}`;
}

const tidy = (text: string): string =>
  text
    .slice(0, LONGEST_DETAIL)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
