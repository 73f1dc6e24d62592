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
  NCMEC,
  placed,
  readBothWays,
  readList,
} from '../../../../support/a-hash-list.ts';
import { aHash } from '../../../../support/a-report.ts';
import { syntheticPicture } from '../../../../support/synthetic-picture.ts';

const MD5 = aHash(32, 1);
const SHA1 = aHash(40, 1);
const PDNA = fakePhotoDna(seededRandom(4));
const member = { id: '42', name: 'Example Member' };
const AT = '2024-05-06T07:08:09.000Z';
const record = { id: 'a', member, updatedAt: '2024-05-06T07:08:09Z', classification: 'A1', md5: MD5 };
const ncmec = { format: 'ncmec-xml' } as const;
const picture = Buffer.from(syntheticPicture('jpeg', seededRandom(5))).toString('base64');
const taken = listRecord({
  sourceId: 'a',
  member,
  updatedAt: AT,
  classification: 'A1',
  hashes: [{ algorithm: 'md5', value: MD5 }],
});

describe('a page of NCMEC Hash Sharing', () => {
  test('gives its records with their fingerprints, and the deletions of records', async () => {
    const file = aHashList()
      .with({ ...record, sha1: SHA1.toUpperCase(), sha256: aHash(64, 1), pdq: aHash(64, 2), photodna: PDNA })
      .with({ id: 'b', member, updatedAt: AT, deleted: true })
      .with({ id: 'c', member, md5: MD5, kind: 'video' })
      .with({ id: 'd', member, kind: 'video', deleted: true })
      .asNcmecXml();
    const { records, tombstones, refusals, failures } = await readList(file, ncmec);
    expect({ records, tombstones, refusals, failures }).toEqual({
      records: [
        [
          'page 1:1',
          {
            ...taken,
            hashes: [
              { algorithm: 'md5', value: MD5 },
              { algorithm: 'sha1', value: SHA1 },
              { algorithm: 'sha256', value: aHash(64, 1) },
              { algorithm: 'pdq', value: aHash(64, 2) },
              { algorithm: 'photodna', value: PDNA },
            ],
          },
        ],
        ['page 1:3', listRecord({ sourceId: 'c', member, hashes: [{ algorithm: 'md5', value: MD5 }] })],
      ],
      tombstones: [
        ['page 1:2', 'b', AT],
        ['page 1:4', 'd', null],
      ],
      refusals: [],
      failures: [],
    });
  });

  test('loses a bad field, not the record, and says where it stands', async () => {
    const file = aHashList()
      .with({ ...record, photodna: `${'a1'.repeat(26)}...`, sha1: 'x', pdq: '0'.repeat(64) })
      .with({ ...record, classification: 'C7', updatedAt: 'yesterday' })
      .asNcmecXml();
    const { records, refusals, counts } = await readList(file, ncmec);
    expect(records).toEqual([
      ['page 1:1', taken],
      ['page 1:2', { ...taken, classification: null, updatedAt: null }],
    ]);
    expect(refusals.map(placed)).toEqual([
      [1, 'sha1', 'bad-hash'],
      [1, 'pdq', 'known-bad'],
      [1, 'pdna', 'bad-hash'],
      [2, 'timestamp', 'bad-value'],
      [2, 'classification', 'bad-value'],
    ]);
    expect([refusals[0]?.line, refusals[0]?.detail]).toEqual([4, { code: 'needs-hex-digits', digits: 40 }]);
    expect(counts).toMatchObject([{ records: 2, refusals: 5, lost: 0 }]);
  });

  test('counts fingerprints of other kinds and those behind a reference, and fetches nothing', async () => {
    const others =
      '<netclean>abc</netclean><tmk-pdqf rel="self" href="/v2/x"/><pdna rel="self" href="/v2/y"/><ssvh_pdna>z</ssvh_pdna>';
    const { records, refusals, counts } = await readList(
      aHashList()
        .with({ ...record, others })
        .asNcmecXml(),
      ncmec,
    );
    expect({ records, refusals }).toEqual({ records: [['page 1:1', taken]], refusals: [] });
    expect({ ...counts[0]?.notKept }).toEqual({ netclean: 1, 'tmk-pdqf': 1, pdna: 1, ssvh_pdna: 1 });
  });

  test('counts who agreed and who disagreed, and never takes them for the owner of the record', async () => {
    const who = (id: string) => `<member id="${id}">Other</member>`;
    const feedback =
      `<feedback><affirmativeFeedback type="Md5"><members>${who('1')}${who('2')}</members></affirmativeFeedback>` +
      `<negativeFeedback type="Sha1"><reasons><reason guid="g" name="n"/><members>${who('3')}</members></reasons></negativeFeedback></feedback>`;
    const { records } = await readList(
      aHashList()
        .with({ ...record, feedback })
        .asNcmecXml(),
      ncmec,
    );
    expect(records).toEqual([['page 1:1', { ...taken, feedback: { affirmative: 2, negative: 1 } }]]);
  });

  test('says that there is another page, and several pages are read in one go', async () => {
    const page = (id: string, after = '') =>
      aHashList()
        .with({ ...record, id })
        .asNcmecXml(after);
    const files = [page('a', '<paging><next>/v2/entries?start=1</next></paging>'), page('b', '<paging/>')];
    const { records, counts } = await readList(files, ncmec);
    expect(records.map(([place, { sourceId }]) => [place, sourceId])).toEqual([
      ['page 1:1', 'a'],
      ['page 2:1', 'b'],
    ]);
    expect(counts.map(({ hasNextPage }) => hasNextPage)).toEqual([true, false]);
  });

  test('goes on with the next page where one is damaged, and hands over what came before the damage', async () => {
    const whole = aHashList()
      .with(record)
      .with({ ...record, id: 'b' })
      .asNcmecXml();
    const files = [whole.slice(0, whole.lastIndexOf('<md5>') + 9), whole];
    const { records, failures } = await readList(files, ncmec);
    expect(records.map(([place]) => place)).toEqual(['page 1:1', 'page 2:1', 'page 2:2']);
    expect(failures.map(placed)).toEqual([[2, null, 'truncated']]);
  });

  test('refuses a record that has no fingerprint, and says what a record can never be updated without', async () => {
    const file = aHashList()
      .with({ id: 'a', member })
      .with({ md5: MD5 })
      .with({ deleted: true, member })
      .asNcmecXml();
    const { records, tombstones, refusals, counts } = await readList(file, ncmec);
    expect({ records, tombstones }).toEqual({
      records: [['page 1:2', listRecord({ hashes: [{ algorithm: 'md5', value: MD5 }] })]],
      // It takes the place of what stood under its id.
      tombstones: [['page 1:1', 'a', null]],
    });
    expect(refusals.map(placed)).toEqual([
      [1, null, 'missing'],
      [2, 'id', 'missing'],
      [2, 'member', 'missing'],
      [3, 'id', 'missing'],
    ]);
    expect(counts).toMatchObject([{ lost: 2 }]);
  });

  test('refuses a second, different value of the same kind', async () => {
    const file = aHashList()
      .with({ ...record, others: `<md5>${aHash(32, 9)}</md5><md5>${MD5}</md5>` })
      .asNcmecXml();
    const { records, refusals } = await readList(file, ncmec);
    expect(records).toEqual([['page 1:1', taken]]);
    expect(refusals.map(placed)).toEqual([[1, 'md5', 'bad-hash']]);
  });

  test('does not take a value that is broken up by other elements or of another namespace', async () => {
    const others = `<sha1>junk<b/>${SHA1}</sha1><x:pdq xmlns:x="urn:x">${aHash(64, 3)}</x:pdq>`;
    const { records, refusals } = await readList(
      aHashList()
        .with({ ...record, others })
        .asNcmecXml(),
      ncmec,
    );
    expect(records).toEqual([['page 1:1', taken]]);
    expect(refusals.map(placed)).toEqual([[1, 'sha1', 'bad-hash']]);
  });

  test.each([
    ['a fingerprint', { ...record, photodna: picture }, 'pdna'],
    ['a fingerprint of another kind', { ...record, others: `<netclean>${picture}</netclean>` }, 'netclean'],
    ['an id', { ...record, id: `data:image/png;base64,${picture}`.slice(0, 199) }, 'id'],
    ['an attribute', { ...record, others: `<md5 note="${picture}"/>` }, 'md5'],
    ['a comment', { ...record, others: `<!-- ${picture} -->` }, 'comment'],
    ['an element nobody knows', { ...record, feedback: `<thumb>${picture}</thumb>` }, 'thumb'],
  ])('loses the whole record to media in %s', async (_, written, field) => {
    const { records, refusals, counts } = await readList(
      aHashList()
        .with(written)
        .with({ ...record, id: 'b' })
        .asNcmecXml(),
      ncmec,
    );
    expect(records.map(([, { sourceId }]) => sourceId)).toEqual(['b']);
    expect(refusals.map(placed)).toEqual([[1, field, 'media']]);
    expect(counts).toMatchObject([{ lost: 1 }]);
  });

  const page = (inner: string, before = '') =>
    `${before}<queryResult xmlns="${NCMEC}">${inner}</queryResult>`;
  const bomb = '<!DOCTYPE q [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;">]>';
  test.each([
    ['a billion laughs', page('<images><image><id>&b;</id></image></images>', bomb), 'active-xml'],
    [
      'an external entity',
      page('&x;', '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
      'active-xml',
    ],
    ['a document type alone', page('', '<!DOCTYPE q SYSTEM "http://dtd.example/q.dtd">'), 'active-xml'],
    ['a processing instruction', page('', '<?xml-stylesheet href="http://a.example/a.xsl"?>'), 'active-xml'],
    ['an entity nobody declared', page('<images>&b;</images>'), 'bad-xml'],
    ['tags that do not close', page('<images></image>'), 'bad-xml'],
    ['JSON', '{"value": []}', 'bad-xml'],
    ['another document', '<status xmlns="https://hashsharing.ncmec.org/hashsharing/v2"/>', 'unknown-format'],
    ['another namespace', '<queryResult xmlns="urn:other"/>', 'unknown-format'],
    ['no namespace', '<queryResult/>', 'unknown-format'],
    ['elements in elements', page('<a>'.repeat(20)), 'too-deep'],
    ['a text without end', page(`<images>${'x'.repeat(70_000)}`), 'too-long'],
    ['a comment without end', page(`<!--${'<>'.repeat(40_000)}`), 'too-long'],
    ['an attribute without end', `<queryResult xmlns="${NCMEC}"><a b="${'x'.repeat(70_000)}`, 'too-long'],
    ['many pieces of one text', page(`<images>${'x<![CDATA[y]]>'.repeat(40_000)}`), 'too-long'],
    ['bytes that are no text', Buffer.from([0x3c, 0xff, 0x3e]), 'not-utf8'],
    ['nothing', '', 'empty-file'],
  ])('is refused as a whole: %s', async (_, file, reason) => {
    const { records, failures } = await readList(file, ncmec);
    expect({ records, failures: failures.map(({ reason }) => reason) }).toEqual({
      records: [],
      failures: [reason],
    });
  });

  test('may be as long as it likes where its blanks are many', async () => {
    const file = page(`<images>${'\n'.repeat(60_000)}<!-- x -->${'\n'.repeat(60_000)}<a/></images>`);
    expect((await readList(file, ncmec)).failures).toEqual([]);
  });
});

describe('for all NCMEC pages', () => {
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const arbitraryRecord = fc.record(
    {
      ...arbitraryHashes,
      id: fc.stringMatching(/^[a-z0-9&<"-]{1,20}$/),
      member: fc.record({
        id: fc.stringMatching(/^\d{1,5}$/),
        name: fc.stringMatching(/^[A-Z][a-z &<]{0,10}[a-z]$/),
      }),
      kind: fc.constantFrom('image' as const, 'video' as const),
      updatedAt: arbitraryDate,
      classification: fc.constantFrom('A1', 'A2', 'B1', 'B2'),
      deleted: optional(fc.boolean()),
    },
    { requiredKeys: ['id', 'member', 'kind', 'md5'] },
  );

  test('what was written is read, and it does not matter how the bytes were cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryRecord, { maxLength: 6 }), arbitraryCuts, async (all, cuts) => {
        const file = aHashList(all as Parameters<typeof aHashList>[0]).asNcmecXml();
        const { whole, inPieces } = await readBothWays(file, ncmec, cuts);
        expect(inPieces).toEqual(whole);
        const inOrder = [
          ...all.filter(({ kind }) => kind === 'image'),
          ...all.filter(({ kind }) => kind === 'video'),
        ];
        expect(whole.records.map(([, record]) => record)).toEqual(
          inOrder
            .filter(({ deleted }) => !deleted)
            .map(({ id, member, updatedAt, classification, ...hashes }) =>
              listRecord({
                sourceId: id,
                member,
                updatedAt: updatedAt ?? null,
                classification: classification ?? null,
                hashes: hashesIn(['md5', 'sha1', 'sha256', 'pdq', 'photodna'], hashes),
              }),
            ),
        );
        expect(whole.tombstones.map(([, id]) => id)).toEqual(
          inOrder.filter(({ deleted }) => deleted).map(({ id }) => id),
        );
        expect([whole.refusals, whole.failures]).toEqual([[], []]);
      }),
      { numRuns: 100 },
    );
  });

  test('damage anywhere is refused in the same way, however the bytes were cut', async () => {
    const file = Buffer.from(
      aHashList()
        .with({ ...record, photodna: PDNA })
        .with({ id: 'b', deleted: true, member })
        .asNcmecXml(),
    );
    const place = fc.nat(file.length - 1);
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 0, max: 255 }), arbitraryCuts, async (at, byte, cuts) => {
        const damaged = Buffer.from(file);
        damaged[at] = byte;
        expect(await readList(damaged, ncmec, { cuts })).toEqual(await readList(damaged, ncmec));
      }),
      { numRuns: 300 },
    );
  });
});
