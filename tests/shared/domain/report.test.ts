import { describe, expect, it } from 'vitest';
import { ReportInput } from '../../../shared/domain/report.ts';

describe('ReportInput', () => {
  it('normalises hashes and countries', () => {
    expect(
      ReportInput.parse({
        receivedAt: null,
        channel: 'phone',
        subjects: [
          {
            kind: 'file',
            hashes: { md5: ' 0CC175B9C0F1B6A831C399E269772661 ' },
            hosting: { country: 'be', ip: '192.0.2.1' },
          },
        ],
      }),
    ).toEqual({
      receivedAt: null,
      channel: 'phone',
      subjects: [
        {
          kind: 'file',
          hashes: { md5: '0cc175b9c0f1b6a831c399e269772661' },
          hosting: { country: 'BE', ip: '192.0.2.1' },
        },
      ],
    });
  });
});
