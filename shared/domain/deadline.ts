import type { Instant } from './report.ts';

const HOUR_MS = 3_600_000;

/** The last moment that an `Instant` can express. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** The reports of a file were all taken in at one time, which is read once. */
let last = { takenInAt: '', ms: Number.NaN };

/**
 * The due time, counted from receipt. A case without a known receipt counts from its import, and so does one that
 * claims a receipt after its import: a missing or absurd date never blocks, and never escapes the clock.
 */
export function dueAt(receivedAt: Instant | null, takenInAt: Instant, hours: number): Instant {
  if (takenInAt !== last.takenInAt) last = { takenInAt, ms: Date.parse(takenInAt) };
  const takenInMs = last.ms;
  const receivedMs = receivedAt === null ? Number.NaN : Date.parse(receivedAt);
  const fromMs = receivedMs < takenInMs ? receivedMs : takenInMs;
  return new Date(Math.min(fromMs + hours * HOUR_MS, LAST_MS)).toISOString();
}

/** Milliseconds until `due`; negative once it has passed. */
export function remainingMs(due: Instant, nowMs: number): number {
  return Date.parse(due) - nowMs;
}
