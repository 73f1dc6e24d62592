import { verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { ProofProblem } from '../../../../../shared/domain/delivery-trouble.ts';
import { Receipt, Refusal, TakedownReport } from '../../../../../shared/domain/referral.ts';
import { parseJsonBytes, parseJwsHeader } from '../../../../exchange/parse-json-bytes.ts';
import {
  DOCUMENT_SIGNING_PURPOSE,
  RECEIPT_JWS_TYPE,
  REFUSAL_JWS_TYPE,
  TAKEDOWN_JWS_TYPE,
} from '../../../../exchange/referral-wire.ts';
import { sha256Hex } from '../../../../exchange/sha256-hex.ts';
import type { ReportCheck } from '../channel.ts';

export type ReceiptProblem = Exclude<ProofProblem, 'not-a-refusal' | 'not-a-report'>;

export type ReceiptCheck = { valid: true; receipt: Receipt } | { valid: false; problem: ReceiptProblem };

export type RefusalProblem = Exclude<ProofProblem, 'not-a-receipt' | 'not-a-report' | 'other-referral'>;

export type RefusalCheck = { valid: true; refusal: Refusal } | { valid: false; problem: RefusalProblem };

/** The referral that a receipt or refusal must be about. */
export interface ReceiptExpectation {
  referral: string;
  idempotencyKey: string;
  body: Uint8Array;
}

/** Upper limit: a report with as many events as it can carry is shorter. */
const LONGEST_JWS = 49_152;

/**
 * Matches header, payload and a signature of 64 bytes, whose last character has four bits that must be zero (RFC 4648,
 * 3.5).
 */
const COMPACT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{85}[AQgw]$/;

/** The protected header of what a desk signs. */
export const DeskJwsHeader = z.strictObject({
  alg: z.literal('ES256'),
  typ: z.enum([RECEIPT_JWS_TYPE, REFUSAL_JWS_TYPE, TAKEDOWN_JWS_TYPE]),
  x5c: z.array(z.base64().max(8192)).min(1).max(2),
});

/**
 * Verifies a desk's receipt: compact JWS (RFC 7515) signed with ES256 by a document-signing certificate in `x5c` that
 * the desk's private authority issued directly.
 * @param caPem the desk's private authority, or several during a change-over
 * @param at the time at which the certificates must be valid: now, or when the receipt arrived
 */
export function verifyReceipt(
  jws: string,
  expected: ReceiptExpectation,
  caPem: string,
  at: Date,
): ReceiptCheck {
  const refuse = (problem: ReceiptProblem): ReceiptCheck => ({ valid: false, problem });
  const signed = readSigned(jws, RECEIPT_JWS_TYPE, caPem, at);
  if ('problem' in signed) return refuse(signed.problem ?? 'not-a-receipt');
  const receipt = Receipt.safeParse(signed.payload);
  if (!receipt.success) return refuse('not-a-receipt');
  if (receipt.data.referral !== expected.referral) return refuse('other-referral');
  const problem = problemOf(receipt.data, expected);
  return problem === null ? { valid: true, receipt: receipt.data } : refuse(problem);
}

/**
 * Verifies a desk's refusal, which is signed like a receipt and with the same key. Only a refusal that verifies ends a
 * referral.
 * @param caPem the same as for a receipt
 * @param at the same as for a receipt
 */
export function verifyRefusal(
  jws: string,
  expected: ReceiptExpectation,
  caPem: string,
  at: Date,
): RefusalCheck {
  const refuse = (problem: RefusalProblem): RefusalCheck => ({ valid: false, problem });
  const signed = readSigned(jws, REFUSAL_JWS_TYPE, caPem, at);
  if ('problem' in signed) return refuse(signed.problem ?? 'not-a-refusal');
  const refusal = Refusal.safeParse(signed.payload);
  if (!refusal.success) return refuse('not-a-refusal');
  const problem = problemOf(refusal.data, expected);
  return problem === null ? { valid: true, refusal: refusal.data } : refuse(problem);
}

/**
 * Verifies a desk's report on the takedown of a referral, which is signed like a receipt and with the same key.
 * @param expected the referral that was asked about
 * @param caPem the same as for a receipt
 * @param at the same as for a receipt
 */
export function verifyReport(
  jws: string,
  expected: Pick<ReceiptExpectation, 'referral' | 'body'>,
  caPem: string,
  at: Date,
): ReportCheck {
  const refuse = (problem: Extract<ReportCheck, { valid: false }>['problem']): ReportCheck => ({
    valid: false,
    problem,
  });
  const signed = readSigned(jws, TAKEDOWN_JWS_TYPE, caPem, at);
  if ('problem' in signed) return refuse(signed.problem ?? 'not-a-report');
  const report = TakedownReport.safeParse(signed.payload);
  if (!report.success) return refuse('not-a-report');
  if (report.data.referral !== expected.referral) return refuse('other-referral');
  if (report.data.bodySha256 !== sha256Hex(expected.body)) return refuse('other-body');
  return { valid: true, report: report.data };
}

/**
 * The referral that a receipt or refusal says it is about, before anything of it is verified; null where the text is
 * neither.
 */
export function namedIn(jws: string): { referral: string } | { idempotencyKey: string } | null {
  const payload = jws.length > LONGEST_JWS || !COMPACT_JWS.test(jws) ? '' : (jws.split('.')[1] ?? '');
  const said = parseJsonBytes(Buffer.from(payload, 'base64url'));
  const receipt = Receipt.safeParse(said);
  if (receipt.success) return { referral: receipt.data.referral };
  const refusal = Refusal.safeParse(said);
  return refusal.success ? { idempotencyKey: refusal.data.idempotencyKey } : null;
}

type SignatureProblem =
  | 'untrusted-certificate'
  | 'wrong-purpose'
  | 'certificate-not-valid-now'
  | 'bad-signature';

/** Reads what a desk signed as a statement of this type; a null problem means that it is no such statement at all. */
function readSigned(
  jws: string,
  type: z.infer<typeof DeskJwsHeader>['typ'],
  caPem: string,
  at: Date,
): { payload: unknown } | { problem: SignatureProblem | null } {
  const chain = readChain(jws, type);
  if (chain === null) return { problem: null };
  const leaf = chain[0];
  const ca = issuerOf(leaf, chain[1] ?? null, caPem);
  if (ca === null) return { problem: 'untrusted-certificate' };
  if (leaf.ca || !leaf.keyUsage?.includes(DOCUMENT_SIGNING_PURPOSE)) return { problem: 'wrong-purpose' };
  if (!isValidAt(leaf, at) || !isValidAt(ca, at)) return { problem: 'certificate-not-valid-now' };
  const payload = signedPayload(jws, leaf);
  return payload === null ? { problem: 'bad-signature' } : { payload: parseJsonBytes(payload) };
}

function problemOf(
  { idempotencyKey, bodySha256 }: Pick<Receipt, 'idempotencyKey' | 'bodySha256'>,
  expected: ReceiptExpectation,
): 'other-idempotency-key' | 'other-body' | null {
  if (idempotencyKey !== expected.idempotencyKey) return 'other-idempotency-key';
  return bodySha256 === sha256Hex(expected.body) ? null : 'other-body';
}

function readChain(
  jws: string,
  type: z.infer<typeof DeskJwsHeader>['typ'],
): [X509Certificate, X509Certificate?] | null {
  if (jws.length > LONGEST_JWS || !COMPACT_JWS.test(jws)) return null;
  try {
    const { x5c, typ } = DeskJwsHeader.parse(parseJwsHeader(jws.slice(0, jws.indexOf('.'))));
    if (typ !== type) return null;
    const [leaf, second] = x5c.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
    return leaf === undefined ? null : [leaf, second];
  } catch {
    return null;
  }
}

/** Certificates of authorities by their text: desks have few, and each answer is held against one. */
const authorities = new Map<string, X509Certificate>();
const AUTHORITIES_KEPT = 100;

/** @throws where the text is no certificate */
function authorityOf(pem: string): X509Certificate {
  const ca = authorities.get(pem) ?? new X509Certificate(pem);
  if (authorities.size >= AUTHORITIES_KEPT) authorities.clear();
  authorities.set(pem, ca);
  return ca;
}

/** The trusted authority that issued `leaf`; a second certificate in the chain must be that very one. */
function issuerOf(leaf: X509Certificate, second: X509Certificate | null, caPem: string) {
  const texts = caPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const text of texts) {
      const ca = authorityOf(text);
      if (ca.ca && leaf.checkIssued(ca) && leaf.verify(ca.publicKey)) {
        return second === null || second.raw.equals(ca.raw) ? ca : null;
      }
    }
  } catch {
    // A damaged authority is trusted for nothing.
  }
  return null;
}

const isValidAt = (certificate: X509Certificate, at: Date): boolean =>
  certificate.validFromDate <= at && at <= certificate.validToDate;

/** Verified at once and not by a thread of its own, which the next referral would wait for. */
function signedPayload(jws: string, { publicKey }: X509Certificate): Uint8Array | null {
  // ES256 is ECDSA over P-256 and no other curve (RFC 7518, section 3.4).
  if (publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return null;
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const signed = Buffer.from(`${header}.${payload}`);
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
  return verify('sha256', signed, key, Buffer.from(signature, 'base64url'))
    ? Buffer.from(payload, 'base64url')
    : null;
}
