import { expect, test } from 'vitest';
import { emptyTexts } from '../../../shared/domain/publications/publication-texts.ts';
import { isLimit, readTexts, usualPeriod } from '../../../src-renderer/features/insight/publication-form.ts';

const NOW = new Date('2026-11-30T23:00:00.000Z');

test.each([
  ['national', NOW, '2025'],
  ['dsa', NOW, '2025'],
  ['board', NOW, '2026-10'],
  ['inhope', NOW, '2026-07-01..2026-09-30'],
  ['inhope', new Date('2026-02-01T00:00:00.000Z'), '2025-10-01..2025-12-31'],
  ['board', new Date('2026-01-01T00:00:00.000Z'), '2025-12'],
] as const)('a report %s made at %s is usually of %s', (kind, now, period) => {
  expect(usualPeriod(kind, now)).toBe(period);
});

test('a limit is a whole number from 3, or none', () => {
  expect([null, 3, 2, 4.5, Number.NaN].map(isLimit)).toEqual([true, true, false, false, false]);
});

test('a file of texts is read, and of another the place that does not fit is named', () => {
  const texts = emptyTexts();
  expect([
    readTexts(JSON.stringify(texts)),
    readTexts('{'),
    readTexts(JSON.stringify({ ...texts, version: 0 })),
    readTexts('[]'),
  ]).toEqual([texts, { wrong: 'JSON' }, { wrong: 'version' }, { wrong: 'format' }]);
});
