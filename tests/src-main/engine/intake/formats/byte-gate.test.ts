import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByteLimits, gateBytes } from '../../../../../src-main/engine/intake/formats/byte-gate.ts';
import { FileRefused } from '../../../../../src-main/engine/intake/formats/intake-format.ts';
import { placeAndReason, streamOf } from '../../../../support/intake.ts';

const LIMITS: ByteLimits = { maxFileBytes: 1000, maxLineBytes: 100 };

async function gate(file: Uint8Array | string, sizes: number[] = [], limits = LIMITS) {
  const passed: Uint8Array[] = [];
  let failure: unknown = null;
  try {
    for await (const slice of gateBytes(streamOf(file, ...sizes), limits)) passed.push(slice.slice());
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    failure = placeAndReason(error.refusal);
  }
  return { text: Buffer.concat(passed).toString(), failure };
}

describe('gateBytes', () => {
  it('lets UTF-8 text through', async () => {
    expect(await gate('é€😀\n')).toEqual({ text: 'é€😀\n', failure: null });
  });

  it('refuses what is not UTF-8 at its line, after everything before it', async () => {
    const bad: [string, number[]][] = [
      ['a lone continuation byte', [0x80]],
      ['an overlong slash', [0xc0, 0xaf]],
      ['a surrogate', [0xed, 0xa0, 0x80]],
      ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
      ['latin-1', [0xe9, 0x61]],
    ];
    for (const [what, bytes] of bad) {
      const file = Buffer.concat([Buffer.from('one\ntwo é'), Buffer.from(bytes), Buffer.from('\nthree')]);
      expect([what, await gate(file)]).toEqual([
        what,
        { text: 'one\ntwo é', failure: [2, null, 'not-utf8'] },
      ]);
    }
  });

  it('refuses a file that ends inside a character', async () => {
    expect(await gate(Buffer.from('one€').subarray(0, -1))).toEqual({
      text: 'one',
      failure: [1, null, 'not-utf8'],
    });
  });

  it('refuses a zero byte, a long line, a large file and an empty one', async () => {
    expect([
      await gate('one\n\u0000'),
      await gate(`one\n${'x'.repeat(101)}\n`),
      await gate(`${'x'.repeat(99)}\n`.repeat(11)),
      await gate(''),
    ]).toEqual([
      { text: 'one\n', failure: [2, null, 'control-character'] },
      { text: `one\n${'x'.repeat(100)}`, failure: [2, null, 'line-too-long'] },
      { text: `${'x'.repeat(99)}\n`.repeat(10), failure: [null, null, 'file-too-large'] },
      { text: '', failure: [null, null, 'empty-file'] },
    ]);
  });

  it('gives the same result however the bytes are cut', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 6 }),
      fc.constantFrom(
        Buffer.from('\n'),
        Buffer.from([0]),
        Buffer.from([0xef, 0xbb, 0xbf]),
        Buffer.from('x'.repeat(90)),
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 40 })),
        async (pieces, sizes) => {
          const file = Buffer.concat(pieces);
          expect(await gate(file, sizes.length > 0 ? sizes : [1])).toEqual(await gate(file));
        },
      ),
      { numRuns: 300 },
    );
  });
});
