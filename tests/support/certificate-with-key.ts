import {
  ExtendedKeyUsageExtension,
  type Extension,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { CertifiedKey } from '../../src-main/receiver/issue-certificate.ts';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const SERVER = '1.3.6.1.5.5.7.3.1';
const CLIENT = '1.3.6.1.5.5.7.3.2';

/** A server certificate for 127.0.0.1 whose key is of another kind than those Hashline's own desk makes. */
export const serverWithKey = (
  authority: CertifiedKey,
  algorithm: { name: 'Ed25519' } | { name: 'ECDSA'; namedCurve: string },
): Promise<CertifiedKey> =>
  issue(authority, algorithm, 'CN=desk', [
    new ExtendedKeyUsageExtension([SERVER]),
    new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }]),
  ]);

/** A client certificate without a subject. */
export const clientWithoutName = (authority: CertifiedKey): Promise<CertifiedKey> =>
  clientWithSubject(authority, '');

/** @param subject a distinguished name, as `CN=device,O=hotline` */
export const clientWithSubject = (authority: CertifiedKey, subject: string): Promise<CertifiedKey> =>
  issue(authority, ECDSA, subject, [new ExtendedKeyUsageExtension([CLIENT])]);

/** @param authority with an ECDSA key over P-256 */
async function issue(
  authority: CertifiedKey,
  algorithm: { name: string; namedCurve?: string },
  subject: string,
  extensions: Extension[],
): Promise<CertifiedKey> {
  const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const der = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: new X509Certificate(authority.cert).subjectName,
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
    publicKey: keys.publicKey,
    signingKey: await crypto.subtle.importKey('pkcs8', der(authority.key), ECDSA, false, ['sign']),
    signingAlgorithm: ECDSA,
    extensions,
  });
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
  };
}
