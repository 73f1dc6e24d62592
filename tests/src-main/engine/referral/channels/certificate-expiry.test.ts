import { expect, test } from 'vitest';
import { endsSoon } from '../../../../../shared/domain/certificate-expiry.ts';
import {
  firstExpiry,
  lastExpiry,
} from '../../../../../src-main/engine/referral/channels/certificate-expiry.ts';
import { issueAuthority } from '../../../../../src-main/receiver/issue-certificate.ts';

const until = (notAfter: string) =>
  issueAuthority('An authority', { notBefore: new Date('2026-01-01'), notAfter: new Date(notAfter) });

test('a client certificate ends with the first of its file, and a file of authorities with the last of them', async () => {
  const [old, next] = [await until('2026-02-01'), await until('2030-02-01')];
  const both = `Old and new\n${old.cert}\nfrom February\n${next.cert}`;
  expect([firstExpiry(old.cert), firstExpiry(both), lastExpiry(both), lastExpiry(next.cert)]).toEqual([
    '2026-02-01T00:00:00.000Z',
    '2026-02-01T00:00:00.000Z',
    '2030-02-01T00:00:00.000Z',
    '2030-02-01T00:00:00.000Z',
  ]);
});

test.each([
  ['2026-05-30T00:00:00.001Z', false],
  ['2026-05-30T00:00:00.000Z', true],
  ['2026-04-29T00:00:00.000Z', true],
])('on 30 April, the end on %s is told: %s', (end, told) => {
  expect(endsSoon(end, Date.parse('2026-04-30T00:00:00Z'))).toBe(told);
});
