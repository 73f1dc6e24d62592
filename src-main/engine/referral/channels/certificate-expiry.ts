import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN ([A-Z0-9 ]*CERTIFICATE)-----[\s\S]*?-----END \1-----/g;

/** When the certificate ends that is shown to a server: the first of the file. ISO 8601. */
export const firstExpiry = (pem: string): string => new X509Certificate(pem).validToDate.toISOString();

/**
 * When the last authority of a file ends; ISO 8601. During a change-over it holds the old one too, whose end is expected.
 * @throws where the text is no certificate
 */
export function lastExpiry(pem: string): string {
  const texts = pem.match(CERTIFICATE) ?? [pem];
  const ends = texts.map((text) => new X509Certificate(text).validToDate.getTime());
  return new Date(Math.max(...ends)).toISOString();
}
