import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { failureOf, isWithheld, refusalsIn, retryInMs } from '../../../src-renderer/transport/failure.ts';
import { ConnectionLost } from '../../../src-renderer/transport/renewable-link.ts';

describe('a failure', () => {
  it('keeps the code of the engine with the data the contract declares for it', () => {
    const refusal = {
      row: 3,
      field: 'url',
      reason: 'bad-url' as const,
      detail: { code: 'not-an-address' as const },
    };
    const data = { reason: 'given-to-another', name: 'Ann' };
    expect([
      failureOf(new ORPCError('LOCKED')),
      failureOf(new ORPCError('REFUSED', { data: { refusals: [refusal] } })),
      failureOf(new ORPCError('CONFLICT', { data })),
    ]).toEqual([
      { code: 'LOCKED' },
      { code: 'REFUSED', data: { refusals: [refusal] } },
      { code: 'CONFLICT', data },
    ]);
  });

  it('is unexpected where the contract knows neither its code nor its data', () => {
    expect([
      failureOf(new ORPCError('CONFLICT', { data: { reason: 'a sentence' } })),
      failureOf(new ORPCError('TEAPOT', { message: 'short and stout' })),
      failureOf(new Error('odd')),
      failureOf('no error'),
    ]).toEqual([
      { code: 'UNEXPECTED', data: { problem: 'Conflict' } },
      { code: 'UNEXPECTED', data: { problem: 'short and stout' } },
      { code: 'UNEXPECTED', data: { problem: 'odd' } },
      { code: 'UNEXPECTED', data: { problem: null } },
    ]);
  });

  it('says what the page itself found: no connection, and input that does not fit', () => {
    expect([failureOf(new ConnectionLost('x')), failureOf(new ORPCError('BAD_REQUEST'))]).toEqual([
      { code: 'CONNECTION' },
      { code: 'BAD_REQUEST' },
    ]);
  });

  it('is asked for its refusals, how long to wait, and whether something is withheld', () => {
    const refusal = {
      row: null,
      field: null,
      reason: 'empty-file' as const,
      detail: { code: 'file-empty' as const },
    };
    const failures = [
      failureOf(new ORPCError('REFUSED', { data: { refusals: [refusal] } })),
      failureOf(new ORPCError('SLOW_DOWN', { data: { retryInMs: 4000 } })),
      failureOf(new ORPCError('CONFLICT', { data: { reason: 'waits-for-second-review' } })),
    ];
    expect(failures.map((failure) => [refusalsIn(failure), retryInMs(failure), isWithheld(failure)])).toEqual(
      [
        [[refusal], 0, false],
        [[], 4000, false],
        [[], 0, true],
      ],
    );
  });
});
