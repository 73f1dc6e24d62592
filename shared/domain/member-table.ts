import { z } from 'zod';
import { CountryCode } from './country.ts';
import { inboundText } from './inbound-text.ts';
import type { HostingZone } from './policy.ts';
import { told } from './refusal.ts';

/** INHOPE membership by country: data with a date, because membership changes. */
export const MemberTable = z.strictObject({
  format: z.literal('hashline-members/1'),
  asOf: z.iso.date(),
  source: inboundText(1000),
  members: z
    .array(
      z.strictObject({
        country: CountryCode,
        hotline: inboundText(300),
        /** ICCAM's number for the hotline, where known. */
        iccamId: z.number().int().nullable(),
        /** A: stated by the organisation; B: stated by others; C, D: doubtful, ask before relying on it. */
        confidence: z.enum(['A', 'B', 'C', 'D']),
        routing: z.enum(['inhope', 'confirm']),
      }),
    )
    .max(300)
    .refine(
      (rows) => new Set(rows.map((row) => row.country)).size === rows.length,
      told({ code: 'country-twice' }),
    ),
});
export type MemberTable = z.infer<typeof MemberTable>;

/** The zone of a hosting country, seen from the hotline's own. */
export function hostingZone(country: string | null, own: string, table: MemberTable): HostingZone {
  if (country === null) return 'unknown';
  if (country === own) return 'own';
  return table.members.find((member) => member.country === country)?.routing ?? 'other';
}
