import { z } from 'zod';
import { FeedbackReason } from '../../../../shared/domain/feedback-reason.ts';
import { NCMEC_NAMESPACE } from './ncmec-reader.ts';

/** What this hotline thinks of one fingerprint of one entry. */
export const NcmecFeedback = z.discriminatedUnion('verdict', [
  z.strictObject({ verdict: z.literal('affirmative') }),
  z.strictObject({ verdict: z.literal('negative'), reasons: z.array(FeedbackReason).min(1).max(20) }),
]);
export type NcmecFeedback = z.infer<typeof NcmecFeedback>;

/**
 * Writes feedback for NCMEC Hash Sharing v2, the body of `PUT /v2/entries/{member}/{entry}/{type}/feedback`
 * (facebook/ThreatExchange, fixtures affirmative_feedback_xml and negative_feedback_xml). The wire carries a reason's
 * GUID alone; its name stands beside it as a comment for whoever carries the file by hand.
 * @throws ZodError where a reason is no reason
 */
export function ncmecFeedbackXml(feedback: NcmecFeedback): string {
  const valid = NcmecFeedback.parse(feedback);
  const body = valid.verdict === 'affirmative' ? ['    <affirmative/>'] : negative(valid.reasons);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<feedbackSubmission xmlns="${NCMEC_NAMESPACE}">`,
    ...body,
    '</feedbackSubmission>',
    '',
  ].join('\n');
}

const negative = (reasons: readonly FeedbackReason[]): string[] => [
  '    <negative>',
  '        <reasonIds>',
  ...reasons.map(({ guid, name }) => `            <guid>${guid}</guid>${comment(name)}`),
  '        </reasonIds>',
  '    </negative>',
];

/** Nothing a name holds can end the comment: two hyphens may not stand in one (XML 1.0, section 2.5). */
const comment = (name: string): string =>
  `<!-- ${name.replace(/[^\p{L}\p{N} .,()_-]/gu, ' ').replace(/-(?=-)/g, '- ')} -->`;

/**
 * NCMEC's names of the fingerprints feedback can be given on, as they stand in the address (facebook/ThreatExchange,
 * clients/ncmec/hash_api.py, FingerprintType of October 2024). SHA-256 is none of them.
 */
const FINGERPRINT_TYPES = { md5: 'MD5', sha1: 'SHA1', photodna: 'PDNA', pdq: 'PDQ' } as const;

/** Where feedback on one fingerprint of an entry is put, below the environment's base address. */
export function ncmecFeedbackPath(of: {
  member: string;
  entry: string;
  algorithm: keyof typeof FINGERPRINT_TYPES;
}): string {
  const part = encodeURIComponent;
  return `/v2/entries/${part(of.member)}/${part(of.entry)}/${FINGERPRINT_TYPES[of.algorithm]}/feedback`;
}
