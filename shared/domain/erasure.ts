import { z } from 'zod';

/** Why texts are erased: their time is over, the person concerned asked for it, or anything else. */
export const ErasureReason = z.enum(['retention', 'request', 'other']);
export type ErasureReason = z.infer<typeof ErasureReason>;

/**
 * What a case still waits for, so that nothing of it may be erased: a decision; the end of the time in which it can be
 * taken back; a second review; people who answer it as a golden case; the delivery of a referral; the end of a takedown.
 */
export const WaitsFor = z.enum([
  'decision',
  'taking-back',
  'second-review',
  'golden-case',
  'delivery',
  'takedown',
]);
export type WaitsFor = z.infer<typeof WaitsFor>;
