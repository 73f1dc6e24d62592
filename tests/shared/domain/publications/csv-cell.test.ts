import { expect, test } from 'vitest';
import { csvCell } from '../../../../shared/domain/publications/csv-cell.ts';

test.each([
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ['+32 2', "'+32 2"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', `"'\tx"`],
  ['＝1', "'＝1"],
  ['a, b', '"a, b"'],
  ['plain', 'plain'],
  [-3, '-3'],
])('the cell %j is written as %s, which no spreadsheet takes for a formula', (value, written) => {
  expect(csvCell(value)).toBe(written);
});
