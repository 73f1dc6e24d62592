import { createReadStream, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readWhole } from '../support/intake.ts';

/** Reference material beside the repository; absent in a bare clone. */
const data = (name: string): string =>
  fileURLToPath(new URL(`../../../shared/data/vics/${name}`, import.meta.url));

describe('VICS reference samples', () => {
  it.skipIf(!existsSync(data('case-sample.json')))('reads the case sample', async () => {
    expect(await readWhole(createReadStream(data('case-sample.json')))).toEqual({
      format: 'vics-json',
      reports: [
        {
          row: 1,
          report: {
            receivedAt: '2025-01-02T03:04:05.000Z',
            channel: 'file',
            source: 'Example Hotline',
            reference: 'SYN-2025-0001',
            narrative: 'synthetic',
            subjects: [
              {
                kind: 'file',
                // Its MD5 and SHA-1 are those of no bytes, which identify nothing.
                hashes: { photodna: expect.stringMatching(/^WY[+]yKqwl/) },
                sizeBytes: 0,
                mimeType: 'image/jpeg',
              },
            ],
          },
        },
        {
          row: 2,
          report: {
            receivedAt: '2025-01-02T03:04:05.000Z',
            channel: 'file',
            source: 'Example Hotline',
            reference: 'SYN-2025-0001',
            subjects: [
              {
                kind: 'file',
                hashes: {
                  md5: '0cc175b9c0f1b6a831c399e269772661',
                  sha1: '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8',
                },
                sizeBytes: 1,
                mimeType: 'image/png',
              },
            ],
          },
        },
      ],
      refusals: [],
      notices: ['MD5', 'SHA1'].map((field) => ({
        row: 1,
        field,
        notice: 'placeholder-hash',
        detail: { code: 'stands-for-no-hash' },
      })),
      failure: null,
    });
  });

  it.skipIf(!existsSync(data('hashset-sample.json')))('reads the hash set sample', async () => {
    const file = (md5: string, sha1: string, sizeBytes: number) => ({
      receivedAt: '2025-01-01T00:00:00.000Z',
      channel: 'file',
      subjects: [{ kind: 'file', hashes: { md5, sha1 }, sizeBytes }],
    });
    expect(await readWhole(createReadStream(data('hashset-sample.json')))).toEqual({
      format: 'vics-json',
      reports: [
        {
          row: 1,
          report: file('900150983cd24fb0d6963f7d28e17f72', 'a9993e364706816aba3e25717850c26c9cd0d89d', 3),
        },
        {
          row: 2,
          report: file('f96b697d7cb7938d525a2f31aaf161d0', 'c12252ceda8be8994d5fa0290a47231c1d16aae3', 14),
        },
      ],
      refusals: [],
      notices: [],
      failure: null,
    });
  });
});
