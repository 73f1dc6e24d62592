import { describe, expect, test } from 'vitest';
import { type Evidence, referenceOf, signedText, statedEvidence } from '../../../shared/domain/evidence.ts';
import { Receipt } from '../../../shared/domain/referral.ts';

const RECEIPT = Receipt.parse({
  format: 'hashline-receipt/1',
  referral: '01990000-0000-7000-8000-000000000001',
  idempotencyKey: 'a'.repeat(64),
  bodySha256: 'b'.repeat(64),
  receivedAt: '2026-11-29T08:00:00.000Z',
  receiver: 'Federal Police',
  reference: 'FP-1',
});

describe('evidence of a delivery', () => {
  test.each<[string, Evidence, unknown]>([
    [
      'a signed receipt is kept as it came, and its number is the reference',
      { type: 'receipt', receipt: RECEIPT, jws: 'a.b.c' },
      { reference: 'FP-1', stated: { receipt: RECEIPT }, signed: 'a.b.c' },
    ],
    [
      'a partner’s number is the reference, and nothing is signed',
      { type: 'partner-id', id: '4711' },
      { reference: '4711', stated: { partnerId: '4711' }, signed: null },
    ],
    [
      'a file is known by its digest, and nothing is signed',
      { type: 'file-digest', sha256: 'c'.repeat(64) },
      { reference: 'c'.repeat(64), stated: { fileSha256: 'c'.repeat(64) }, signed: null },
    ],
  ])('%s', (_, evidence, expected) => {
    expect({
      reference: referenceOf(statedEvidence(evidence)),
      stated: statedEvidence(evidence),
      signed: signedText(evidence),
    }).toEqual(expected);
  });
});
