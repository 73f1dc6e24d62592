import { z } from 'zod';
import { ADDRESS_DETAIL, readAddress } from './address.ts';
import { CountryCode } from './country.ts';
import { Hashes } from './hashes.ts';
import { inboundText } from './inbound-text.ts';
import { Intensity } from './intensity.ts';
import { told } from './refusal.ts';

/** How a report came in. */
export const Channel = z.enum(['web-form', 'phone', 'email', 'post', 'police', 'partner', 'iccam', 'file']);
export type Channel = z.infer<typeof Channel>;

/** ISO 8601 in UTC, for example `2026-11-21T18:00:00.000Z`. */
export const Instant = z.iso.datetime({ offset: false }).max(40);
export type Instant = z.infer<typeof Instant>;

/** A reported address or link: bounded text that `readAddress` accepts. */
export const UrlText = inboundText(4096).superRefine((raw, context) => {
  const read = readAddress(raw);
  if ('problem' in read) {
    context.addIssue({ code: 'custom', ...told(ADDRESS_DETAIL[read.problem], read.problem) });
  }
});

/** The source's statement about where the material is hosted. */
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
 * One report: its source, its time, its channel and its subjects. `receivedAt` is null where the source gives no
 * believable date; that never blocks a decision.
 */
export const ReportInput = z.strictObject({
  receivedAt: Instant.nullable(),
  channel: Channel,
  source: inboundText(200).optional(),
  reference: inboundText(200).optional(),
  reporter: inboundText(200).optional(),
  narrative: inboundText(8192).optional(),
  /** How heavy the narrative may be to read, as the person who took the report in says. */
  intensity: Intensity.optional(),
  subjects: z.array(SubjectInput).min(1).max(10_000),
});
export type ReportInput = z.infer<typeof ReportInput>;
