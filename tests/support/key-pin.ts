import { createHash, X509Certificate } from 'node:crypto';

/** The pin of a certificate's key, as a person gets it from the desk: base64 SHA-256 of its SubjectPublicKeyInfo. */
export function keyPin(pem: string): string {
  const spki = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64');
}
