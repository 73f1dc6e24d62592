import type { KeyObject } from 'node:crypto';
import type { RefusalDetail } from '../../shared/domain/refusal-detail.ts';

/** OpenSSL's names of P-256 and P-384. */
const USABLE_CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1']);
const LEAST_RSA_BITS = 2048;

/**
 * Why the key of a certificate cannot be used between a hotline and a desk, or null. BoringSSL, which Electron uses for
 * TLS, offers no Ed25519 and no P-521 as a client and does not support RSA keys restricted to PSS (ssl/extensions.cc).
 */
export function keyProblem(key: KeyObject): RefusalDetail | null {
  const details = key.asymmetricKeyDetails;
  const curve = details?.namedCurve ?? '';
  const bits = details?.modulusLength ?? 0;
  switch (key.asymmetricKeyType) {
    case 'ec':
      return USABLE_CURVES.has(curve) ? null : { code: 'key-of-curve', curve };
    case 'rsa':
      return bits >= LEAST_RSA_BITS ? null : { code: 'key-too-short', bits, minimum: LEAST_RSA_BITS };
    default:
      return { code: 'key-of-kind', kind: key.asymmetricKeyType ?? 'unknown' };
  }
}
