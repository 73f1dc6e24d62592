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
            hashes: { md5: ' D41D8CD98F00B204E9800998ECF8427E ' },
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
          hashes: { md5: 'd41d8cd98f00b204e9800998ecf8427e' },
          hosting: { country: 'BE', ip: '192.0.2.1' },
        },
      ],
    });
  });
});
