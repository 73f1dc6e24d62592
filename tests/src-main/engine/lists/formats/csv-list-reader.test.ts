import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ColumnMapping } from '../../../../../shared/domain/hash-list.ts';
import { fakePhotoDna, seededRandom } from '../../../../../tools/fake-data.ts';
import {
  aHashList,
  arbitraryCuts,
  arbitraryHashes,
  hashesIn,
  listRecord,
  placed,
  readBothWays,
  readList,
} from '../../../../support/a-hash-list.ts';
import { aHash } from '../../../../support/a-report.ts';
import { syntheticPicture } from '../../../../support/synthetic-picture.ts';

const MD5 = aHash(32, 11);
const SHA1 = aHash(40, 11);
const PDQ = aHash(64, 11);
const picture = Buffer.from(syntheticPicture('jpeg', seededRandom(8))).toString('base64');
const mapped = (columns: Record<string, string | number>, members: Record<string, unknown> = {}) => ({
  format: 'csv' as const,
  mapping: ColumnMapping.parse({ header: true, columns, ...members }),
});
const taken = listRecord({ hashes: [{ algorithm: 'md5', value: MD5 }] });

describe('a table with a mapping of its columns', () => {
  test('gives a record for each row, with everything that is mapped and nothing else', async () => {
    const photodna = fakePhotoDna(seededRandom(9));
    const file =
      'ID;Hash;sha-1;sha-256;pdna;pdq;q;address;grade;labels;says;remark\r\n' +
      `7;${MD5.toUpperCase()};${SHA1};${aHash(64, 1)};${photodna};${PDQ};80;HTTPS://Site.Example/a#b;A;"one;two|one";Known-Legal;private\r\n`;
    const { records, refusals, failures } = await readList(
      file,
      mapped(
        {
          ...{
            id: 'id',
            md5: 'hash',
            sha1: 'SHA-1',
            sha256: 4,
            photodna: 'pdna',
            pdq: 'pdq',
            pdqQuality: 'q',
          },
          ...{ url: 'address', classification: 'grade', tags: 'labels', meaning: 'says' },
        },
        { delimiter: ';' },
      ),
    );
    expect({ records, refusals, failures }).toEqual({
      records: [
        [
          'page 1:2',
          {
            sourceId: '7',
            member: null,
            updatedAt: null,
            classification: 'A',
            meaning: 'known-legal',
            tags: ['one', 'two'],
            hashes: [
              { algorithm: 'md5', value: MD5 },
              { algorithm: 'sha1', value: SHA1 },
              { algorithm: 'sha256', value: aHash(64, 1) },
              { algorithm: 'pdq', value: PDQ, quality: 80 },
              { algorithm: 'photodna', value: photodna },
            ],
            url: 'site.example/a',
            feedback: null,
          },
        ],
      ],
      refusals: [],
      failures: [],
    });
  });

  test('may have tabs, no header and a byte order mark, and lines are counted through quoted breaks', async () => {
    const file = `\ufeff"a\nb"\t${MD5}\r\n\r\nx\t${SHA1}\r\n`;
    const { records, refusals } = await readList(
      file,
      mapped({ md5: 2 }, { header: false, delimiter: '\t' }),
    );
    expect(records).toEqual([['page 1:1', taken]]);
    expect(refusals.map(placed)).toEqual([[4, 'column 2', 'bad-hash']]);
  });

  test('loses a bad cell, not the row; a row with nothing left is lost', async () => {
    const file = [
      'md5,sha1,url,pdq,q,says',
      `${MD5},no hash,not an address at all,${'0'.repeat(64)},101,maybe`,
      'x,,,,,',
      ',,,,,',
      `${MD5},`,
      `${MD5},,,,,,`,
      `${MD5},,,,,,x`,
    ];
    const reading = mapped({
      md5: 'md5',
      sha1: 'sha1',
      url: 'url',
      pdq: 'pdq',
      pdqQuality: 'q',
      meaning: 'says',
    });
    const { records, refusals, notices, counts } = await readList(file.join('\n'), reading);
    expect(records).toEqual([
      ['page 1:2', taken],
      ['page 1:6', taken],
    ]);
    expect(refusals.map(placed)).toEqual([
      [2, 'says', 'bad-value'],
      [2, 'url', 'bad-url'],
      [2, 'q', 'bad-value'],
      [2, 'sha1', 'bad-hash'],
      [2, 'pdq', 'known-bad'],
      [3, 'md5', 'bad-hash'],
      [5, null, 'truncated'],
      [7, null, 'too-many-columns'],
    ]);
    expect(notices.map(({ row, notice }) => [row, notice])).toEqual([[null, 'read-over']]);
    expect(counts).toMatchObject([{ records: 2, lost: 3 }]);
  });

  test('keeps out PDQ of low quality, and the row with it where there is nothing else', async () => {
    const file = `p,q,m\n${PDQ},49,\n${PDQ},49,${MD5}\n${PDQ},50,\n${PDQ},,\n`;
    const { records, refusals, counts } = await readList(
      file,
      mapped({ pdq: 'p', pdqQuality: 'q', md5: 'm' }),
    );
    expect(records.map(([place, { hashes }]) => [place, hashes])).toEqual([
      ['page 1:3', [{ algorithm: 'md5', value: MD5 }]],
      ['page 1:4', [{ algorithm: 'pdq', value: PDQ, quality: 50 }]],
      ['page 1:5', [{ algorithm: 'pdq', value: PDQ }]],
    ]);
    expect([refusals, counts[0]?.lowQuality]).toEqual([[], 2]);
  });

  test('loses the whole row to media, in columns that are mapped and in those that are not', async () => {
    const file = `md5,note,id\n${MD5},${picture},\n${MD5},,"data:image/png;base64,AAAAAAAA"\n${MD5},,\n${picture},,\n`;
    const { records, refusals } = await readList(file, mapped({ md5: 'md5', id: 'id' }));
    expect(records).toEqual([['page 1:4', taken]]);
    expect(refusals.map(placed)).toEqual([
      [2, 'note', 'media'],
      [3, 'id', 'media'],
      [5, 'md5', 'media'],
    ]);
  });

  test.each([
    ['a column the header does not have', `a,b\n${MD5},x\n`, { md5: 'md5' }, 'md5', 'wrong-header'],
    ['a number beyond the columns', `a,b\n${MD5},x\n`, { md5: 3 }, 'md5', 'wrong-header'],
    ['a name that stands twice', `md5,MD5\n${MD5},x\n`, { md5: 'md5' }, 'md5', 'wrong-header'],
    ['a quotation mark that never closes', `md5\n"${MD5}\n`, { md5: 1 }, null, 'truncated'],
    ['nothing but blanks', '\n \n', { md5: 1 }, null, 'empty-file'],
  ])('is refused as a whole where there is %s', async (_, file, columns, field, reason) => {
    const { records, failures } = await readList(file, mapped(columns));
    expect({ records, failures: failures.map(({ field, reason }) => [field, reason]) }).toEqual({
      records: [],
      failures: [[field, reason]],
    });
  });
});

describe('a table as tools leave it', () => {
  const noted = ({ notices }: { notices: readonly { row: number | null; notice: string }[] }) =>
    notices.map(({ row, notice }) => [row, notice]);

  test('is read below comments, a line that names the delimiter, and PowerShell’s type', async () => {
    const file = `#TYPE Synthetic.FileHashInfo\r\n"Algorithm","Hash"\r\n"MD5","${MD5}"\r\n`;
    const typed = await readList(file, mapped({ md5: 'Hash' }));
    const named = await readList(`sep=;\r\nid;md5\r\n7;${MD5}\r\n`, mapped({ md5: 'md5' }));
    const plain = await readList(`# made today\n#md5\n\n${MD5}\n`, mapped({ md5: 1 }, { header: false }));
    const marked = await readList(`#md5,id\n${MD5},1\n`, mapped({ md5: 'md5' }));
    expect([typed, named, plain, marked].map(({ records, refusals }) => [records.length, refusals])).toEqual(
      [1, 1, 1, 1].map((count) => [count, []]),
    );
    expect([typed, named, plain, marked].map(noted)).toEqual([
      [[1, 'read-over']],
      [[1, 'read-over']],
      [
        [1, 'read-over'],
        [2, 'read-over'],
      ],
      [],
    ]);
  });

  test('of hashdeep is read with its preamble, by names and by numbers, whatever names of files hold', async () => {
    const file = [
      '%%%% HASHDEEP-1.0',
      '%%%% size,md5,sha256,filename',
      '## Invoked from: /work, by hand',
      '## $ hashdeep -r .',
      `100,${MD5},${aHash(64, 5)},/x/a, b "0".bin`,
      `101,${aHash(32, 6)},${aHash(64, 6)},"quoted"`,
    ].join('\n');
    for (const reading of [
      mapped({ md5: 'md5', sha256: 'sha256' }),
      mapped({ md5: 2, sha256: 3 }, { header: false, delimiter: ';' }),
    ]) {
      const { records, refusals } = await readList(file, reading);
      expect([records.map(([place, { hashes }]) => [place, hashes.length]), refusals]).toEqual([
        [
          ['page 1:5', 2],
          ['page 1:6', 2],
        ],
        [],
      ]);
    }
  });

  test('of NSRL is read with quotation marks and Latin-1 in names, which are not kept', async () => {
    const rows = ['caf\u00e9.ttf', 'a"b.txt', 'quote"" pair.txt', 'a"b", "c.txt', 'plain'];
    const lines = rows.map(
      (name, index) => `"${aHash(40, index + 1)}","${aHash(32, index + 1)}","${name}",1,"358",""`,
    );
    const file = Buffer.from(
      `"SHA-1","MD5","FileName","FileSize","ProductCode","SpecialCode"\r\n${lines.join('\r\n')}\r\n`,
      'latin1',
    );
    const list = await readList(file, mapped({ sha1: 'SHA-1', md5: 'MD5' }), { cuts: [7] });
    expect([list.records.length, list.refusals, list.failures, noted(list)]).toEqual([
      5,
      [],
      [],
      [
        [null, 'stray-quote'],
        [null, 'encoding'],
      ],
    ]);
  });

  test('keeps no cell that is not UTF-8', async () => {
    const file = Buffer.from(`md5,class\n${MD5},caf\u00e9\n`, 'latin1');
    const { records, refusals } = await readList(file, mapped({ md5: 'md5', classification: 'class' }));
    expect([records, refusals.map(placed)]).toEqual([[['page 1:2', taken]], [[2, 'class', 'not-utf8']]]);
  });

  test('finds a picture in bytes that are not UTF-8', async () => {
    const file = Buffer.concat([
      Buffer.from(`md5,x\n${MD5},`),
      syntheticPicture('jpeg', seededRandom(4), 40).map((byte) => (byte === 0 || byte === 10 ? 1 : byte)),
      Buffer.from('\n'),
    ]);
    const { records, refusals } = await readList(file, mapped({ md5: 'md5' }));
    expect([records, refusals.map(({ reason }) => reason)]).toEqual([[], ['media']]);
  });

  test('may say in one column what stands in another', async () => {
    const file = [
      'uuid,type,value',
      `1,md5,${MD5}`,
      `2,SHA-1,${SHA1}`,
      `3,HASH_PDQ,${PDQ}`,
      `4,filename|md5,x|y.bin|${aHash(32, 12)}`,
      '5,url,hxxps://site[.]example/a',
      '6,sha512,abc',
      '7,email-src,a@b.example',
      `8,md5,${SHA1}`,
      `9,md5,${'0'.repeat(32)}`,
      `10,comment,${picture}`,
    ].join('\r');
    const { records, refusals, counts } = await readList(
      file,
      mapped({ algorithm: 'type', value: 'value', id: 'uuid' }),
    );
    expect(
      records.map(([, { hashes, url }]) => [
        ...hashes.map(({ algorithm }) => algorithm),
        ...(url ? [url] : []),
      ]),
    ).toEqual([['md5'], ['sha1'], ['pdq'], ['md5'], ['site.example/a']]);
    expect(refusals.map(placed)).toEqual([
      [9, 'value', 'bad-hash'],
      [10, 'value', 'known-bad'],
      [11, 'value', 'media'],
    ]);
    expect(counts[0]?.notKept).toEqual({ sha512: 1, 'email-src': 1 });
  });

  test('in which a record is sent again without a value withdraws what stood under its id', async () => {
    const { tombstones } = await readList(
      `id,md5\nx,\ny,${'f'.repeat(32)}\nz,nothing\n`,
      mapped({ id: 'id', md5: 'md5' }),
    );
    expect(tombstones.map(([, id]) => id)).toEqual(['x', 'y', 'z']);
  });
});

describe('for all tables', () => {
  const mappings = fc.tuple(fc.constantFrom(',', ';', '\t', '|'), fc.boolean()).map(([delimiter, header]) =>
    ColumnMapping.parse({
      delimiter,
      header,
      columns: Object.fromEntries(
        ['id', 'md5', 'classification', 'sha1', 'tags', 'sha256', 'pdq', 'pdqQuality', 'photodna', 'url'].map(
          (name, index) => [name, header ? `the ${name}` : 20 - index],
        ),
      ),
    }),
  );
  const arbitraryRecord = fc.record(
    {
      ...arbitraryHashes,
      id: fc.stringMatching(/^[a-zà-ü"',;|\n-]{1,20}$/).filter((text) => text.trim() === text),
      classification: fc.constantFrom('A', 'B', 'C'),
      tags: fc.uniqueArray(fc.stringMatching(/^[a-z"]{1,8}$/), { maxLength: 3 }),
      url: fc.stringMatching(/^[a-z]{1,5}\.example\/[a-z]{0,5}$/),
    },
    { requiredKeys: ['md5', 'tags'] },
  );

  test('what was written is read, and it does not matter how the bytes were cut', async () => {
    const lists = fc.array(arbitraryRecord, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(mappings, lists, arbitraryCuts, async (mapping, all, cuts) => {
        const file = aHashList(all as Parameters<typeof aHashList>[0]).asCsv(mapping);
        const { whole, inPieces } = await readBothWays(file, { format: 'csv', mapping }, cuts);
        expect(inPieces).toEqual(whole);
        expect([whole.refusals, whole.failures]).toEqual([[], []]);
        expect(whole.records.map(([, record]) => record)).toEqual(
          all.map(({ id, classification, tags, url, ...hashes }) =>
            listRecord({
              sourceId: id ?? null,
              classification: classification ?? null,
              tags,
              url: url ?? null,
              hashes: hashesIn(['md5', 'sha1', 'sha256', 'pdq', 'photodna'], hashes),
            }),
          ),
        );
      }),
      { numRuns: 100 },
    );
  });
});
