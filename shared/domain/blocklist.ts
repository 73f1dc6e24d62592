import { z } from 'zod';
import { inboundText } from './inbound-text.ts';

/**
 * A host as name servers know it: lower-case labels of letters, digits, hyphens and underscores, in ASCII. The last one
 * begins with a letter, so that no IP address is one. Shorter than DNS allows, because the name of the zone comes behind
 * it, and all of its characters stand for themselves in a zone file.
 */
export const BlockableHost = inboundText(190).regex(
  /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
);

/** `url`: one address; `host`: a whole host, which carries nothing else. */
export const BlockKind = z.enum(['url', 'host']);
export type BlockKind = z.infer<typeof BlockKind>;

export const BlockItem = z.strictObject({ kind: BlockKind, value: z.string() });
export type BlockItem = z.infer<typeof BlockItem>;

/** The serial of a DNS zone: 32 bits. 0 is left out, because some name servers take it for none. */
export const Serial = z
  .int()
  .min(1)
  .max(2 ** 32 - 1);

const SPACE = 2 ** 32;

/** Whether one serial is later than another (RFC 1982, section 3.2); not for two that lie half the space apart. */
export function isLaterSerial(one: number, other: number): boolean {
  const ahead = (one - other + SPACE) % SPACE;
  return ahead > 0 && ahead < SPACE / 2;
}

/**
 * The serial after these: seconds since 1970, so that a vault restored from a backup does not give out again what it gave
 * out before it was lost; one more than the last where the clock is behind.
 * @param given serials that resolvers may have seen; each is passed
 */
export function nextSerial(given: readonly number[], nowMs: number): number {
  const last = given.reduce<number | null>(
    (latest, serial) => (latest === null || isLaterSerial(serial, latest) ? serial : latest),
    null,
  );
  const now = Math.floor(nowMs / 1000) % SPACE || 1;
  if (last === null || isLaterSerial(now, last)) return now;
  return (last + 1) % SPACE || 1;
}
