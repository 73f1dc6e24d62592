import {
  ExtendedKeyUsageExtension,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { CertifiedKey } from '../../src-main/receiver/issue-certificate.ts';

/** A server certificate for 127.0.0.1 whose key is of another kind than those Hashline's own desk makes. */
export async function serverWithKey(
  authority: CertifiedKey,
  algorithm: { name: 'Ed25519' } | { name: 'ECDSA'; namedCurve: string },
): Promise<CertifiedKey> {
  const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const der = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const certificate = await X509CertificateGenerator.create({
    subject: 'CN=desk',
    issuer: new X509Certificate(authority.cert).subjectName,
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
    publicKey: keys.publicKey,
    signingKey: await crypto.subtle.importKey('pkcs8', der(authority.key), ecdsa, false, ['sign']),
    signingAlgorithm: ecdsa,
    extensions: [
      new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
      new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }]),
    ],
  });
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
  };
}
