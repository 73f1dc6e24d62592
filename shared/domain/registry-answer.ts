import { CountryCode } from './country.ts';
import { readDate } from './date.ts';
import { isWithin, readIp, readNetwork } from './ip-network.ts';
import { readRdap } from './registry-rdap.ts';
import type { NetworkRange, RegistryProblem, StatedNetwork } from './registry-statement.ts';
import { readWhois } from './registry-whois.ts';
import type { Instant } from './report.ts';

/** Longest answer that is read, in characters. */
const LONGEST_ANSWER = 1_000_000;

/** What a registry says about a network: where, whose, which addresses, since when. */
export interface RegistryAnswer {
  form: 'rdap' | 'whois';
  country: CountryCode;
  name: string | null;
  handle: string | null;
  range: NetworkRange;
  /** As the answer names it, such as `RIPE` or `whois.ripe.net`; null where it does not. */
  registry: string | null;
  /** When the registry changed the record last; null where it does not say so, or in no form with one reading. */
  changedAt: Instant | null;
  /** The date as it was written; null where there is none. */
  changedAsWritten: string | null;
}

/**
 * Reads the answer of a registry of networks, as a person pasted it: RDAP (RFC 9083) or whois. Whatever can be read in
 * two ways is a problem that says so. Nothing is contacted.
 */
export function readRegistryAnswer(pasted: string): RegistryAnswer | { problem: RegistryProblem } {
  if (pasted.length > LONGEST_ANSWER) return { problem: { code: 'too-long' } };
  const text = pasted.replace(/^\ufeff/, '').trim();
  if (text === '') return { problem: { code: 'empty' } };
  const stated = /^[[{]/.test(text) ? readRdap(pasted) : readWhois(pasted);
  return 'problem' in stated ? stated : judge(stated);
}

function judge(stated: StatedNetwork): RegistryAnswer | { problem: RegistryProblem } {
  const { form, name, handle, registry, changed, range, countries, othersCountries } = stated;
  const { written, at } = range;
  if (boundsOf(written) === null)
    return { problem: { code: 'bad-range', places: [{ text: rangeText(written), at }] } };
  const [first] = countries;
  if (first === undefined)
    return {
      problem:
        othersCountries.length === 0
          ? { code: 'no-country' }
          : { code: 'country-of-holder-only', places: [...othersCountries] },
    };
  const wrong = countries.filter(({ text }) => !CountryCode.safeParse(text).success);
  if (wrong.length > 0) return { problem: { code: 'not-a-country', places: wrong } };
  const country = CountryCode.parse(first.text);
  if (countries.some(({ text }) => CountryCode.parse(text) !== country))
    return { problem: { code: 'several-countries', places: [...countries] } };
  const changedAt = changed === null ? null : readDate(changed);
  return { form, country, name, handle, range: written, registry, changedAt, changedAsWritten: changed };
}

/** Whether the addresses of an answer include this one; null where `address` is no IP address. */
export function rangeHolds(range: NetworkRange, address: string): boolean | null {
  const ip = readIp(address);
  const bounds = boundsOf(range);
  if (ip === null || bounds === null) return null;
  return 'prefix' in bounds
    ? isWithin(ip, bounds)
    : ip.version === bounds.version && ip.bits >= bounds.first && ip.bits <= bounds.last;
}

export const rangeText = (range: NetworkRange): string =>
  'network' in range ? range.network : `${range.first} - ${range.last}`;

function boundsOf(range: NetworkRange) {
  if ('network' in range) return range.network.includes('/') ? readNetwork(range.network) : null;
  const [first, last] = [readIp(range.first), readIp(range.last)];
  if (first === null || last === null || first.version !== last.version || last.bits < first.bits)
    return null;
  return { version: first.version, first: first.bits, last: last.bits };
}
