import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IntakeFormat } from '../../../../shared/contract/intake.contract.ts';
import { RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import { openIntakeFile } from '../../../../src-main/engine/intake/parse-file.ts';
import { seededRandom } from '../../../../tools/fake-data.ts';
import {
  AN_MD5,
  placeAndReason,
  readWhole,
  reportLine,
  SCART_HEADER,
  scartFile,
  scartRow,
  streamOf,
  vicsCase,
} from '../../../support/intake.ts';
import { syntheticPicture } from '../../../support/synthetic-picture.ts';

const SCART = `\ufeff${scartFile(
  [
    'https://site.example/é€😀;;;REF;web;website;BE;2026-01-02;"two\r\nlines ""quoted"""',
    'nothing;;;;;;;;',
    'http://b.example/;;;;;;LA;9999-01-01;',
    'http://c.example/;;',
  ],
  `${SCART_HEADER};HOSTING;RECEIVED;NOTE`,
).replaceAll('\n', '\r\n')}`;
const VICS = vicsCase([
  { MD5: AN_MD5, Comments: 'é€😀 \\ " \u2028', DateUpdated: '/Date(1735787045000)/', Tags: ['a'] },
  { MD5: 'bad' },
  { SHA1: 'a'.repeat(40), Series: 'x'.repeat(70_000), MediaSize: 1e3 },
]);
const JSONL = `${reportLine({ narrative: 'é€😀' })}\n{"format":1}\r\n\n${reportLine()}`;
const FILES = [SCART, VICS, JSONL].map((text) => Buffer.from(text));

describe('openIntakeFile', () => {
  it('gives the same result however the bytes are cut', async () => {
    const wholes = await Promise.all(FILES.map((file) => readWhole(file)));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(2),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }),
        async (which, sizes) => {
          expect(await readWhole(streamOf(FILES[which] ?? '', ...sizes))).toEqual(wholes[which]);
        },
      ),
      { numRuns: 150 },
    );
    for (const [which, file] of FILES.entries()) {
      expect(await readWhole(streamOf(file, 1))).toEqual(wholes[which]);
    }
  });

  it('never fails on damaged files, gives the same result for every cut, and repeats no content', async () => {
    const damage = fc.oneof(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        put: fc.uint8Array({ maxLength: 4 }),
        cut: fc.nat(6),
      }),
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        put: fc.constantFrom(
          ...['"', '{', '}', '[', ']', ',', ';', '\n', '\\', ':', '\u0000', '__proto__'].map(
            (text) => new Uint8Array(Buffer.from(text)),
          ),
        ),
        cut: fc.nat(40),
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(2),
        fc.array(damage, { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 }),
        async (which, damages, sizes) => {
          let file: Buffer = FILES[which] ?? Buffer.alloc(0);
          for (const { at, put, cut } of damages) {
            const from = Math.floor(at * file.length);
            file = Buffer.concat([file.subarray(0, from), put, file.subarray(from + cut)]);
          }
          const format = IntakeFormat.options[which];
          const whole = await readWhole(file, format);
          expect(await readWhole(streamOf(file, ...sizes), format)).toEqual(whole);
          for (const { detail } of whole.refusals) expect(RefusalDetail.parse(detail)).toEqual(detail);
        },
      ),
      { numRuns: 1500 },
    );
  }, 60_000);

  it.each([
    ['an empty file', '', [null, null, 'empty-file']],
    ['a picture named .csv', syntheticPicture('png', seededRandom(1)), [null, null, 'media']],
    ['a zip archive', syntheticPicture('zip', seededRandom(1)), [null, null, 'archive']],
    ['a gzip archive', syntheticPicture('gzip', seededRandom(1)), [null, null, 'archive']],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x55, 0, 0, 0]), [null, null, 'not-utf8']],
  ])(
    'refuses %s before any format is tried, even when the caller names one',
    async (_what, file, failure) => {
      for (const format of [undefined, ...IntakeFormat.options]) {
        const whole = await readWhole(file, format);
        expect(whole.failure && placeAndReason(whole.failure)).toEqual(failure);
      }
    },
  );

  it('refuses a line of 200 MB quickly, with bounded memory, at its row', async () => {
    async function* longLine(start: string, counted: { bytes: number }): AsyncGenerator<Uint8Array> {
      yield Buffer.from(start);
      const block = Buffer.alloc(1024 * 1024, 0x61);
      for (let i = 0; i < 200; i++) {
        counted.bytes += block.length;
        yield block;
      }
    }
    const results: unknown[] = [];
    for (const start of [`${SCART_HEADER}\n`, `${SCART_HEADER}\n"`, `${reportLine()}\n`]) {
      const counted = { bytes: 0 };
      const whole = await readWhole(longLine(start, counted));
      results.push([whole.failure && placeAndReason(whole.failure), counted.bytes <= 8 * 1024 * 1024]);
    }
    expect(results).toEqual([
      [[2, null, 'line-too-long'], true],
      [[2, null, 'line-too-long'], true],
      [[2, null, 'line-too-long'], true],
    ]);
  });

  it('reads a JSON document with a string of 200 MB without holding it', async () => {
    async function* document(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`{"value":[{"MD5":"${AN_MD5}","Comments":"`);
      const block = Buffer.alloc(1024 * 1024, 0x61);
      for (let i = 0; i < 200; i++) yield block;
      yield Buffer.from(`"},{"MD5":"${AN_MD5}"}]}`);
    }
    const before = process.memoryUsage().rss;
    const whole = await readWhole(document());
    expect([whole.reports.map(({ row }) => row), whole.refusals.map(placeAndReason)]).toEqual([
      [2],
      [[1, 'Comments', 'too-long']],
    ]);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  it('yields chunks of about 500 rows, also from one large piece', async () => {
    const file = scartFile(
      Array.from({ length: 20_000 }, (_value, i) => scartRow(`http://site.example/${i}`)),
    );
    const { chunks } = await openIntakeFile(streamOf(file));
    const sizes: number[] = [];
    for await (const chunk of chunks) sizes.push(chunk.reports.length);
    expect([sizes.reduce((sum, size) => sum + size, 0), Math.max(...sizes) < 3000]).toEqual([20_000, true]);
  });

  it('closes the source when the reader stops, and when the file is refused', async () => {
    let closed = 0;
    async function* source(text: string): AsyncGenerator<Uint8Array> {
      try {
        for (let i = 0; i < 100; i++) yield Buffer.from(text);
      } finally {
        closed++;
      }
    }
    const { chunks } = await openIntakeFile(
      source(scartFile(Array.from({ length: 2000 }, () => scartRow('http://a.example/')))),
    );
    for await (const _chunk of chunks) break;
    await readWhole(source('prose '));
    await readWhole(source('URL;\u0000'));
    expect(closed).toBe(3);
  });
});
