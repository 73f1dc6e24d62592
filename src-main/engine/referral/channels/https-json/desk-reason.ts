import type { DeliveryTrouble } from '../../../../../shared/domain/delivery-trouble.ts';
import type { Refusal } from '../../../../../shared/domain/referral.ts';
import { tidyWords } from '../../../../../shared/domain/tidy-words.ts';
import { parseJsonBytes } from '../../../../exchange/parse-json-bytes.ts';
import { DeskError } from '../../../../exchange/referral-wire.ts';

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
  receiver: tidyWords(refusal.receiver),
});

/** The same for one that came back as a file. */
export const carriedReason = ({ error, detail, receiver }: Refusal): DeliveryTrouble => ({
  code: 'refused-by-file',
  error: tidyWords(error),
  detail: tidyWords(detail),
  receiver: tidyWords(receiver),
});

const answered = (status: number, { error, detail }: DeskError) => ({
  status,
  error: tidyWords(error),
  detail: tidyWords(detail),
});
