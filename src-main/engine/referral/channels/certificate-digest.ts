import { X509Certificate } from 'node:crypto';
import { sha256Hex } from '../../../exchange/sha256-hex.ts';

/**
 * The digest of a certificate file, in lower-case hexadecimal. For one certificate it is SHA-256 of its DER form; for
 * several it is SHA-256 of the text, because TLS trusts every authority in the file, so the signed statement must cover
 * all of them.
 * @throws where the text is no certificate
 */
export function certificateDigest(pem: string): string {
  const first = new X509Certificate(pem);
  const isOne = pem.split('-----BEGIN ').length === 2;
  return isOne ? first.fingerprint256.replaceAll(':', '').toLowerCase() : sha256Hex(pem);
}
