import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ListReading } from '../../../../../shared/domain/hash-list.ts';
import { ColumnMapping } from '../../../../../shared/domain/hash-list.ts';
import { readHashList } from '../../../../../src-main/engine/lists/formats/read-hash-list.ts';
import { aHashList, arbitraryCuts, readList } from '../../../../support/a-hash-list.ts';
import { aHash } from '../../../../support/a-report.ts';

const mapping = ColumnMapping.parse({ header: true, columns: { id: 'id', md5: 'md5', tags: 'tags' } });
const list = aHashList()
  .with({ id: '1', md5: aHash(32, 1), tags: ['one', 'two'] })
  .with({ id: '2', md5: aHash(32, 2), sha1: aHash(40, 2) });
const pdq = aHashList()
  .with({ pdq: aHash(64, 1), quality: 80 })
  .with({ pdq: aHash(64, 2) });

const FILES: readonly [ListReading, string][] = [
  [{ format: 'ncmec-xml' }, list.asNcmecXml()],
  [{ format: 'vics' }, list.asVics()],
  [{ format: 'sums' }, list.asSums('bsd')],
  [{ format: 'csv', mapping }, list.asCsv(mapping)],
  [{ format: 'pdq' }, pdq.asPdq()],
];

describe('reading a hash list', () => {
  test.each(FILES)(
    'as %o: damage anywhere is refused alike, however the bytes were cut',
    async (reading, file) => {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(file.length - 1),
          fc.integer({ min: 0, max: 255 }),
          arbitraryCuts,
          async (at, byte, cuts) => {
            const damaged = Buffer.from(file);
            damaged[at] = byte;
            expect(await readList(damaged, reading, { cuts })).toEqual(await readList(damaged, reading));
          },
        ),
        { numRuns: 100 },
      );
    },
  );

  test.each(FILES)(
    'as %o: a file that is cut off anywhere never throws, and counts what it gave',
    async (reading, file) => {
      for (let length = 0; length < file.length; length += 7) {
        const { records, values, refusals, counts } = await readList(file.slice(0, length), reading);
        const hashes = Object.values(counts[0]?.hashes ?? {}).reduce((sum, count) => sum + count, 0);
        expect([counts[0]?.bytes, counts[0]?.records, counts[0]?.refusals, hashes]).toEqual([
          length,
          records.length,
          refusals.length,
          values.length + records.reduce((sum, [, record]) => sum + record.hashes.length, 0),
        ]);
      }
    },
  );

  test('tells how far it came, and stops the source when its reader stops', async () => {
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) yield Buffer.from(`${aHash(32, 1)}\n`.repeat(4096));
      } finally {
        isClosed = true;
      }
    }
    const seen: number[] = [];
    for await (const event of readHashList([{ name: 'endless', bytes: endless() }], { format: 'sums' })) {
      if (event.type === 'progress') seen.push(event.bytes);
      if (seen.length === 3) break;
    }
    expect({ isClosed, apart: seen.map((bytes) => Math.round(bytes / 1024 / 1024)) }).toEqual({
      isClosed: true,
      apart: [1, 2, 3],
    });
  });

  test('throws what the source throws', async () => {
    async function* broken() {
      yield Buffer.from(`${aHash(32, 1)}\n`.repeat(4096));
      throw new Error('the stick was pulled out');
    }
    const reading = async () => {
      for await (const _ of readHashList([{ name: 'a', bytes: broken() }], { format: 'sums' }));
    };
    await expect(reading()).rejects.toThrow('the stick was pulled out');
  });

  test('never shows a field name that could carry content', async () => {
    const others = `<${'x'.repeat(60)}>y</${'x'.repeat(60)}>${'<a/>'}`;
    const { counts } = await readList(
      aHashList()
        .with({ id: 'a', member: { id: '1', name: 'n' }, md5: aHash(32, 1), others })
        .asNcmecXml(),
      { format: 'ncmec-xml' },
    );
    expect({ ...counts[0]?.notKept }).toEqual({ other: 1, a: 1 });
  });
});
