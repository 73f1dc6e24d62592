import { z } from 'zod';
import { CountryCode } from '../domain/country.ts';
import { CaseId, CommandId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { Instant } from '../domain/report.ts';
import { repeatable } from './procedure.ts';

/** Most different addresses of a case that are looked up. */
export const LOOKED_UP = 200;

/** The table of networks and countries that this seat has: a file in the MaxMind DB form. */
export const HostingTableState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({
    state: z.literal('ready'),
    path: z.string(),
    /** When its maker built it. */
    builtAt: Instant,
    /** As its maker calls it. */
    type: z.string(),
    addresses: z.enum(['ipv4', 'ipv4-and-ipv6']),
  }),
  /** The file cannot be read now, or is no such table any more. */
  z.object({ state: z.literal('unusable'), path: z.string(), problem: z.string() }),
]);
export type HostingTableState = z.infer<typeof HostingTableState>;

/** Why the table has no country for an address. */
const NoCountry = z.enum([
  'not-in-table',
  /** The table has the network and no country for it. */
  'without-country',
  /** An IPv6 address, and the table has only IPv4. */
  'other-addresses',
  /** The table is damaged at this place. */
  'unreadable',
]);
export type NoCountry = z.infer<typeof NoCountry>;

const LookedUp = z.object({
  ip: z.string(),
  /** The host of the subject, or what reports state. */
  from: z.enum(['subject', 'report']),
  sightings: z.int(),
  country: CountryCode.nullable(),
  /** The network that the table has it in, in bits; null where it has none. */
  prefix: z.int().nullable(),
  /** Null where there is a country. */
  why: NoCountry.nullable(),
});
export type LookedUp = z.infer<typeof LookedUp>;

export const HostingLookUp = z.object({
  table: HostingTableState,
  /** Empty where there is no table that can be read. */
  found: z.array(LookedUp),
  /** Sightings without an IP address: a name is never resolved, and a link or a file has no host. */
  without: z.array(z.object({ why: z.enum(['name', 'link', 'file']), sightings: z.int() })),
  /** Whether the case has more different addresses than were looked at. */
  isCut: z.boolean(),
});
export type HostingLookUp = z.infer<typeof HostingLookUp>;

export const hostingContract = {
  table: repeatable('review').output(HostingTableState),
  /**
   * Names the file of the table, or (null) none. It is this seat's alone, and no entry says so. CONFLICT where it is no
   * absolute path or no such table, STORAGE where it cannot be read.
   */
  setTable: repeatable('review')
    .input(z.strictObject({ command: CommandId, path: inboundText(1000).min(1).nullable() }))
    .output(HostingTableState),
  /** Looks up the IP addresses of a case, as its reports wrote them, in the table. Nothing is contacted. */
  lookUp: repeatable('review')
    .input(z.strictObject({ case: CaseId }))
    .output(HostingLookUp),
};
