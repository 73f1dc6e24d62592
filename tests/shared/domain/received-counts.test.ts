import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReceivedCount, ReceivedCounts } from '../../../shared/domain/received-counts.ts';
import { Channel } from '../../../shared/domain/report.ts';

const countsOf = (reports: readonly { receivedAt: string | null; channel: Channel }[]) => {
  const counts = new ReceivedCounts();
  for (const report of reports) counts.add(report);
  return counts.list();
};

test('reports are counted by the day they were received on and by channel, the newest first', () => {
  expect(
    countsOf([
      { receivedAt: '2026-11-01T23:59:59Z', channel: 'web-form' },
      { receivedAt: '2026-11-02T00:00:00Z', channel: 'web-form' },
      { receivedAt: '2026-11-01T08:00:00.000Z', channel: 'web-form' },
      { receivedAt: '2026-11-01T08:00:00Z', channel: 'email' },
      { receivedAt: null, channel: 'email' },
    ]),
  ).toEqual([
    { on: '2026-11-02', channel: 'web-form', reports: 1 },
    { on: '2026-11-01', channel: 'email', reports: 1 },
    { on: '2026-11-01', channel: 'web-form', reports: 2 },
    { on: null, channel: 'email', reports: 1 },
  ]);
});

test('no report is lost, and the list stays short, however many days there are', () => {
  const report = fc.record({
    receivedAt: fc.option(
      fc
        .date({ min: new Date('1990-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    ),
    channel: fc.constantFrom(...Channel.options),
  });
  fc.assert(
    fc.property(fc.array(report, { minLength: 1500, maxLength: 3000, size: 'max' }), (reports) => {
      const list = countsOf(reports);
      expect(list.map((one) => ReceivedCount.safeParse(one).success)).not.toContain(false);
      expect([list.reduce((sum, one) => sum + one.reports, 0), list.length < 1500]).toEqual([
        reports.length,
        true,
      ]);
    }),
    { numRuns: 10 },
  );
});
