import { z } from 'zod';
import { CaseSummary } from '../domain/case.ts';
import { CaseId, PersonId, ReportId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { Instant } from '../domain/report.ts';
import { repeatable } from './procedure.ts';

/** Where the text stands by which a case was found. */
export const SearchPlace = z.enum([
  'case',
  'hash',
  'address',
  'referrer',
  'reference',
  'note',
  'person',
  'batch',
]);
export type SearchPlace = z.infer<typeof SearchPlace>;

export const SearchHit = z.object({
  case: CaseSummary,
  where: SearchPlace,
  /** What stands there. An address is as reported: show it defanged. */
  says: z.string(),
  /** The decision in force; null where there is none. */
  decided: z.object({ by: z.object({ id: PersonId, name: z.string() }), at: Instant }).nullable(),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchResult = z.object({
  hits: z.array(SearchHit),
  /** Cases that were found and wait for the person's own second review. */
  waiting: z.array(CaseId),
  /** Whether there are more than were asked for. */
  more: z.boolean(),
  /** Sightings that came in just now and were not looked at: ask again later. */
  unread: z.int().min(0),
});
export type SearchResult = z.infer<typeof SearchResult>;

/** A part of what a reporter told, around the words that were looked for. */
export const NarrativeHit = z.object({
  case: CaseSummary,
  report: ReportId,
  receivedAt: Instant.nullable(),
  says: z.string(),
});
export type NarrativeHit = z.infer<typeof NarrativeHit>;

const some = (text: string) => text.trim().length > 0;

export const searchContract = {
  /**
   * Cases by a part of an address (also defanged), a host, a reference, an id, the beginning of a hash, a note, the name
   * of a file or of a person. One or two characters are the beginning of a host or a reference.
   */
  find: repeatable('review')
    .input(
      z.strictObject({
        text: inboundText(300).refine(some, { error: 'must not be empty' }),
        limit: z.int().min(1).max(100).default(30),
      }),
    )
    .output(SearchResult),
  /**
   * Looks for words in what reporters told, some reports at a time; `next` goes on. What is shown is revealed and
   * recorded as such, one entry a narrative, like `review.revealNarrative`.
   */
  narratives: repeatable('review')
    .input(
      z.strictObject({
        text: inboundText(100).refine((text) => text.trim().length >= 3, {
          error: 'must have three characters at least',
        }),
        before: ReportId.optional(),
        limit: z.int().min(1).max(20).default(10),
      }),
    )
    .output(z.object({ hits: z.array(NarrativeHit), next: ReportId.nullable() })),
};
