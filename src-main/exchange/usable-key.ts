import type { KeyObject } from 'node:crypto';

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384' };
const LEAST_RSA_BITS = 2048;

/**
 * Why the key of a certificate cannot be used between a hotline and a desk, or null. BoringSSL, which Electron uses for
 * TLS, offers no Ed25519 and no P-521 as a client and does not support RSA keys restricted to PSS (ssl/extensions.cc).
 * @returns a clause that continues "its key"
 */
export function keyProblem(key: KeyObject): string | null {
  const details = key.asymmetricKeyDetails;
  const curve = details?.namedCurve ?? '';
  const bits = details?.modulusLength ?? 0;
  switch (key.asymmetricKeyType) {
    case 'ec':
      return curve in CURVES ? null : `is on the curve ${curve}, which the desktop program cannot use`;
    case 'rsa':
      return bits >= LEAST_RSA_BITS ? null : `has ${bits} bits; RSA needs ${LEAST_RSA_BITS} or more`;
    default:
      return `is of the kind ${key.asymmetricKeyType ?? 'unknown'}, which the desktop program cannot use`;
  }
}

/** Advice that follows such a problem. */
export const KEY_ADVICE = 'ask the desk for a certificate with an ECDSA key over P-256';
