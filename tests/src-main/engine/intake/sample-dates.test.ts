import { describe, expect, it } from 'vitest';
import { datesFromNow, SAMPLES_WRITTEN_MS } from '../../../../src-main/engine/intake/sample-dates.ts';
import { sampleFiles } from '../../../../tools/make-samples.ts';
import { readWhole } from '../../../support/intake.ts';

const HOUR_MS = 3_600_000;
const LATER_MS = Date.UTC(2031, 4, 2, 6, 30);

const receivedIn = async (text: string) =>
  (await readWhole(text)).reports.map(({ report }) => report.receivedAt);

describe('the dates of the samples', () => {
  it.each(Object.entries(sampleFiles()))(
    'of %s all move with the day they are looked at',
    async (_name, text) => {
      const before = await receivedIn(text);
      const after = await receivedIn(datesFromNow(text, LATER_MS));
      const moved = before.map(
        (at) => at && new Date(Date.parse(at) + LATER_MS - SAMPLES_WRITTEN_MS).toISOString(),
      );
      expect(after).toEqual(moved);
      expect(after.filter((at) => at !== null).length).toBeGreaterThan(20);
    },
  );

  it('lie in the day and a few hours before, so that most cases have time left', async () => {
    const all = await Promise.all(Object.values(sampleFiles()).map(receivedIn));
    const agesMs = all.flat().flatMap((at) => (at ? [SAMPLES_WRITTEN_MS - Date.parse(at)] : []));
    expect(Math.min(...agesMs)).toBeGreaterThan(0);
    expect(Math.max(...agesMs)).toBeLessThan(29 * HOUR_MS);
    expect(agesMs.filter((age) => age > 24 * HOUR_MS).length / agesMs.length).toBeLessThan(0.3);
  });

  it('leave alone what is no date of the samples', () => {
    const text = '9999-12-31T00:00:00Z 1999-01-01T00:00:00.000Z BE-2026-1001 /Date(0+0000)/';
    expect(datesFromNow(text, LATER_MS)).toBe(text);
  });
});
