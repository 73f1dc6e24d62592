import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ReportId } from '../../../../shared/domain/ids.ts';
import { reportIdsOf } from '../../../../src-main/engine/intake/report-id.ts';

const ROW = fc.integer({ min: 0, max: 2 ** 24 - 1 });
const AT = '2026-11-21T09:00:00.000Z';

describe('the id of a report of a file', () => {
  test('is an id, the same wherever the file is stored, and another in another file', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), ROW, (batch, other, row) => {
        const id = reportIdsOf(batch, AT)(row);
        expect(ReportId.parse(id)).toBe(reportIdsOf(batch, AT)(row));
        if (batch !== other) expect(reportIdsOf(other, AT)(row)).not.toBe(id);
      }),
    );
  });

  test('sorts by the time of the import and then by row', () => {
    const later = reportIdsOf('one', '2026-11-21T09:00:00.001Z')(0);
    fc.assert(
      fc.property(ROW, ROW, (a, b) => {
        const [idA, idB] = [a, b].map(reportIdsOf('two', AT));
        expect(Math.sign(a - b)).toBe(idA! < idB! ? -1 : idA! > idB! ? 1 : 0);
        expect(idA! < later).toBe(true);
      }),
    );
  });
});
