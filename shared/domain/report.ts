import { z } from 'zod';
import { CountryCode } from './country.ts';
import { inboundText } from './hash-only.ts';
import { Hashes } from './hashes.ts';
import { readUrl } from './url.ts';

/** How a report came in. */
export const Channel = z.enum(['web-form', 'phone', 'mail', 'police', 'partner', 'iccam', 'file']);
export type Channel = z.infer<typeof Channel>;

/** ISO 8601 in UTC, for example `2026-11-21T18:00:00.000Z`. */
export const Instant = z.iso.datetime({ offset: false }).max(40);
export type Instant = z.infer<typeof Instant>;

/** A reported address: bounded text that `readUrl` accepts. */
export const UrlText = inboundText(4096).superRefine((raw, context) => {
  const read = readUrl(raw);
  if ('problem' in read) {
    context.addIssue({
      code: 'custom',
      message: URL_PROBLEM_TEXT[read.problem],
      params: { reason: read.problem },
    });
  }
});

const URL_PROBLEM_TEXT = {
  'bad-url': 'is not an address: it needs a host name such as site.example',
  'control-character': 'contains control characters',
  'bidi-character': 'contains characters that change the direction of text',
} as const;

/** What the source says about where the material is hosted. */
export const ReportedHosting = z.strictObject({
  country: CountryCode.nullable(),
  ip: z.union([z.ipv4(), z.ipv6()]).optional(),
  network: inboundText(200).optional(),
});
export type ReportedHosting = z.infer<typeof ReportedHosting>;

export const SubjectInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('url'),
    url: UrlText,
    referrer: inboundText(4096).optional(),
    siteType: inboundText(64).optional(),
    hosting: ReportedHosting.optional(),
  }),
  z.strictObject({
    kind: z.literal('file'),
    hashes: Hashes,
    sizeBytes: z.number().int().nonnegative().optional(),
    mimeType: inboundText(127).optional(),
    hosting: ReportedHosting.optional(),
  }),
]);
export type SubjectInput = z.infer<typeof SubjectInput>;

/**
 * What came in once: who, when, through which channel, about which subjects. `receivedAt` is null where the source
 * gives no believable date; that never blocks a decision.
 */
export const ReportInput = z.strictObject({
  receivedAt: Instant.nullable(),
  channel: Channel,
  source: inboundText(200).optional(),
  reference: inboundText(200).optional(),
  reporter: inboundText(200).optional(),
  narrative: inboundText(8192).optional(),
  subjects: z.array(SubjectInput).min(1).max(10_000),
});
export type ReportInput = z.infer<typeof ReportInput>;

/** Dates outside these years are typing errors or attacks; they become "unknown date". */
const BELIEVABLE_YEARS = { from: 1995, to: 2100 } as const;

const DOT_NET_DATE = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;
const ISO_DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:(Z)|([+-])(\d\d):?(\d\d))?)?$/i;

/**
 * Reads a date from the forms the field uses: ISO 8601 with or without offset (without one: UTC), and .NET
 * `/Date(ms+zone)/`. Other forms are not guessed at: `02/03/2025` is two different days, and `Date.parse` would
 * read both it and plain words in the local time of whichever machine runs.
 * @returns an instant in UTC, or null where the text is no believable date
 */
export function readDate(text: string): Instant | null {
  const trimmed = text.trim();
  const dotNet = DOT_NET_DATE.exec(trimmed);
  const ms = dotNet ? Number(dotNet[1]) : isoDateMs(trimmed);
  if (ms === null || Math.abs(ms) > 8.64e15) return null;
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  return year >= BELIEVABLE_YEARS.from && year <= BELIEVABLE_YEARS.to ? date.toISOString() : null;
}

function isoDateMs(text: string): number | null {
  const match = ISO_DATE.exec(text);
  if (!match) return null;
  const part = (index: number): number => Number(match[index] ?? 0);
  const fraction = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000);
  if (part(4) > 23 || part(5) > 59 || part(6) > 59 || part(10) > 23 || part(11) > 59) return null;
  const ms = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6), fraction);
  // Date.UTC carries over (30 February becomes 2 March) and reads years 0-99 as 1900-1999.
  const day = new Date(ms);
  if (day.getUTCMonth() !== part(2) - 1 || day.getUTCDate() !== part(3) || part(1) < 100) return null;
  return ms - (match[9] === '-' ? -1 : 1) * (part(10) * 60 + part(11)) * 60_000;
}
