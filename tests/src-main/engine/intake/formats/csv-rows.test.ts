import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvRows } from '../../../../../src-main/engine/intake/formats/csv-rows.ts';

interface Read {
  rows: [line: number, cells: string[]][];
  stray: number[];
  refused: [line: number, reason: string][];
  failed: string | null;
}

/** Everything that comes of a text, cut into pieces of so many bytes. */
function read(
  text: string,
  { delimiter = ';', size = 1_000_000 } = {},
): Read & { rows: [number, string[]][] } {
  const found: Read = { rows: [], stray: [], refused: [], failed: null };
  const rows = new CsvRows(delimiter, {
    row: ({ line, cells, hasStrayQuotes }) => {
      found.rows.push([line, cells]);
      if (hasStrayQuotes) found.stray.push(line);
    },
    refused: ({ reason }, line) => found.refused.push([line, reason]),
    failed: ({ reason }, line) => new Error(`${line} ${reason}`),
  });
  try {
    const bytes = Buffer.from(text);
    for (let from = 0; from < bytes.length; from += size) rows.feed(bytes.subarray(from, from + size));
    rows.finish();
  } catch (error) {
    found.failed = error instanceof Error ? error.message : String(error);
  }
  return found;
}

const rowsOf = (text: string): string[][] => read(text).rows.map(([, cells]) => cells);
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe('rows of a table', () => {
  it('are read as RFC 4180 has them', () => {
    expect(rowsOf('a;"b;c";"d ""e"" f"\r\n"";;"g\nh"\n')).toEqual([
      ['a', 'b;c', 'd "e" f'],
      ['', '', 'g\nh'],
    ]);
  });

  it('keep quotation marks that quote nothing', () => {
    const table = 'A;B;C\n1;"x" y;z\n2;say "yes;z\n3;5" wide;z\n4;"6"" and "7";z\n"5;"x;y";z\n';
    expect(rowsOf(table).slice(1)).toEqual([
      ['1', '"x" y', 'z'],
      ['2', 'say "yes', 'z'],
      ['3', '5" wide', 'z'],
      ['4', '"6"" and "7"', 'z'],
      ['"5', 'x;y', 'z'],
    ]);
    expect(read(table).stray).toEqual([2, 5, 6]);
  });

  it('are all there where a mark opens by mistake and a later one shows it', () => {
    expect(read('A;B\n1;"never closed\n2;x\n3;"closed"\n4;y\n')).toEqual({
      rows: [
        [1, ['A', 'B']],
        [2, ['1', '"never closed']],
        [3, ['2', 'x']],
        [4, ['3', 'closed']],
        [5, ['4', 'y']],
      ],
      stray: [2],
      refused: [],
      failed: null,
    });
  });

  it('are refused where a mark may open by mistake and nothing shows it', () => {
    expect(read('A;B\n1;"never closed\n2;x\n3;5"\n4;y\n')).toEqual({
      rows: [
        [1, ['A', 'B']],
        [5, ['4', 'y']],
      ],
      stray: [],
      refused: [[2, 'open-quote']],
      failed: null,
    });
    expect(read('A;B\n1;"never closed\n2;x\n').failed).toBe('2 truncated');
  });

  it('go over several lines where those are no rows themselves', () => {
    expect(rowsOf('A;B;C\n1;"one\ntwo; three\n\nfour";z\n"a\nb";"c\nd";e\n')).toEqual([
      ['A', 'B', 'C'],
      ['1', 'one\ntwo; three\n\nfour', 'z'],
      ['a\nb', 'c\nd', 'e'],
    ]);
  });

  it('of nothing but delimiters are none, nor is the line that names the delimiter', () => {
    expect(read('\nsep=,\nA,B\n1,2\n,\n" ",\n\n').rows).toEqual([
      [3, ['A', 'B']],
      [4, ['1', '2']],
    ]);
  });

  it('are as many as were written, however the bytes were cut', () => {
    const cell = fc.string({ unit: fc.constantFrom(...'ab";\n é'), maxLength: 8 });
    // Delimiters beside line breaks may look like rows, which is refused.
    const isPlain = (row: string[]) =>
      !(row.some((text) => text.includes('\n')) && row.some((text) => text.includes(';')));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        (written, size) => {
          fc.pre(written.every(isPlain));
          const rows = [
            ['A', 'B', 'C', 'D'],
            ...written.filter((row) => row.some((text) => text.trim() !== '')),
          ];
          const text = rows.map((row) => `${row.map(quoted).join(';')}\n`).join('');
          expect(read(text, { size }).rows.map(([, cells]) => cells)).toEqual(rows);
        },
      ),
    );
  });

  it('are never fewer than lines without a word, whatever quotation marks stand where', () => {
    const line = fc
      .array(fc.string({ unit: fc.constantFrom(...'ab" '), minLength: 1, maxLength: 6 }), {
        minLength: 3,
        maxLength: 3,
      })
      .map((cells) => cells.map((text) => `x${text}`.slice(text.startsWith('"') ? 1 : 0)).join(';'));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const { rows, refused, failed } = read(`A;B;C\n${lines.join('\n')}\n`);
        const isWhole = rows.length === lines.length + 1;
        expect(isWhole || refused.length > 0 || failed !== null).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('are read in time that grows with their bytes alone', () => {
    const texts = [
      '"a\n'.repeat(40_000),
      `"${'""\n'.repeat(40_000)}`,
      `x${';"\n"'.repeat(30_000)}`,
      '";";\n'.repeat(30_000),
    ];
    const start = performance.now();
    for (const text of texts) read(`A;B\n${text}`);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
