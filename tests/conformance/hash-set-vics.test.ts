import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { listRecord, readList } from '../support/a-hash-list.ts';

/** Reference material beside the repository; absent in a bare clone. */
const data = (name: string): string =>
  fileURLToPath(new URL(`../../../shared/data/vics/${name}`, import.meta.url));

it.skipIf(!existsSync(data('hashset-sample.json')))(
  'the VICS hash set sample is read as a list',
  async () => {
    const { records, refusals, failures } = await readList(readFileSync(data('hashset-sample.json')), {
      format: 'vics',
    });
    const record = (id: string, classification: string, md5: string, sha1: string) =>
      listRecord({
        sourceId: id,
        classification,
        updatedAt: '2025-01-01T00:00:00.000Z',
        hashes: [
          { algorithm: 'md5', value: md5 },
          { algorithm: 'sha1', value: sha1 },
        ],
      });
    expect({ records, refusals, failures }).toEqual({
      records: [
        [
          'page 1:1',
          record('1', '0', '900150983cd24fb0d6963f7d28e17f72', 'a9993e364706816aba3e25717850c26c9cd0d89d'),
        ],
        [
          'page 1:2',
          record('2', '1', 'f96b697d7cb7938d525a2f31aaf161d0', 'c12252ceda8be8994d5fa0290a47231c1d16aae3'),
        ],
      ],
      refusals: [],
      failures: [],
    });
  },
);

it.skipIf(!existsSync(data('case-sample.json')))(
  'the VICS case sample can be read as a list too',
  async () => {
    const { records, refusals, failures } = await readList(readFileSync(data('case-sample.json')), {
      format: 'vics',
    });
    expect(records.map(([place, { hashes }]) => [place, hashes.map(({ algorithm }) => algorithm)])).toEqual([
      ['page 1:1', ['photodna']],
      ['page 1:2', ['md5', 'sha1']],
    ]);
    expect([refusals.map(({ row, field, reason }) => [row, field, reason]), failures]).toEqual([
      [
        [1, 'MD5', 'known-bad'],
        [1, 'SHA1', 'known-bad'],
      ],
      [],
    ]);
  },
);
