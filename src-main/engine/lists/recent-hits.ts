const RECENT_MS = 30 * 86_400_000;

/** The first day, `YYYY-MM-DD`, whose hits count as recent at this time. */
export const firstRecentDay = (nowMs: number): string =>
  new Date(nowMs - RECENT_MS).toISOString().slice(0, 10);
