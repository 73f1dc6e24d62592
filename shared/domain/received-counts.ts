import { z } from 'zod';
import { Channel, type ReportInput } from './report.ts';

/** How many reports of a file were received on a day (UTC) through a channel. */
export const ReceivedCount = z.strictObject({
  /** `YYYY-MM-DD`; of days long before the newest only `YYYY`; null where the file gives no time. */
  on: z
    .string()
    .regex(/^\d{4}(?:-\d\d-\d\d)?$/)
    .nullable(),
  channel: Channel,
  reports: z.int().positive(),
});
export type ReceivedCount = z.infer<typeof ReceivedCount>;

/** Days and channels that an entry counts singly: more would make its line longer than a verifier reads. */
const SINGLY = 1000;

/** Counts the reports of a file for the figures that the record alone gives. */
export class ReceivedCounts {
  readonly #counts = new Map<string, ReceivedCount>();

  add({ receivedAt, channel }: Pick<ReportInput, 'receivedAt' | 'channel'>): void {
    count(this.#counts, { on: dayOf(receivedAt), channel, reports: 1 });
  }

  /** Newest first; days after the first thousand are counted by their year. */
  list(): ReceivedCount[] {
    const all = [...this.#counts.values()].sort(byNewest);
    const years = new Map<string, ReceivedCount>();
    for (const each of all.slice(SINGLY))
      count(years, { ...each, on: each.on === null ? null : each.on.slice(0, 4) });
    return [...all.slice(0, SINGLY), ...[...years.values()].sort(byNewest)];
  }
}

/** The day (UTC) of an instant. */
export const dayOf = (instant: string | null): string | null =>
  instant === null ? null : instant.slice(0, 10);

function count(counts: Map<string, ReceivedCount>, { on, channel, reports }: ReceivedCount): void {
  const key = `${on} ${channel}`;
  counts.set(key, { on, channel, reports: (counts.get(key)?.reports ?? 0) + reports });
}

/** Reports without a time come last. */
const byNewest = (a: ReceivedCount, b: ReceivedCount): number =>
  (b.on ?? '').localeCompare(a.on ?? '') || a.channel.localeCompare(b.channel);
