import { z } from 'zod';
import { readAddress } from './address.ts';
import type { SubjectKind } from './case.ts';
import { CountryCode } from './country.ts';
import { readIp } from './ip-network.ts';

/** What sightings of a case say of where it is: the same of each of `sightings`. */
export interface SeenAddress {
  subject: string;
  /** The IP address that the reports state. */
  ip: string | null;
  sightings: number;
}

/** An IP address of a case, and where it comes from. */
export interface AddressOfCase {
  ip: string;
  from: 'subject' | 'report';
  sightings: number;
}

/** Why a sighting has no IP address: its host is a name, which is never resolved, or it has no host. */
export type WithoutAddress = 'name' | 'link' | 'file';

/** The IP addresses of a case as they are written, and how many sightings have none. Nothing is resolved. */
export function addressesOfCase(
  kind: SubjectKind,
  seen: readonly SeenAddress[],
): { addresses: AddressOfCase[]; without: { why: WithoutAddress; sightings: number }[] } {
  const addresses = new Map<string, AddressOfCase>();
  const without = new Map<WithoutAddress, number>();
  for (const { subject, ip, sightings } of seen) {
    const host = kind === 'url' ? hostIp(subject) : null;
    const found = [
      ...(host === null ? [] : [{ ip: host, from: 'subject' as const }]),
      ...(ip === null ? [] : [{ ip, from: 'report' as const }]),
    ];
    for (const each of found) {
      const key = `${each.from} ${each.ip}`;
      addresses.set(key, { ...each, sightings: (addresses.get(key)?.sightings ?? 0) + sightings });
    }
    const why = kind === 'url' ? 'name' : kind;
    if (found.length === 0) without.set(why, (without.get(why) ?? 0) + sightings);
  }
  return {
    addresses: [...addresses.values()],
    without: [...without].map(([why, sightings]) => ({ why, sightings })),
  };
}

function hostIp(subject: string): string | null {
  const read = readAddress(subject);
  if ('problem' in read || read.host === null) return null;
  const host = read.host.replace(/^\[(.*)\]$/, '$1');
  return readIp(host) === null ? null : host;
}

const Coded = z.looseObject({ iso_code: z.string() });
/** The forms in use: MaxMind's and DB-IP's objects, and IPinfo's flat ones, where `country` may be a name. */
const TableRecord = z.looseObject({
  country: z.union([Coded, z.string()]).optional().catch(undefined),
  country_code: z.string().optional().catch(undefined),
});

/**
 * The country that a record of a table names for an address. `registered_country` is where the network's holder is
 * registered, and is no answer.
 */
export function countryOfRecord(record: unknown): CountryCode | null {
  const read = TableRecord.safeParse(record);
  if (!read.success) return null;
  const { country, country_code } = read.data;
  const code = typeof country === 'object' ? country.iso_code : (country_code ?? country);
  const parsed = CountryCode.safeParse(code);
  return parsed.success ? parsed.data : null;
}
