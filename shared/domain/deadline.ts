import type { Instant } from './report.ts';

const HOUR_MS = 3_600_000;

/**
 * The moment by which something is due, counted from receipt. A case whose receipt is unknown counts from when it was
 * taken in, so a missing or absurd date never blocks and never escapes the clock.
 */
export function dueAt(receivedAt: Instant | null, takenInAt: Instant, hours: number): Instant {
  return new Date(Date.parse(receivedAt ?? takenInAt) + hours * HOUR_MS).toISOString();
}

/** Milliseconds until `due`; negative once it has passed. */
export function remainingMs(due: Instant, nowMs: number): number {
  return Date.parse(due) - nowMs;
}
