import { z } from 'zod';

/** A call of one function of the hub, and the rows it answers. */
export interface HubCall {
  /** Makes PostgreSQL plan it once for a connection. */
  readonly name: string;
  readonly text: string;
  readonly row: z.ZodType;
}

/** Values come as text, as PostgreSQL writes them. */
const Count = z.string().transform((text, context) => {
  const count = Number(text);
  if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(count)) return count;
  context.addIssue('this is no count');
  return z.NEVER;
});
const Flag = z.enum(['t', 'f']).transform((flag) => flag === 't');
const Moment = Count.transform((ms) => new Date(ms).toISOString());
/** Hexadecimal digits behind `\x`. */
const Bytes = z.string().transform((text, context) => {
  const { buffer, byteOffset, length } = Buffer.from(text.slice(2), 'hex');
  if (text.startsWith('\\x') && text.length === 2 + 2 * length)
    return new Uint8Array(buffer, byteOffset, length);
  context.addIssue('these are no bytes');
  return z.NEVER;
});

const call = <Row extends z.ZodType>(text: string, row: Row): HubCall & { readonly row: Row } => ({
  name: /hl\.(\w+)/.exec(text)?.[1] ?? text,
  text,
  row,
});

const LeaseRow = z
  .object({ device: z.guid(), token: Count, left_ms: Count })
  .transform(({ device, token, left_ms }) => ({ device, token, leftMs: left_ms }));

export const LISTEN = 'LISTEN hashline';

/** What a seat tries that must be refused stays without effect where it is not. */
export const TRIAL = { begin: 'BEGIN', end: 'ROLLBACK' } as const;

/** Copies the columns of `copiedDeeds`. Both counts must have been checked: a COPY takes no values. */
export const copyDeeds = (from: number, limit: number): string =>
  `COPY (SELECT position, device, seq, epoch, sealed FROM hl.pull_1(${from}, ${limit})) TO STDOUT (FORMAT binary)`;

/** Functions of assets/hub/hub.sql. */
export const CALLS = {
  about: call(
    'SELECT schema_version, server_version, tls_version, clock_ms FROM hl.about_1()',
    z.object({
      schema_version: Count,
      server_version: z.string(),
      tls_version: z.string(),
      clock_ms: Count,
    }),
  ),
  head: call('SELECT size, incarnation FROM hl.head_1()', z.object({ size: Count, incarnation: z.guid() })),
  push: call('SELECT hl.push_1($1, $2, $3, $4, $5) AS place', z.object({ place: Count })),
  refill: call('SELECT hl.refill_1($1, $2, $3, $4, $5, $6) AS size', z.object({ size: Count })),
  lease: call('SELECT device, token, left_ms FROM hl.lease_1($1, $2)', LeaseRow),
  holder: call('SELECT device, token, left_ms FROM hl.holder_1($1)', LeaseRow),
  release: call('SELECT hl.release_1($1)', z.unknown()),
  putParcel: call('SELECT hl.put_parcel_1($1, $2)', z.unknown()),
  parcel: call('SELECT hl.parcel_1($1) AS sealed', z.object({ sealed: Bytes.nullable() })),
  eraseParcel: call('SELECT hl.erase_parcel_1($1)', z.unknown()),
  putRegister: call('SELECT hl.put_register_1($1, $2)', z.unknown()),
  registers: call(
    'SELECT device, sealed, at_ms AS at FROM hl.registers_1($1)',
    z.object({ device: z.guid(), sealed: Bytes, at: Moment }),
  ),
  putSeal: call('SELECT hl.put_seal_1($1, $2)', z.unknown()),
  seals: call('SELECT size, note FROM hl.seals_1($1, $2)', z.object({ size: Count, note: z.string() })),
  devices: call(
    'SELECT device, removed, next, heard_ms AS "heardAt" FROM hl.devices_1()',
    z.object({ device: z.guid(), removed: Flag, next: Count, heardAt: Moment.nullable() }),
  ),
  admit: call('SELECT hl.admit_1($1)', z.unknown()),
  remove: call('SELECT hl.remove_1($1)', z.unknown()),
  putLetter: call('SELECT hl.put_letter_1($1, $2, $3)', z.unknown()),
  letters: call(
    'SELECT sender AS "from", name, sealed FROM hl.letters_1($1)',
    z.object({ from: z.guid(), name: z.string(), sealed: Bytes }),
  ),
  removeLetter: call('SELECT hl.remove_letter_1($1, $2)', z.unknown()),
} as const;

/** What a seat must not be able to do. Each has to be refused for want of a privilege. */
export const FORBIDDEN = [
  'SELECT 1 FROM hl.entries LIMIT 1',
  'SELECT 1 FROM hl.devices LIMIT 1',
  'SELECT 1 FROM hl.parcels LIMIT 1',
  "INSERT INTO hl.entries (position, device, seq, epoch, sealed) VALUES (0, gen_random_uuid(), 0, 0, '')",
  'UPDATE hl.head SET size = size',
  'UPDATE hl.devices SET removed_at = NULL WHERE false',
  'DELETE FROM hl.entries WHERE false',
  'TRUNCATE hl.entries',
  'SELECT hl.arrive()',
  'SELECT lo_create(0)',
  'CREATE TEMPORARY TABLE kept_here (one integer)',
  'CREATE TABLE public.kept_here (one integer)',
] as const;

/** Admits a device where no other can. The id must have been checked. */
export const firstDevice = (device: string): string =>
  `INSERT INTO hl.devices (device) VALUES ('${device}') ON CONFLICT DO NOTHING;`;
