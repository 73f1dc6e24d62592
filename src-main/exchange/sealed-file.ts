import { z } from 'zod';
import { CountryCode } from '../../shared/domain/country.ts';
import { DestinationId } from '../../shared/domain/ids.ts';
import { Digest } from '../../shared/domain/referral.ts';
import { Instant } from '../../shared/domain/report.ts';
import { utf8 } from '../../shared/ledger/bytes.ts';
import { canonicalText } from '../../shared/ledger/canonical-json.ts';
import { decryptWith, encryptTo } from './age-file.ts';
import type { HotlineKey } from './hotline-signature.ts';
import { parseJsonBytes } from './parse-json-bytes.ts';
import { MAXIMUM_REFERRAL_BYTES } from './referral-wire.ts';
import { signSealed, verifySealed } from './sealed-signature.ts';

/*
 * A sealed file (`hashline-sealed/1`) is an age file (age-encryption.org/v1, binary, one recipient). What it encrypts is two
 * lines, each ended by a line feed: the content as RFC 8785 canonical JSON, and the hotline's detached JWS over that line. So
 * `age -d -i KEY F | head -n 1` reads it without Hashline.
 */

/** The most referrals that one file carries. */
export const MOST_SEALED = 500;

/** A referral in a sealed file: what a request over the network would have. */
const SealedReferral = z.strictObject({
  idempotencyKey: Digest,
  /** The frozen body, canonical JSON (`hashline-referral/1`). */
  body: z.string().max(MAXIMUM_REFERRAL_BYTES),
  /** The hotline's detached JWS over the body. */
  signature: z.string(),
});
export type SealedReferral = z.infer<typeof SealedReferral>;

/** Names desk and recipient, so that a desk that opens a file cannot pass it on as meant for another. */
const SealedContent = z.strictObject({
  format: z.literal('hashline-sealed/1'),
  hotline: z.strictObject({ name: z.string().max(200), country: CountryCode }),
  destination: DestinationId,
  recipient: z.string(),
  sealedAt: Instant,
  referrals: z.array(SealedReferral).min(1).max(MOST_SEALED),
});
export type SealedContent = z.infer<typeof SealedContent>;

/** What a file is made from; the signatures are added. */
export type ToSeal = Omit<SealedContent, 'format' | 'referrals'> & {
  referrals: readonly Omit<SealedReferral, 'signature'>[];
};

/** Signs referrals and the content they form, and encrypts it to the recipient that it names. */
export async function sealReferrals(content: ToSeal, key: HotlineKey): Promise<Uint8Array> {
  const referrals = await Promise.all(
    content.referrals.map(async ({ idempotencyKey, body }) => ({
      idempotencyKey,
      body,
      signature: await signSealed('hashline-sealed-referral+jws', utf8(body), key),
    })),
  );
  const line = canonicalText(
    SealedContent.parse({ format: 'hashline-sealed/1', ...content, referrals: [...referrals] }),
  );
  const signature = await signSealed('hashline-sealed+jws', utf8(line), key);
  return encryptTo(content.recipient, utf8(`${line}\n${signature}\n`));
}

/** Why a file is not opened. */
export type SealedProblem =
  /** Damaged, or encrypted to somebody else: the format does not tell which. */
  | 'not-for-this-identity'
  | 'not-a-sealed-file'
  | 'bad-signature'
  /** Signed for another recipient and encrypted to this one by somebody who could read it. */
  | 'for-another-recipient';

export interface OpenedSealed {
  content: SealedContent;
  /** The key of the hotline that signed, as its thumbprint (RFC 7638). */
  thumbprint: string;
}

/**
 * Opens a sealed file and checks every signature in it.
 * @param identity the age identity of the desk
 * @param recipient the recipient that belongs to it
 */
export async function openSealed(
  file: Uint8Array,
  identity: string,
  recipient: string,
): Promise<OpenedSealed | { problem: SealedProblem }> {
  const plain = await decryptWith(identity, file);
  if (plain === null) return { problem: 'not-for-this-identity' };
  const end = plain.indexOf(0x0a);
  const line = plain.subarray(0, Math.max(0, end));
  const signature = new TextDecoder().decode(plain.subarray(end + 1));
  const content = SealedContent.safeParse(parseJsonBytes(line));
  if (end < 0 || !content.success || !signature.endsWith('\n')) return { problem: 'not-a-sealed-file' };
  const signer = await verifySealed('hashline-sealed+jws', signature.slice(0, -1), line);
  if (signer === null) return { problem: 'bad-signature' };
  for (const { body, signature: own } of content.data.referrals) {
    const by = await verifySealed('hashline-sealed-referral+jws', own, utf8(body));
    if (by?.thumbprint !== signer.thumbprint) return { problem: 'bad-signature' };
  }
  if (content.data.recipient !== recipient) return { problem: 'for-another-recipient' };
  return { content: content.data, thumbprint: signer.thumbprint };
}
