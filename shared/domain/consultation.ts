import { z } from 'zod';
import { BaseName } from './base-name.ts';
import { PersonId } from './ids.ts';
import { Instant } from './report.ts';

/** What a person found when they looked in a base for the material of a case. Hashline itself asks no base. */
export const ConsultationResult = z.enum(['found', 'not-found']);
export type ConsultationResult = z.infer<typeof ConsultationResult>;

/** A base that was consulted for a case, as a person stated it. */
export const Consultation = z.strictObject({
  base: BaseName,
  result: ConsultationResult,
  /** When the base was consulted. */
  at: Instant,
  /** When it was recorded here, which may be later. */
  recordedAt: Instant,
  by: PersonId,
  /** The person's own words, which stay in the vault. Empty where there are none, or they were erased. */
  note: z.string(),
});
export type Consultation = z.infer<typeof Consultation>;

/** How often a base was consulted, and how many of these consultations found the material. */
export const ConsultationCount = z.object({ base: BaseName, consulted: z.int(), found: z.int() });
export type ConsultationCount = z.infer<typeof ConsultationCount>;
