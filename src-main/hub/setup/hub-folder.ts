import { X509Certificate } from 'node:crypto';
import type { Assets } from '../../ports/assets.ts';
import { expectDevice } from '../../ports/hub-limits.ts';
import type { CertifiedKey } from '../../receiver/issue-certificate.ts';
import { firstDevice } from '../hub.store.ts';
import { issueHubCertificate } from './hub-certificates.ts';

export interface HubFolderRequest {
  /** The hotline's name, as people of the machine's owner read it. */
  readonly name: string;
  /** The DNS names and IP addresses at which seats reach the hub; at least one. */
  readonly hosts: readonly string[];
  /** The id of the device that admits the others. */
  readonly firstDevice: string;
  /** The hotline's own authority; its key stays out of the folder. */
  readonly authority: CertifiedKey;
  readonly nowMs: number;
}

export interface HubFile {
  readonly name: string;
  readonly content: string;
  /** Permissions in the manner of Unix. */
  readonly mode: number;
}

/** A DNS name or an IP address: what a certificate can name, and a person can read in a text. */
const HOST = /^[0-9A-Za-z]([0-9A-Za-z.:-]{0,251}[0-9A-Za-z])?$/;
const NAME = /^[^\p{C}]{1,80}$/u;

/**
 * The files with which the owner of a machine sets up a hub on it.
 * @throws {RangeError} for a name or host that cannot be one
 */
export async function hubFolder(request: HubFolderRequest, assets: Assets): Promise<HubFile[]> {
  const { name, hosts, authority, nowMs } = request;
  expectDevice(request.firstDevice);
  if (!NAME.test(name)) throw new RangeError('a name of 1 to 80 characters in one line is due');
  if (hosts.length === 0) throw new RangeError('a hub is reached at one name at least');
  const unfit = hosts.find((host) => !HOST.test(host));
  if (unfit !== undefined) throw new RangeError(`'${unfit}' is neither a DNS name nor an IP address`);
  const server = await issueHubCertificate(authority, hosts, nowMs);
  const asset = (file: string): string => new TextDecoder().decode(assets.read(`hub/${file}`));
  const told: Readonly<Record<string, string>> = {
    name,
    hosts: hosts.join(', '),
    device: request.firstDevice,
    ends: new X509Certificate(server.cert).validToDate.toISOString().slice(0, 10),
  };
  const readme = asset('README.md').replaceAll(/\{\{(\w+)\}\}/g, (_mark, key: string) => {
    const text = told[key];
    if (text === undefined) throw new RangeError(`the README names ${key}, which there is not`);
    return text;
  });
  const file = (path: string, content: string, mode = 0o644): HubFile => ({ name: path, content, mode });
  return [
    file('README.md', readme),
    file('install.sh', asset('install.sh'), 0o755),
    ...['hub.sql', 'hashline.conf', 'pg_hba.part', 'pg_ident.part'].map((each) => file(each, asset(each))),
    file('first-device.sql', `${firstDevice(request.firstDevice)}\n`),
    file('ca.crt', authority.cert),
    file('server.crt', server.cert),
    file('server.key', server.key, 0o600),
  ];
}
