import { Sighting } from '../../../shared/contract/review.contract.ts';
import type { SqlRow } from '../storage/database.ts';

/** A sighting row joined with its report, as the wire shows it. */
export const toSighting = (row: SqlRow): Sighting =>
  Sighting.parse({
    report: row.report,
    receivedAt: row.received_at,
    channel: row.channel,
    source: row.source,
    reference: row.reference,
    hasNarrative: row.has_narrative === 1,
    subject: row.subject,
    referrer: row.referrer,
    siteType: row.site_type,
    hosting: row.hosting_country,
  });
