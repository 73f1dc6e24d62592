import { LONGEST_DELAY_MS } from '../../../../../shared/domain/delivery.ts';

/**
 * Reads a `Retry-After` header (RFC 9110, section 10.2.3): seconds, or an HTTP date.
 * @returns how long to wait, at most a day, or null where the header is unusable
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  const wait = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : untilHttpDate(text, nowMs);
  return wait === null ? null : Math.min(Math.max(wait, 0), LONGEST_DELAY_MS);
}

function untilHttpDate(text: string, nowMs: number): number | null {
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms - nowMs;
}
