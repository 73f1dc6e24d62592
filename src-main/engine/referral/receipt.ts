import { X509Certificate } from 'node:crypto';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { Receipt } from '../../../shared/domain/referral.ts';
import { parseJsonBytes } from '../../exchange/parse-json-bytes.ts';
import { DOCUMENT_SIGNING_PURPOSE, RECEIPT_JWS_TYPE } from '../../exchange/referral-wire.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';

export type ReceiptProblem =
  | 'not-a-receipt'
  | 'untrusted-certificate'
  | 'wrong-purpose'
  | 'certificate-not-valid-now'
  | 'bad-signature'
  | 'other-referral'
  | 'other-idempotency-key'
  | 'other-body';

export type ReceiptCheck = { valid: true; receipt: Receipt } | { valid: false; problem: ReceiptProblem };

/** What the receipt must be about. */
export interface ReceiptExpectation {
  referral: string;
  idempotencyKey: string;
  body: Uint8Array;
}

const MAXIMUM_RECEIPT_CHARACTERS = 16_384;

/** Header, payload and a signature of 64 bytes, whose last character has four bits that must be zero (RFC 4648, 3.5). */
const COMPACT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{85}[AQgw]$/;

const Header = z.strictObject({
  alg: z.literal('ES256'),
  typ: z.literal(RECEIPT_JWS_TYPE),
  x5c: z.array(z.base64().max(8192)).min(1).max(2),
});

/**
 * Verifies a destination's receipt: compact JWS (RFC 7515) signed with ES256 by a document-signing certificate in
 * `x5c` that the destination's private authority issued directly.
 * @param caPem the destination's private authority, or several during a change-over
 * @param at the time at which the certificates must be valid: now, or when the receipt arrived
 */
export async function verifyReceipt(
  jws: string,
  expected: ReceiptExpectation,
  caPem: string,
  at: Date,
): Promise<ReceiptCheck> {
  const refuse = (problem: ReceiptProblem): ReceiptCheck => ({ valid: false, problem });
  const chain = readChain(jws);
  if (chain === null) return refuse('not-a-receipt');
  const leaf = chain[0];
  const ca = issuerOf(leaf, chain[1] ?? null, caPem);
  if (ca === null) return refuse('untrusted-certificate');
  if (leaf.ca || !leaf.keyUsage?.includes(DOCUMENT_SIGNING_PURPOSE)) return refuse('wrong-purpose');
  if (!isValidAt(leaf, at) || !isValidAt(ca, at)) return refuse('certificate-not-valid-now');

  const payload = await signedPayload(jws, leaf);
  if (payload === null) return refuse('bad-signature');
  const receipt = Receipt.safeParse(parseJsonBytes(payload));
  if (!receipt.success) return refuse('not-a-receipt');
  if (receipt.data.referral !== expected.referral) return refuse('other-referral');
  if (receipt.data.idempotencyKey !== expected.idempotencyKey) return refuse('other-idempotency-key');
  const bodySha256 = sha256Hex(expected.body);
  if (receipt.data.bodySha256 !== bodySha256) return refuse('other-body');
  return { valid: true, receipt: receipt.data };
}

function readChain(jws: string): [X509Certificate, X509Certificate?] | null {
  if (jws.length > MAXIMUM_RECEIPT_CHARACTERS || !COMPACT_JWS.test(jws)) return null;
  try {
    const { x5c } = Header.parse(decodeProtectedHeader(jws));
    const [leaf, second] = x5c.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
    return leaf === undefined ? null : [leaf, second];
  } catch {
    return null;
  }
}

/** The trusted authority that issued `leaf`; a second certificate in the chain must be that very one. */
function issuerOf(leaf: X509Certificate, second: X509Certificate | null, caPem: string) {
  const authorities = caPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const pem of authorities) {
      const ca = new X509Certificate(pem);
      if (ca.ca && leaf.checkIssued(ca) && leaf.verify(ca.publicKey)) {
        return second === null || second.raw.equals(ca.raw) ? ca : null;
      }
    }
  } catch {
    // A damaged authority trusts nobody.
  }
  return null;
}

const isValidAt = (certificate: X509Certificate, at: Date): boolean =>
  certificate.validFromDate <= at && at <= certificate.validToDate;

async function signedPayload(jws: string, leaf: X509Certificate): Promise<Uint8Array | null> {
  try {
    return (await compactVerify(jws, leaf.publicKey, { algorithms: ['ES256'] })).payload;
  } catch {
    return null;
  }
}
