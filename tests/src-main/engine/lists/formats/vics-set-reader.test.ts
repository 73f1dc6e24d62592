import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fakePhotoDna, seededRandom } from '../../../../../tools/fake-data.ts';
import {
  aHashList,
  arbitraryCuts,
  arbitraryDate,
  arbitraryHashes,
  hashesIn,
  listRecord,
  placed,
  readBothWays,
  readList,
} from '../../../../support/a-hash-list.ts';
import { aHash } from '../../../../support/a-report.ts';
import { vicsCase, vicsHashSet } from '../../../../support/intake.ts';
import { syntheticPicture } from '../../../../support/synthetic-picture.ts';

const MD5 = aHash(32, 5);
const SHA1 = aHash(40, 5);
const PDNA = fakePhotoDna(seededRandom(6));
const picture = Buffer.from(syntheticPicture('jpeg', seededRandom(7))).toString('base64');
const vics = { format: 'vics' } as const;
const md5 = { algorithm: 'md5', value: MD5 } as const;
const taken = listRecord({ hashes: [md5] });

describe('a VICS hash set', () => {
  test('gives its records with the category as it stands', async () => {
    const file = vicsHashSet([
      {
        MediaID: 7,
        Category: 1,
        MD5: MD5.toUpperCase(),
        SHA1: SHA1.toUpperCase(),
        PhotoDNA: PDNA,
        AlternativeHashes: [
          { HashName: 'SHA-256', HashValue: aHash(64, 5) },
          { HashName: 'pdq', HashValue: aHash(64, 6) },
        ],
        Tags: 'one, two;two',
        DateUpdated: '/Date(1735787045000)/',
        IsPrecategorized: 'true',
        MediaFiles: [{ FileName: 'a.jpg', MD5: 'x' }],
      },
      { MediaID: null, Category: '', MD5, Tags: ['one', 'three'] },
      { Category: null, MD5 },
      { Category: 0, MD5 },
    ]);
    const { records, refusals, failures } = await readList(`\ufeff${file}`, vics);
    expect({ records: records.map(([, record]) => record), refusals, failures }).toEqual({
      records: [
        listRecord({
          sourceId: '7',
          classification: '1',
          updatedAt: '2025-01-02T03:04:05.000Z',
          tags: ['one', 'two'],
          hashes: [
            md5,
            { algorithm: 'sha1', value: SHA1 },
            { algorithm: 'photodna', value: PDNA },
            { algorithm: 'sha256', value: aHash(64, 5) },
            { algorithm: 'pdq', value: aHash(64, 6) },
          ],
        }),
        { ...taken, tags: ['one', 'three'] },
        taken,
        { ...taken, classification: '0' },
      ],
      refusals: [],
      failures: [],
    });
  });

  test('may be written as a case: its records are those of its media', async () => {
    const file = vicsCase([{ MD5 }, { SHA1 }], { CaseID: 'x' });
    const { records, refusals } = await readList(file, vics);
    expect({ records, refusals }).toEqual({
      records: [
        ['page 1:1', taken],
        ['page 1:2', listRecord({ hashes: [{ algorithm: 'sha1', value: SHA1 }] })],
      ],
      refusals: [],
    });
  });

  test('reads PhotoDNA written as numbers, and keeps one form', async () => {
    const numbers = [...Buffer.from(PDNA, 'base64')].join(',');
    const { records } = await readList(vicsHashSet([{ PhotoDNA: numbers }, { PhotoDNA: PDNA }]), vics);
    expect(records.map(([, { hashes }]) => hashes)).toEqual([
      [{ algorithm: 'photodna', value: PDNA }],
      [{ algorithm: 'photodna', value: PDNA }],
    ]);
  });

  test('loses a bad field, not the record; a record with nothing left is lost', async () => {
    const file = vicsHashSet([
      { MD5, SHA1: 'nothing', PhotoDNA: PDNA.slice(4) },
      { MD5: MD5.slice(1) },
      { MediaID: 3 },
      'no object',
      [MD5],
      { MD5, DateUpdated: '02/03/2025', AlternativeHashes: [{ HashName: 'eMule', HashValue: 'x' }] },
      { MD5: { a: 1 }, SHA1 },
    ]);
    const { records, refusals, counts } = await readList(file, vics);
    expect(records).toEqual([
      ['page 1:1', taken],
      ['page 1:6', taken],
      ['page 1:7', listRecord({ hashes: [{ algorithm: 'sha1', value: SHA1 }] })],
    ]);
    expect(refusals.map(placed)).toEqual([
      [1, 'SHA1', 'bad-hash'],
      [1, 'PhotoDNA', 'bad-hash'],
      [2, 'MD5', 'bad-hash'],
      [3, null, 'missing'],
      [4, null, 'bad-value'],
      [5, null, 'bad-value'],
      [7, 'MD5', 'bad-hash'],
    ]);
    expect(counts).toMatchObject([{ records: 3, lost: 4, refusals: 7 }]);
    expect({ ...counts[0]?.notKept }).toEqual({ DateUpdated: 1, eMule: 1 });
  });

  test.each([
    ['MD5', { MD5: picture }],
    ['Thumbnail', { MD5, Thumbnail: picture }],
    ['MediaFiles', { MD5, MediaFiles: [{ Content: picture }] }],
    ['Thumbnail', { MD5, Thumbnail: `${picture}${'A'.repeat(100_000)}` }],
    ['AlternativeHashes.0', { MD5, AlternativeHashes: [{ HashName: 'x', HashValue: picture }] }],
  ])('loses the whole record to media in %s', async (field, record) => {
    const { records, refusals } = await readList(vicsHashSet([record, { MD5 }]), vics);
    expect({ records, refusals: refusals.map(placed) }).toEqual({
      records: [['page 1:2', taken]],
      refusals: [[1, field, 'media']],
    });
  });

  test.each([
    ['cut off', vicsHashSet([{ MD5 }, { MD5 }]).slice(0, -12), 2, 'truncated'],
    ['not JSON', `${vicsHashSet([{ MD5 }]).slice(0, -2)}, oops`, null, 'bad-json'],
    ['another document', '{"values": []}', null, 'unknown-format'],
    ['too deep', '{"value": [[[[[[[[[[[[[[[[[[', 1, 'too-deep'],
  ])('is refused from there on where it is %s', async (_, file, row, reason) => {
    const { failures } = await readList(file, vics);
    expect(failures.map((failure) => [failure.row, failure.reason])).toEqual([[row, reason]]);
  });

  test('tells keys that stand twice', async () => {
    const file = `{"value": [{"MD5": "${MD5}", "MD5": "${aHash(32, 9)}"}]}`;
    const { records, refusals } = await readList(file, vics);
    expect(records).toEqual([['page 1:1', taken]]);
    expect(refusals.map(({ row, reason }) => [row, reason])).toEqual([[1, 'duplicate-key']]);
  });
});

describe('for all hash sets', () => {
  const arbitraryRecord = fc.record(
    {
      ...arbitraryHashes,
      id: fc.nat().map(String),
      classification: fc.nat({ max: 9 }).map(String),
      tags: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 3 }),
      updatedAt: arbitraryDate,
    },
    { requiredKeys: ['md5', 'tags'] },
  );

  test('what was written is read, and it does not matter how the bytes were cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryRecord, { maxLength: 6 }), arbitraryCuts, async (all, cuts) => {
        const file = aHashList(all as Parameters<typeof aHashList>[0]).asVics();
        const { whole, inPieces } = await readBothWays(file, vics, cuts);
        expect(inPieces).toEqual(whole);
        expect([whole.refusals, whole.failures]).toEqual([[], []]);
        expect(whole.records.map(([, record]) => record)).toEqual(
          all.map(({ id, classification, tags, updatedAt, ...hashes }) =>
            listRecord({
              sourceId: id ?? null,
              classification: classification ?? null,
              tags,
              updatedAt: updatedAt ?? null,
              hashes: hashesIn(['md5', 'sha1', 'photodna', 'sha256', 'pdq'], hashes),
            }),
          ),
        );
      }),
      { numRuns: 100 },
    );
  });
});
