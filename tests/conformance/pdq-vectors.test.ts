import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ColumnMapping } from '../../shared/domain/hash-list.ts';
import { placed, readList } from '../support/a-hash-list.ts';

/** Vectors of facebook/ThreatExchange beside the repository; absent in a bare clone. */
const data = (name: string): string =>
  fileURLToPath(new URL(`../../../shared/data/hash-vectors/${name}`, import.meta.url));
const absent = !existsSync(data('pdq/haystack.txt'));
const linesOf = (name: string): string[] => readFileSync(data(name), 'utf8').split('\n').filter(Boolean);

describe.skipIf(absent)('the PDQ vectors of ThreatExchange', () => {
  it.each([
    ['pdq/haystack.txt', 1350],
    ['pdq/needles.txt', 100],
    ['pdq/long256.dat', 50],
    ['pdq/short256.dat', 6],
    ['pdq/order256.dat', 2],
  ])('%s: all %i values are read', async (name, count) => {
    const { values, refusals, failures } = await readList(readFileSync(data(name)), { format: 'pdq' });
    const lines = linesOf(name);
    expect(lines).toHaveLength(count);
    // Two of the short vectors are nothing but zeros or ones: right for a distance, wrong on a list.
    const isZero = (line: string): boolean => /^(?:0+|f+)$/.test(line);
    expect({ values, refusals: refusals.map(placed), failures }).toEqual({
      values: lines.filter((line) => !isZero(line)).map((line) => ['pdq', line]),
      refusals: lines.flatMap((line, index) => (isZero(line) ? [[index + 1, null, 'known-bad']] : [])),
      failures: [],
    });
  });

  it.each(['pdq/short64.dat', 'pdq/long64.dat'])(
    '%s: values of 64 bits are refused one by one',
    async (name) => {
      const { values, refusals } = await readList(readFileSync(data(name)), { format: 'pdq' });
      expect([values.length, refusals.length]).toEqual([0, linesOf(name).length]);
    },
  );

  it('PDQMD5TestData.csv is a table with a column of PDQ, two of whose values are MD5', async () => {
    const mapping = ColumnMapping.parse({ header: true, columns: { pdq: 'Hash' } });
    const name = 'pdq/PDQMD5TestData.csv';
    const { records, refusals } = await readList(readFileSync(data(name)), { format: 'csv', mapping });
    const expected = linesOf(name)
      .slice(1)
      .map((line) => line.split(',')[1]?.trim() ?? '');
    expect(records.map(([, { hashes }]) => hashes[0]?.value)).toEqual(
      expected.filter((value) => value.length === 64),
    );
    expect(refusals.map(placed)).toEqual([
      [18, 'Hash', 'known-bad'],
      [19, 'Hash', 'known-bad'],
    ]);
  });

  it('the same values given as sums are asked about, because they look like SHA-256', async () => {
    const { values, failures } = await readList(readFileSync(data('pdq/needles.txt')), { format: 'sums' });
    expect([values, failures.map(({ row, reason }) => [row, reason])]).toEqual([
      [],
      [[1, 'ambiguous-algorithm']],
    ]);
  });

  it.each(['pattern-hd-no-bar', 'doorknob-hd-no-bar', 'pattern-sd-grey-bar'])(
    'vpdq/%s.txt is a table of frames with their qualities',
    async (name) => {
      const mapping = ColumnMapping.parse({ header: false, columns: { pdqQuality: 2, pdq: 3 } });
      const file = readFileSync(data(`vpdq/${name}.txt`));
      const { records, refusals, counts } = await readList(file, { format: 'csv', mapping });
      const good = linesOf(`vpdq/${name}.txt`).filter((line) => Number(line.split(',')[1]) >= 50);
      expect([records.length, refusals.length]).toEqual([good.length, 0]);
      expect(records.length + (counts[0]?.lowQuality ?? 0)).toBe(linesOf(`vpdq/${name}.txt`).length);
    },
  );
});
