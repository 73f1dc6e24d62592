import { expectDevice } from '../../ports/hub-limits.ts';
import {
  type CertifiedKey,
  issueAuthority,
  issueCertificate,
  type Validity,
} from '../../receiver/issue-certificate.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const AUTHORITY_DAYS = 3650;
const CERTIFICATE_DAYS = 730;
/** Machines whose clock is slightly slow must still accept a certificate that was just made. */
const CLOCK_SKEW_MS = 60 * 60 * 1000;

/** Makes the authority of a hotline's hub, whose key supervisors hold. */
export const issueHubAuthority = (hotline: string, nowMs: number): Promise<CertifiedKey> =>
  issueAuthority(`Hub of ${hotline}`, daysFrom(nowMs, AUTHORITY_DAYS));

/** @param hosts the DNS names and IP addresses at which seats reach the hub */
export const issueHubCertificate = (
  authority: CertifiedKey,
  hosts: readonly string[],
  nowMs: number,
): Promise<CertifiedKey> =>
  issueCertificate(authority, 'Hashline hub', 'server', hosts, daysFrom(nowMs, CERTIFICATE_DAYS));

/**
 * Makes the certificate with which a device connects. Its common name is the device's id, and it has no other name: the
 * hub compares the whole.
 * @throws {HubFailure} `unfit` where that is no id of a device
 */
export async function issueStationCertificate(
  authority: CertifiedKey,
  device: string,
  nowMs: number,
): Promise<CertifiedKey> {
  expectDevice(device);
  return issueCertificate(authority, device, 'client', [], daysFrom(nowMs, CERTIFICATE_DAYS));
}

const daysFrom = (nowMs: number, days: number): Validity => ({
  notBefore: new Date(nowMs - CLOCK_SKEW_MS),
  notAfter: new Date(nowMs + days * DAY_MS),
});
