import { z } from 'zod';

/**
 * Branded UUIDs (RFC 9562). Version 7 sorts by creation time and needs no coordination, so several workstations of a
 * hotline can create them independently. Ids that must not reveal their creation time have version 4: second reviews,
 * golden cases, referrals. A case has version 8: its id follows from its subject, so that the same subject taken in at
 * two workstations is one case.
 */
const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[478][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

export const CaseId = uuid.brand<'CaseId'>();
export type CaseId = z.infer<typeof CaseId>;
export const ReportId = uuid.brand<'ReportId'>();
export type ReportId = z.infer<typeof ReportId>;
export const BatchId = uuid.brand<'BatchId'>();
export type BatchId = z.infer<typeof BatchId>;
export const AssessmentId = uuid.brand<'AssessmentId'>();
export type AssessmentId = z.infer<typeof AssessmentId>;
/** A second review of an assessment, or an answer to a golden case. */
export const SecondReviewId = uuid.brand<'SecondReviewId'>();
export type SecondReviewId = z.infer<typeof SecondReviewId>;
/** A policy that waits for its activation. */
export const ProposalId = uuid.brand<'ProposalId'>();
export type ProposalId = z.infer<typeof ProposalId>;
export const HashListId = uuid.brand<'HashListId'>();
export type HashListId = z.infer<typeof HashListId>;
export const ListImportId = uuid.brand<'ListImportId'>();
export type ListImportId = z.infer<typeof ListImportId>;
/** A match between a value of a case and one on a list; named by these values, not by the time of the match. */
export const MatchId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'MatchId'>();
export type MatchId = z.infer<typeof MatchId>;
/** A person's verdict on a match. */
export const VerdictId = uuid.brand<'VerdictId'>();
export type VerdictId = z.infer<typeof VerdictId>;
export const QuarantineId = uuid.brand<'QuarantineId'>();
export type QuarantineId = z.infer<typeof QuarantineId>;
export const ReferralId = uuid.brand<'ReferralId'>();
export type ReferralId = z.infer<typeof ReferralId>;
export const PersonId = uuid.brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;
export const DeviceId = uuid.brand<'DeviceId'>();
export type DeviceId = z.infer<typeof DeviceId>;
export const EntryId = uuid.brand<'EntryId'>();
export type EntryId = z.infer<typeof EntryId>;
export const UploadId = uuid.brand<'UploadId'>();
export type UploadId = z.infer<typeof UploadId>;
/** Chosen by the client once for each intended change; the engine carries out each at most once. */
export const CommandId = uuid.brand<'CommandId'>();
export type CommandId = z.infer<typeof CommandId>;

/** A destination's short name as policies use it, for example `police` or `iccam`. */
export const DestinationId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/)
  .brand<'DestinationId'>();
export type DestinationId = z.infer<typeof DestinationId>;

/**
 * Builds a UUIDv7 from its parts.
 * @param unixMs milliseconds since 1970, 48 bits are used
 * @param random at least 10 random bytes
 */
export function uuidv7(unixMs: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let time = Math.max(0, Math.floor(unixMs));
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  return uuidText(bytes, 7);
}

/**
 * Builds a UUIDv4, which does not reveal its creation time.
 * @param random at least 16 random bytes
 */
export const uuidv4 = (random: Uint8Array): string => uuidText(Uint8Array.from(random.subarray(0, 16)), 4);

/**
 * Builds a UUIDv8 from a digest.
 * @param digest at least 16 bytes
 */
export const uuidv8 = (digest: Uint8Array): string => uuidText(Uint8Array.from(digest.subarray(0, 16)), 8);

/**
 * The same from a digest in hexadecimal, as rows by the million need it.
 * @param hex at least 32 lower-case digits
 */
export const uuidv8OfHex = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${VARIANT[Number.parseInt(hex.charAt(16), 16) & 3]}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;

const VARIANT = ['8', '9', 'a', 'b'] as const;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function uuidText(bytes: Uint8Array, version: 4 | 7 | 8): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  let hex = '';
  for (const byte of bytes) hex += HEX[byte];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
