import { X509Certificate } from 'node:crypto';
import { sha256Hex } from '../../../../exchange/sha256-hex.ts';

/**
 * Of one certificate SHA-256 of its DER form, of a file with more SHA-256 of the text: TLS trusts every authority in it, and what was signed
 * must be all of them. Lower-case hexadecimal.
 * @throws where the text is no certificate
 */
export function certificateDigest(pem: string): string {
  const first = new X509Certificate(pem);
  const isOne = pem.split('-----BEGIN ').length === 2;
  return isOne ? first.fingerprint256.replaceAll(':', '').toLowerCase() : sha256Hex(pem);
}
