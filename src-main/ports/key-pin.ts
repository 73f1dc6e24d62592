import { createHash, type X509Certificate } from 'node:crypto';

/** The pin of a certificate's public key: base64 SHA-256 of its SubjectPublicKeyInfo (RFC 7469, section 2.4). */
export function keyPin({ publicKey }: X509Certificate): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}
