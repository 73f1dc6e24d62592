import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder, writeDurably } from '../server/durable-file.ts';
import type { CertificatePurpose, CertifiedKey, Validity } from './issue-certificate.ts';
import { issueAuthority, issueCertificate } from './issue-certificate.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const AUTHORITY_DAYS = 3650;
const CERTIFICATE_DAYS = 730;
/** Machines whose clock is slightly slow must still accept a certificate that was just made. */
const CLOCK_SKEW_MS = 60 * 60 * 1000;

/**
 * All certificates of a desk and one of its hotlines. PEM texts; the files are `<name>.pem` and `<name>.key` in `dir`.
 */
export interface DeskCertificates {
  dir: string;
  /** The private authority's certificate, the only one that both sides trust. */
  ca: string;
  server: CertifiedKey;
  /** Signs receipts. It has a key of its own, so that a TLS key never signs documents. */
  receipt: CertifiedKey;
  /** The hotline's TLS client certificate. */
  client: CertifiedKey;
}

export interface CertificateRequest {
  dir: string;
  /** Further names or addresses of the server, besides `localhost` and `127.0.0.1`. */
  names?: readonly string[];
  /** Short name of the client certificate's hotline: a file name of `a-z`, `0-9` and `-`. */
  hotline?: string;
  now?: Date;
}

/**
 * Makes a private certificate authority, a server certificate, a receipt-signing certificate and a hotline's client
 * certificate: ECDSA P-256, key files readable only by their owner. Existing ones are read and never overwritten;
 * another hotline name adds another client certificate of the same authority.
 */
export async function makeCertificates(request: CertificateRequest): Promise<DeskCertificates> {
  const { dir, names = [], hotline = 'hotline', now = new Date() } = request;
  if (!/^[a-z0-9-]{1,40}$/.test(hotline) || isReserved(hotline)) {
    throw new RangeError(`'${hotline}' cannot be the short name of a hotline`);
  }
  await makePrivateFolder(dir);
  const authority = await keepAuthority(dir, now);
  const end = (
    file: string,
    commonName: string,
    purpose: CertificatePurpose,
    hosts: readonly string[] = [],
  ) =>
    keep(dir, file, () =>
      issueCertificate(authority, commonName, purpose, hosts, daysFrom(now, CERTIFICATE_DAYS)),
    );
  const hosts = [...new Set(['localhost', '127.0.0.1', ...names])];
  return {
    dir,
    ca: authority.cert,
    server: await end('server', 'localhost', 'server', hosts),
    receipt: await end('receipt', 'Hashline desk receipts', 'receipt'),
    client: await end(hotline, hotline, 'client'),
  };
}

/** Names of the desk's own files, and those of its officers. */
const isReserved = (name: string): boolean =>
  ['ca', 'server', 'receipt'].includes(name) || name.startsWith(OFFICER_FILE);

const OFFICER_FILE = 'officer-';

/**
 * Makes a certificate with which an officer of the desk opens its page, in `officer-<name>.pem` and `.key`. It refers
 * nothing, and no hotline's certificate opens the page.
 * @param dir the folder of the certificates; the authority is made where there is none
 * @param name a file name of `a-z`, `0-9` and `-`
 */
export async function makeOfficerCertificate(
  dir: string,
  name: string,
  now = new Date(),
): Promise<CertifiedKey> {
  await makePrivateFolder(dir);
  if (!/^[a-z0-9-]{1,40}$/.test(name))
    throw new RangeError(`'${name}' cannot be the short name of an officer`);
  const authority = await keepAuthority(dir, now);
  return keep(dir, `${OFFICER_FILE}${name}`, () =>
    issueCertificate(authority, name, 'officer', [], daysFrom(now, CERTIFICATE_DAYS)),
  );
}

const keepAuthority = (dir: string, now: Date): Promise<CertifiedKey> =>
  keep(dir, 'ca', () => issueAuthority('Hashline desk authority', daysFrom(now, AUTHORITY_DAYS)));

const daysFrom = (now: Date, days: number): Validity => ({
  notBefore: new Date(now.getTime() - CLOCK_SKEW_MS),
  notAfter: new Date(now.getTime() + days * DAY_MS),
});

async function keep(dir: string, name: string, make: () => Promise<CertifiedKey>): Promise<CertifiedKey> {
  const files = { cert: join(dir, `${name}.pem`), key: join(dir, `${name}.key`) };
  const cert = await readIfThere(files.cert);
  const key = await readIfThere(files.key);
  if (cert !== null && key !== null) return { cert, key };
  if (cert !== null) throw new Error(`${files.cert} is there, but its key is not`);
  const made = await make();
  // The key is written first: a key without a certificate is worthless, and the next run may replace it.
  await writeDurably(files.key, made.key, 0o600);
  await writeDurably(files.cert, made.cert, 0o644);
  return made;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
