import { z } from 'zod';
import { FeedbackReason } from '../../../../shared/domain/feedback-reason.ts';
import { NCMEC_NAMESPACE } from './ncmec-reader.ts';

/** This hotline's verdict on one fingerprint of one record. */
export const NcmecFeedback = z.discriminatedUnion('verdict', [
  z.strictObject({ verdict: z.literal('affirmative') }),
  z.strictObject({ verdict: z.literal('negative'), reasons: z.array(FeedbackReason).min(1).max(20) }),
]);
export type NcmecFeedback = z.infer<typeof NcmecFeedback>;

/**
 * Writes feedback for NCMEC Hash Sharing v2, the body of `PUT /v2/entries/{member}/{entry}/{type}/feedback`
 * (facebook/ThreatExchange, fixtures affirmative_feedback_xml and negative_feedback_xml). The protocol carries only the
 * GUID of a reason; its name is added as a comment for the person who carries the file by hand.
 * @throws ZodError where a reason is malformed
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

/** Makes a name unable to end the comment: two hyphens may not stand in one (XML 1.0, section 2.5). */
const comment = (name: string): string =>
  `<!-- ${name.replace(/[^\p{L}\p{N} .,()_-]/gu, ' ').replace(/-(?=-)/g, '- ')} -->`;

/**
 * NCMEC's names of the fingerprints that take feedback, as they appear in the address (facebook/ThreatExchange,
 * clients/ncmec/hash_api.py, FingerprintType of October 2024). SHA-256 is not among them.
 */
const FINGERPRINT_TYPES = { md5: 'MD5', sha1: 'SHA1', photodna: 'PDNA', pdq: 'PDQ' } as const;

/** The path, below the environment's base address, to which feedback on one fingerprint of a record is sent. */
export function ncmecFeedbackPath(of: {
  member: string;
  record: string;
  algorithm: keyof typeof FINGERPRINT_TYPES;
}): string {
  const part = encodeURIComponent;
  return `/v2/entries/${part(of.member)}/${part(of.record)}/${FINGERPRINT_TYPES[of.algorithm]}/feedback`;
}
