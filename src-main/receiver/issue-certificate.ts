// @peculiar/x509 resolves its parts through decorators, and needs this to be loaded first.
import 'reflect-metadata';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { DOCUMENT_SIGNING_PURPOSE } from '../exchange/referral-wire.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * The purpose of a desk officer's certificate, as an arc below a UUID (ITU-T X.667): the authority that issues it alone
 * decides who is one, and no hotline's certificate has it.
 */
export const DESK_OFFICER_PURPOSE = '2.25.305821105408246119474742976030998643995';

/** Derived from the function that returns it, because the DOM and Node declare `CryptoKey` incompatibly. */
type PrivateKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** The purposes of certificates (RFC 5280, section 4.2.1.12; RFC 9336). */
const PURPOSES = {
  server: ['1.3.6.1.5.5.7.3.1'],
  client: ['1.3.6.1.5.5.7.3.2'],
  receipt: [DOCUMENT_SIGNING_PURPOSE],
  /** Opens the desk's own page; TLS needs the purpose of a client too. */
  officer: ['1.3.6.1.5.5.7.3.2', DESK_OFFICER_PURPOSE],
} as const;
export type CertificatePurpose = keyof typeof PURPOSES;

/** A certificate and its private key (PKCS #8), PEM. */
export interface CertifiedKey {
  cert: string;
  key: string;
}

export interface Validity {
  notBefore: Date;
  notAfter: Date;
}

/** Makes a private certificate authority that may issue end certificates only. */
export async function issueAuthority(commonName: string, validity: Validity): Promise<CertifiedKey> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    ...validity,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: pemOf(certificate), key: await privateKeyPem(keys.privateKey) };
}

/**
 * Issues an end certificate for one purpose.
 * @param names host names and IP addresses for the subject alternative names
 */
export async function issueCertificate(
  authority: CertifiedKey,
  commonName: string,
  purpose: CertificatePurpose,
  names: readonly string[],
  validity: Validity,
): Promise<CertifiedKey> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const issuer = new X509Certificate(authority.cert);
  const alternativeNames = names.map((value) => ({
    type: isIP(value) ? ('ip' as const) : ('dns' as const),
    value,
  }));
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: [commonName] }],
    issuer: issuer.subjectName,
    ...validity,
    publicKey: keys.publicKey,
    signingKey: await importPrivateKey(authority.key),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([...PURPOSES[purpose]], purpose === 'receipt'),
      ...(alternativeNames.length > 0 ? [new SubjectAlternativeNameExtension(alternativeNames)] : []),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { cert: pemOf(certificate), key: await privateKeyPem(keys.privateKey) };
}

const pemOf = (certificate: X509Certificate): string => `${certificate.toString('pem')}\n`;

async function privateKeyPem(key: PrivateKey): Promise<string> {
  const base64 = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

const importPrivateKey = (pem: string): Promise<PrivateKey> =>
  crypto.subtle.importKey(
    'pkcs8',
    Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'),
    ALGORITHM,
    false,
    ['sign'],
  );
