import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHashList } from '../../../../../src-main/engine/lists/formats/read-hash-list.ts';
import { seededRandom } from '../../../../../tools/fake-data.ts';
import {
  aHashList,
  arbitraryCuts,
  arbitraryMd5,
  arbitrarySha1,
  arbitrarySha256,
  placed,
  readList,
} from '../../../../support/a-hash-list.ts';
import { aHash } from '../../../../support/a-report.ts';
import { syntheticPicture } from '../../../../support/synthetic-picture.ts';

const MD5 = aHash(32, 0xabc);
const SHA1 = aHash(40, 0xabc);
const SHA256 = aHash(64, 0xabc);
const picture = Buffer.from(syntheticPicture('jpeg', seededRandom(3))).toString('base64url');

describe('a file of sums', () => {
  test.each([
    ['GNU', `${MD5}  a name.bin\n`],
    ['GNU, binary', `${MD5} *a name.bin\n`],
    ['GNU, with an escaped name', `\\${MD5}  line\\nbreak\n`],
    ['BSD', `MD5 (a name (1).bin) = ${MD5}\n`],
    ['BSD, reversed', `${MD5} name\n`],
    ['bare', `${MD5}\n`],
    ['without a line break at the end', MD5],
    ['with line breaks of Windows', `${MD5}  a\r\n`],
    ['with a byte order mark', `\ufeff${MD5}\r\n`],
    ['in upper case', `${MD5.toUpperCase()}\n`],
    ['indented and followed by blanks', `  ${MD5}  \n`],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${MD5}\r\n`, 'utf16le')],
    ['UTF-16 without a mark, the other way round', Buffer.from(`${MD5}\n`, 'utf16le').swap16()],
    ['with line ends of old Macintoshes', `# a list\r${MD5}  a\r`],
    ['put together of two files with marks', `# a list\n\ufeff${MD5}\n`],
    ['with a count', `${MD5}:17\n`],
    ['under a preamble of hashdeep', `%%%% HASHDEEP-1.0\n## \n${MD5}  a\n`],
    ['between comments and blank lines', `# list\n; of sums\n\n${MD5}\n\n`],
    ['with a name that is not UTF-8', Buffer.concat([Buffer.from(`${MD5}  `), Buffer.from([0xe9, 0x0a])])],
  ])('is read: %s', async (_, file) => {
    const { values, refusals, failures } = await readList(file, { format: 'sums' });
    expect({ values, refusals, failures }).toEqual({ values: [['md5', MD5]], refusals: [], failures: [] });
  });

  test('may mix widths while no algorithm is stated', async () => {
    const { values, counts } = await readList(`${MD5}\n${SHA1}\n${MD5}\nSHA256 (a) = ${SHA256}\n`, {
      format: 'sums',
    });
    expect(values).toEqual([
      ['md5', MD5],
      ['md5', MD5],
      ['sha1', SHA1],
      ['sha256', SHA256],
    ]);
    expect(counts).toMatchObject([{ hashes: { md5: 2, sha1: 1, sha256: 1 }, refusals: 0, lost: 0 }]);
  });

  test('is asked which it is where 64 digits may be SHA-256 or PDQ, and what came before is handed over', async () => {
    const { values, failures } = await readList(`${MD5}\n${SHA256}\n${MD5}\n`, { format: 'sums' });
    expect(values).toEqual([['md5', MD5]]);
    expect(failures).toEqual([
      {
        file: 'page 1',
        row: 2,
        field: null,
        reason: 'ambiguous-algorithm',
        detail: { code: 'sha256-or-pdq' },
      },
    ]);
  });

  test('of a stated algorithm keeps its own lines and refuses every other', async () => {
    const file = `${SHA256}\n${MD5}\nMD5 (a) = ${MD5}\nSHA256 (a) = ${SHA256}\nSHA256 (a) = ${MD5}\n`;
    const { values, refusals, counts } = await readList(file, { format: 'sums', algorithm: 'sha256' });
    expect(values).toEqual([
      ['sha256', SHA256],
      ['sha256', SHA256],
    ]);
    expect(refusals.map((refusal) => [...placed(refusal), refusal.detail])).toEqual([
      [
        ...[2, null, 'bad-hash'],
        { code: 'digits-of-other-kind', digits: 32, algorithm: 'sha256', needed: 64 },
      ],
      [3, null, 'bad-hash', { code: 'sum-of-other-kind', algorithm: 'sha256' }],
      [
        ...[5, null, 'bad-hash'],
        { code: 'digits-of-other-kind', digits: 32, algorithm: 'sha256', needed: 64 },
      ],
    ]);
    expect(counts).toMatchObject([{ hashes: { sha256: 2 }, refusals: 3, lost: 3 }]);
  });

  test('keeps the rest where a line is no sum', async () => {
    const lines = [
      'hello',
      MD5,
      MD5.slice(1),
      `${MD5}0`,
      `${MD5},x`,
      'f'.repeat(128),
      `SHA512 (a) = ${MD5}`,
      SHA1,
    ];
    const { values, refusals } = await readList(lines.join('\n'), { format: 'sums' });
    expect(values).toEqual([
      ['md5', MD5],
      ['sha1', SHA1],
    ]);
    expect(refusals.map(placed)).toEqual([1, 3, 4, 5, 6, 7].map((row) => [row, null, 'bad-hash']));
  });

  test('refuses values that stand for "none"', async () => {
    const none = ['0'.repeat(32), 'F'.repeat(40), 'd41d8cd98f00b204e9800998ecf8427e'];
    const nothing = 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709';
    const near = [`${'0'.repeat(31)}1`, `${'f'.repeat(31)}e`, 'd41d8cd98f00b204e9800998ecf8427f'];
    const lines = [...none, `SHA1 (a) = ${nothing}`, ` ${none[0]}`, ...near];
    const { values, refusals } = await readList(lines.join('\n'), { format: 'sums' });
    expect(values).toEqual(near.map((value) => ['md5', value]));
    expect(refusals.map(placed)).toEqual([1, 2, 3, 4, 5].map((row) => [row, null, 'known-bad']));
  });

  test('never loses a line to its end without a word', async () => {
    const lines = [MD5, aHash(32, 1), aHash(32, 2), 'no sum', aHash(32, 3)];
    for (const end of ['\n', '\r\n', '\r']) {
      const { values, refusals, notices } = await readList(lines.join(end), { format: 'sums' });
      expect([values.length, refusals.map(placed), notices.map(({ notice }) => notice)]).toEqual([
        4,
        [[4, null, 'bad-hash']],
        end === '\r' ? ['line-ends'] : [],
      ]);
    }
  });

  test('never repeats what stands in a refused line', async () => {
    const { refusals } = await readList('private words\n', { format: 'sums' });
    expect(JSON.stringify(refusals)).not.toContain('private');
  });

  test('refuses a line whose name is media in disguise', async () => {
    const file = `${MD5}  ${picture}\n# ${picture}\nMD5 (${picture}) = ${MD5}\n${picture}\n${SHA1}\n`;
    const { values, refusals } = await readList(file, { format: 'sums' });
    expect(values).toEqual([['sha1', SHA1]]);
    expect(refusals.map(placed)).toEqual([1, 2, 3, 4].map((row) => [row, 'name', 'media']));
  });

  test('skips a line beyond the limit without holding it', async () => {
    const file = `${MD5}  ${'x '.repeat(40_000)}\n${SHA1}\n`;
    const { values, refusals } = await readList(file, { format: 'sums' }, { cuts: [1000] });
    expect(values).toEqual([['sha1', SHA1]]);
    expect(refusals.map(placed)).toEqual([[1, null, 'line-too-long']]);
  });

  test.each([
    ['empty', '', 'empty-file'],
    ['blank', ' \n\n', 'empty-file'],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'not-utf8'],
    ['a picture', syntheticPicture('png', seededRandom(1)), 'media'],
    ['an archive', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 'archive'],
  ])('is refused as a whole where it is %s', async (_, file, reason) => {
    const { values, failures } = await readList(file, { format: 'sums' });
    expect({ values, failures: failures.map(({ reason }) => reason) }).toEqual({
      values: [],
      failures: [reason],
    });
  });

  test('hands its values over in batches of bounded size that say between which lines they stood', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => aHash(32, index + 1));
    const batches: [number, number, number][] = [];
    async function* bytes() {
      yield Buffer.from(`# a comment\n${lines.join('\n')}`);
    }
    for await (const event of readHashList([{ name: 'a', bytes: bytes() }], { format: 'sums' })) {
      if (event.type === 'batch')
        batches.push([event.batch.count, event.batch.firstLine, event.batch.lastLine]);
    }
    expect(batches).toEqual([
      [4096, 2, 4097],
      [4096, 4098, 8193],
      [4096, 8194, 12_289],
      [4096, 12_290, 16_385],
      [3616, 16_386, 20_001],
    ]);
  });
});

describe('for all sums', () => {
  test('what was written is read, in every form', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ md5: arbitraryMd5, sha1: arbitrarySha1 }), { minLength: 1, maxLength: 20 }),
        fc.constantFrom('gnu' as const, 'binary' as const, 'bsd' as const, 'bare' as const),
        async (records, form) => {
          const { values, refusals } = await readList(aHashList(records).asSums(form), { format: 'sums' });
          const expected = (['md5', 'sha1'] as const).flatMap((algorithm) =>
            records.map((record) => [algorithm, record[algorithm]]),
          );
          expect({ values, refusals }).toEqual({ values: expected, refusals: [] });
        },
      ),
      { numRuns: 100 },
    );
  });

  test('it does not matter how the bytes were cut', async () => {
    const line = fc.oneof(
      arbitraryMd5,
      arbitrarySha1,
      arbitrarySha256.map((value) => `SHA256 (a) = ${value}`),
      arbitraryMd5.map((value) => `${value}  a name`),
      fc.string({ maxLength: 80, unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
    );
    const file = fc.array(line, { maxLength: 20 }).map((lines) => lines.join('\n'));
    await fc.assert(
      fc.asyncProperty(file, arbitraryCuts, async (text, cuts) => {
        const reading = { format: 'sums' } as const;
        expect(await readList(text, reading, { cuts })).toEqual(await readList(text, reading));
      }),
      { numRuns: 200 },
    );
  });
});
