import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../../tools/fake-data.ts';
import { aHashList, arbitraryCuts, arbitraryPdq, placed, readList } from '../../../../support/a-hash-list.ts';
import { aHash } from '../../../../support/a-report.ts';
import { syntheticPicture } from '../../../../support/synthetic-picture.ts';

const PDQ = aHash(64, 0xfed);

describe('a file of PDQ values', () => {
  test('is read with and without qualities, in either case, around comments', async () => {
    const file = `\ufeff# list\r\n${PDQ},100\r\n${PDQ.toUpperCase()}\r\n\r\n ${PDQ} , 50 \r\n; end`;
    const { values, refusals, failures } = await readList(file, { format: 'pdq' });
    expect({ values, refusals, failures }).toEqual({
      values: [
        ['pdq', PDQ, 100],
        ['pdq', PDQ],
        ['pdq', PDQ, 50],
      ],
      refusals: [],
      failures: [],
    });
  });

  test('gives up what is below the quality of the policy, and counts it', async () => {
    const file = `${PDQ},49\n${PDQ},50\n${PDQ},0\n${PDQ}\n`;
    const plain = await readList(file, { format: 'pdq' });
    const strict = await readList(file, { format: 'pdq' }, { minimumPdqQuality: 80 });
    const lax = await readList(file, { format: 'pdq' }, { minimumPdqQuality: 0 });
    expect(
      [plain, strict, lax].map(({ counts, values }) => [
        values.length,
        counts[0]?.lowQuality,
        counts[0]?.refusals,
      ]),
    ).toEqual([
      [2, 2, 0],
      [1, 3, 0],
      [4, 0, 0],
    ]);
  });

  test('refuses what is known as bad data: values that stand for none, and half a value', async () => {
    const file = `${'0'.repeat(64)},100\n${'0'.repeat(64)}\n${aHash(32, 7)}\n${aHash(32, 7)},99\n${PDQ}\n`;
    const { values, refusals, counts } = await readList(file, { format: 'pdq' });
    expect(values).toEqual([['pdq', PDQ]]);
    expect(refusals.map(placed)).toEqual([1, 2, 3, 4].map((row) => [row, null, 'known-bad']));
    expect(counts).toMatchObject([{ lost: 4 }]);
  });

  test.each([
    ['the reference tool', `${PDQ},88,dir/a, picture 1.jpg`, 88],
    ['its README', `${PDQ},dir/picture.jpg`, undefined],
    ['its README, with a comma in the name', `${PDQ},2 pictures, one.jpg`, undefined],
    ['threatexchange', `pdq ${PDQ}`, undefined],
    ['a table of both', `PDQ,${PDQ},88`, 88],
    ['tabs', `${PDQ}\t88\tname`, 88],
  ])('is read as %s prints it', async (_, line, quality) => {
    const { values, refusals } = await readList(line, { format: 'pdq' });
    expect({ values, refusals }).toEqual({
      values: [quality === undefined ? ['pdq', PDQ] : ['pdq', PDQ, quality]],
      refusals: [],
    });
  });

  test.each([
    ['too short', PDQ.slice(2), null, 'bad-hash'],
    ['too long', `${PDQ}00`, null, 'bad-hash'],
    ['the other way round', `100,${PDQ}`, null, 'bad-hash'],
    ['a header', 'hash,quality', null, 'bad-hash'],
    ['a quality above 100', `${PDQ},101`, 'quality', 'bad-value'],
    ['a quality that is no whole number', `${PDQ},99.5`, 'quality', 'bad-value'],
    ['no quality after the comma', `${PDQ},`, 'quality', 'bad-value'],
    [
      'media in disguise',
      `${PDQ},${Buffer.from(syntheticPicture('png', seededRandom(2))).toString('base64')}`,
      null,
      'media',
    ],
  ])('refuses a line: %s', async (_, line, field, reason) => {
    const { values, refusals } = await readList(`${line}\n${PDQ}\n`, { format: 'pdq' });
    expect({ values, refusals: refusals.map(placed) }).toEqual({
      values: [['pdq', PDQ]],
      refusals: [[1, field, reason]],
    });
  });
});

describe('for all PDQ values', () => {
  const records = fc.array(
    fc.record({
      pdq: arbitraryPdq,
      quality: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 30 },
  );

  test('what was written is read where its quality allows, however the bytes were cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        records,
        fc.integer({ min: 0, max: 100 }),
        arbitraryCuts,
        async (all, minimum, cuts) => {
          const written = all.map(({ pdq, quality }) => (quality === undefined ? { pdq } : { pdq, quality }));
          const file = aHashList(written).asPdq();
          const options = { minimumPdqQuality: minimum, cuts };
          const { values, refusals, counts } = await readList(file, { format: 'pdq' }, options);
          const kept = all.filter(({ quality }) => quality === undefined || quality >= minimum);
          expect(values).toEqual(
            kept.map(({ pdq, quality }) => (quality === undefined ? ['pdq', pdq] : ['pdq', pdq, quality])),
          );
          expect([refusals.length, counts[0]?.lowQuality]).toEqual([0, all.length - kept.length]);
        },
      ),
      { numRuns: 150 },
    );
  });
});
