import { calculateJwkThumbprint, FlattenedSign, flattenedVerify, importJWK } from 'jose';
import { z } from 'zod';
import { type HotlineKey, HotlinePublicKey } from './hotline-signature.ts';
import { parseJwsHeader } from './parse-json-bytes.ts';

/**
 * What a hotline signs for a file that is carried by hand: one referral in it, or the content as a whole. The types keep
 * one from passing for the other, or for a request over the network.
 */
export const SealedType = z.enum(['hashline-sealed-referral+jws', 'hashline-sealed+jws']);
export type SealedType = z.infer<typeof SealedType>;

/** The same as for a request, without the client certificate of a connection that there is not. */
const Header = z.strictObject({
  alg: z.literal('EdDSA'),
  typ: SealedType,
  kid: z.string(),
  jwk: HotlinePublicKey,
  b64: z.literal(false),
  crit: z.tuple([z.literal('b64')]),
});

const UNDERSTOOD = { b64: true };

/** Compact JWS with detached, unencoded payload (RFC 7515, appendix F; RFC 7797), EdDSA, key id = thumbprint. */
export async function signSealed(typ: SealedType, payload: Uint8Array, key: HotlineKey): Promise<string> {
  const jwk: HotlinePublicKey = { kty: key.kty, crv: key.crv, x: key.x };
  const kid = await calculateJwkThumbprint(jwk);
  const header: z.infer<typeof Header> = { alg: 'EdDSA', typ, kid, jwk, b64: false, crit: ['b64'] };
  const signed = await new FlattenedSign(payload)
    .setProtectedHeader(header)
    .sign(await importJWK({ ...key }, 'EdDSA'), { crit: UNDERSTOOD });
  return `${signed.protected}..${signed.signature}`;
}

/** @returns the thumbprint of the key that signed (RFC 7638); null where the signature does not hold */
export async function verifySealed(
  typ: SealedType,
  jws: string,
  payload: Uint8Array,
): Promise<{ thumbprint: string } | null> {
  const parts = /^([A-Za-z0-9_-]{1,4096})\.\.([A-Za-z0-9_-]{85}[AQgw])$/.exec(jws);
  if (!parts?.[1] || !parts[2]) return null;
  const header = Header.safeParse(parseJwsHeader(parts[1]));
  if (!header.success || header.data.typ !== typ) return null;
  const { jwk, kid } = header.data;
  if ((await calculateJwkThumbprint(jwk)) !== kid) return null;
  try {
    await flattenedVerify(
      { protected: parts[1], payload, signature: parts[2] },
      await importJWK({ ...jwk }, 'EdDSA'),
      { algorithms: ['EdDSA'], crit: UNDERSTOOD },
    );
    return { thumbprint: kid };
  } catch {
    return null;
  }
}
