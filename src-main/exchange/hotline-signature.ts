import {
  calculateJwkThumbprint,
  exportJWK,
  FlattenedSign,
  flattenedVerify,
  generateKeyPair,
  importJWK,
} from 'jose';
import { z } from 'zod';
import { parseJwsHeader } from './parse-json-bytes.ts';
import { REFERRAL_JWS_TYPE } from './referral-wire.ts';

/**
 * 256 bits as base64url. The bits of the last character that stand for nothing must be zero (RFC 4648, section 3.5), so
 * that one key or signature has one text.
 */
const Base64Url256 = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);

/** An Ed25519 public key as JWK (RFC 8037). Strict: a private part or anything else in it is refused. */
export const HotlinePublicKey = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: Base64Url256,
});
export type HotlinePublicKey = z.infer<typeof HotlinePublicKey>;

/** The hotline's signing key with its private part `d`. */
export const HotlineKey = z.strictObject({ ...HotlinePublicKey.shape, d: Base64Url256 });
export type HotlineKey = z.infer<typeof HotlineKey>;

const Header = z.strictObject({
  alg: z.literal('EdDSA'),
  typ: z.literal(REFERRAL_JWS_TYPE),
  kid: Base64Url256,
  jwk: HotlinePublicKey,
  b64: z.literal(false),
  crit: z.tuple([z.literal('b64')]),
});

export type SignatureCheck =
  | { valid: true; thumbprint: string; publicKey: HotlinePublicKey }
  | { valid: false; problem: 'not-a-detached-jws' | 'wrong-header' | 'wrong-key-id' | 'does-not-match' };

/** Makes a hotline's signing key. */
export async function generateHotlineKey(): Promise<HotlineKey> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { kty, crv, x, d } = await exportJWK(privateKey);
  return HotlineKey.parse({ kty, crv, x, d });
}

/**
 * Signs the exact bytes of a referral: compact JWS with detached payload (RFC 7515, appendix F) that is not base64url
 * encoded (RFC 7797), EdDSA (RFC 8037), key id = thumbprint (RFC 7638).
 */
export async function signReferral(body: Uint8Array, key: HotlineKey): Promise<string> {
  const jwk: HotlinePublicKey = { kty: key.kty, crv: key.crv, x: key.x };
  const header: z.infer<typeof Header> = {
    alg: 'EdDSA',
    typ: REFERRAL_JWS_TYPE,
    kid: await calculateJwkThumbprint(jwk),
    jwk,
    b64: false,
    crit: ['b64'],
  };
  const signed = await new FlattenedSign(body)
    .setProtectedHeader(header)
    .sign(await importJWK({ ...key }, 'EdDSA'), { crit: { b64: true } });
  return `${signed.protected}..${signed.signature}`;
}

/**
 * Checks a detached signature against the bytes it is for. The key is the one the header carries: whether that is the
 * hotline's is for the caller to decide by its thumbprint.
 */
export async function verifyReferralSignature(jws: string, body: Uint8Array): Promise<SignatureCheck> {
  const parts = /^([A-Za-z0-9_-]{1,4096})\.\.([A-Za-z0-9_-]{85}[AQgw])$/.exec(jws);
  if (!parts?.[1] || !parts[2]) return { valid: false, problem: 'not-a-detached-jws' };
  const header = Header.safeParse(parseJwsHeader(parts[1]));
  if (!header.success) return { valid: false, problem: 'wrong-header' };
  const { jwk, kid } = header.data;
  if ((await calculateJwkThumbprint(jwk)) !== kid) return { valid: false, problem: 'wrong-key-id' };
  try {
    await flattenedVerify(
      { protected: parts[1], payload: body, signature: parts[2] },
      await importJWK({ ...jwk }, 'EdDSA'),
      { algorithms: ['EdDSA'], crit: { b64: true } },
    );
  } catch {
    return { valid: false, problem: 'does-not-match' };
  }
  return { valid: true, thumbprint: kid, publicKey: jwk };
}
