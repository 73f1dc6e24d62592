import { z } from 'zod';
import { inboundText } from './inbound-text.ts';
import { ofForm } from './refusal.ts';

const GUID = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;
const Guid = ofForm(z.string(), GUID, { code: 'not-a-guid' });

/** Fingerprints on which NCMEC accepts feedback. */
export const FeedbackAlgorithm = z.enum(['md5', 'sha1', 'photodna', 'pdq']);
export type FeedbackAlgorithm = z.infer<typeof FeedbackAlgorithm>;

/** A reason for disagreeing, from NCMEC's own list for one kind of fingerprint. */
export const FeedbackReason = z.strictObject({ guid: Guid, name: inboundText(200).min(1) });
export type FeedbackReason = z.infer<typeof FeedbackReason>;

/** A reason that a person gives, with the kind of fingerprint it applies to; null for every kind. */
export const GivenReason = FeedbackReason.extend({ algorithm: FeedbackAlgorithm.nullable().default(null) });
export type GivenReason = z.infer<typeof GivenReason>;

/** A reason that the owner of a list offers, with the kind of fingerprint it applies to. */
export const OfferedReason = FeedbackReason.extend({ algorithm: FeedbackAlgorithm });
export type OfferedReason = z.infer<typeof OfferedReason>;
