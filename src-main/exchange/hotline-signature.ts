import { createHash, createPrivateKey, type KeyObject, sign, type X509Certificate } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, flattenedVerify, generateKeyPair, importJWK } from 'jose';
import { z } from 'zod';
import type { ReferralId } from '../../shared/domain/ids.ts';
import { canonicalText } from '../../shared/ledger/canonical-json.ts';
import { parseJwsHeader } from './parse-json-bytes.ts';
import { REFERRAL_JWS_TYPE, STATUS_REQUEST_JWS_TYPE } from './referral-wire.ts';

/**
 * 256 bits as base64url. The unused bits of the last character must be zero (RFC 4648, section 3.5), so that each key
 * or signature has only one text.
 */
const Base64Url256 = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);

/** An Ed25519 public key as JWK (RFC 8037). Strict: a private part or any other member is refused. */
export const HotlinePublicKey = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: Base64Url256,
});
export type HotlinePublicKey = z.infer<typeof HotlinePublicKey>;

/** The hotline's signing key with its private part `d`. */
export const HotlineKey = z.strictObject({ ...HotlinePublicKey.shape, d: Base64Url256 });
export type HotlineKey = z.infer<typeof HotlineKey>;

/** The types of a hotline's signed messages to a desk: a referral's body, or the question about its status. */
const SignedType = z.enum([REFERRAL_JWS_TYPE, STATUS_REQUEST_JWS_TYPE]);
type SignedType = z.infer<typeof SignedType>;

/** The protected header of a request. */
export const HotlineJwsHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  typ: SignedType,
  kid: Base64Url256,
  jwk: HotlinePublicKey,
  /** The TLS client certificate with which the message is sent (RFC 7800, section 3.1; RFC 8705, section 3.1). */
  cnf: z.strictObject({ 'x5t#S256': Base64Url256 }),
  b64: z.literal(false),
  crit: z.tuple([z.literal('b64'), z.literal('cnf')]),
});

export type SignatureCheck =
  | { valid: true; thumbprint: string; publicKey: HotlinePublicKey }
  | {
      valid: false;
      problem:
        | 'not-a-detached-jws'
        | 'wrong-header'
        | 'wrong-key-id'
        | 'other-certificate'
        | 'does-not-match';
    };

/** SHA-256 of a certificate's DER form as base64url: `x5t#S256`. */
export const certificateThumbprint = ({ raw }: X509Certificate): string =>
  createHash('sha256').update(raw).digest('base64url');

/** Makes a hotline's signing key. */
export async function generateHotlineKey(): Promise<HotlineKey> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { kty, crv, x, d } = await exportJWK(privateKey);
  return HotlineKey.parse({ kty, crv, x, d });
}

/**
 * Signs the exact bytes of a referral: compact JWS with detached payload (RFC 7515, appendix F) that is not base64url
 * encoded (RFC 7797), EdDSA (RFC 8037), key id = thumbprint (RFC 7638). It is valid for one TLS client certificate, so
 * that no other client of the desk can send it as its own.
 * @param certificate the TLS client certificate with which it is sent
 */
export const signReferral = (
  body: Uint8Array,
  key: HotlineKey,
  certificate: X509Certificate,
): Promise<string> => signDetached(REFERRAL_JWS_TYPE, body, key, certificate);

/** Signs the question about a referral's status, in the same form. */
export const signStatusRequest = (
  referral: ReferralId,
  key: HotlineKey,
  certificate: X509Certificate,
): Promise<string> => signDetached(STATUS_REQUEST_JWS_TYPE, statusRequestBytes(referral), key, certificate);

/** What a key signs with, made once for each. */
const signers = new WeakMap<HotlineKey, Promise<Signer>>();

interface Signer {
  jwk: HotlinePublicKey;
  kid: string;
  privateKey: KeyObject;
}

async function signerOf(key: HotlineKey): Promise<Signer> {
  const jwk: HotlinePublicKey = { kty: key.kty, crv: key.crv, x: key.x };
  const privateKey = createPrivateKey({ key: { ...key }, format: 'jwk' });
  return { jwk, kid: await calculateJwkThumbprint(jwk), privateKey };
}

/** Signed at once and not by a thread of its own, which each referral would wait for. */
async function signDetached(
  typ: SignedType,
  payload: Uint8Array,
  key: HotlineKey,
  certificate: X509Certificate,
): Promise<string> {
  const made = signers.get(key) ?? signerOf(key);
  signers.set(key, made);
  const { jwk, kid, privateKey } = await made;
  const header: z.infer<typeof HotlineJwsHeader> = {
    alg: 'EdDSA',
    typ,
    kid,
    jwk,
    cnf: { 'x5t#S256': certificateThumbprint(certificate) },
    b64: false,
    crit: ['b64', 'cnf'],
  };
  const head = Buffer.from(JSON.stringify(header)).toString('base64url');
  // RFC 7797, section 3: the payload is signed as it is.
  const signed = Buffer.concat([Buffer.from(`${head}.`), payload]);
  return `${head}..${sign(null, signed, privateKey).toString('base64url')}`;
}

/**
 * Checks a detached signature against the signed bytes and the certificate of the connection. The key is the one in the
 * header: from its thumbprint, the caller decides whether it is the hotline's.
 * @param certificate the TLS client certificate of the connection
 */
export const verifyReferralSignature = (
  jws: string,
  body: Uint8Array,
  certificate: X509Certificate,
): Promise<SignatureCheck> => verifyDetached(REFERRAL_JWS_TYPE, jws, body, certificate);

/** The same for the question about a referral's status. */
export const verifyStatusRequest = (
  jws: string,
  referral: string,
  certificate: X509Certificate,
): Promise<SignatureCheck> =>
  verifyDetached(STATUS_REQUEST_JWS_TYPE, jws, statusRequestBytes(referral), certificate);

async function verifyDetached(
  typ: SignedType,
  jws: string,
  payload: Uint8Array,
  certificate: X509Certificate,
): Promise<SignatureCheck> {
  const parts = /^([A-Za-z0-9_-]{1,4096})\.\.([A-Za-z0-9_-]{85}[AQgw])$/.exec(jws);
  if (!parts?.[1] || !parts[2]) return { valid: false, problem: 'not-a-detached-jws' };
  const header = HotlineJwsHeader.safeParse(parseJwsHeader(parts[1]));
  if (!header.success || header.data.typ !== typ) return { valid: false, problem: 'wrong-header' };
  const { jwk, kid, cnf } = header.data;
  if ((await calculateJwkThumbprint(jwk)) !== kid) return { valid: false, problem: 'wrong-key-id' };
  if (cnf['x5t#S256'] !== certificateThumbprint(certificate)) {
    return { valid: false, problem: 'other-certificate' };
  }
  try {
    await flattenedVerify(
      { protected: parts[1], payload, signature: parts[2] },
      await importJWK({ ...jwk }, 'EdDSA'),
      { algorithms: ['EdDSA'], crit: UNDERSTOOD },
    );
  } catch {
    return { valid: false, problem: 'does-not-match' };
  }
  return { valid: true, thumbprint: kid, publicKey: jwk };
}

/** The names allowed in `crit`; their headers must be protected. */
const UNDERSTOOD = { b64: true, cnf: true };

/**
 * The signed bytes of a status request. They are not sent: both sides derive them from the requested address. RFC 8785
 * canonical JSON.
 */
const statusRequestBytes = (referral: string): Uint8Array =>
  new TextEncoder().encode(canonicalText({ format: 'hashline-status-request/1', referral }));
