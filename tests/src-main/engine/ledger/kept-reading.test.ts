import { describe, expect, test } from 'vitest';
import { KeptReading, type ReadRecord } from '../../../../src-main/engine/ledger/kept-reading.ts';

/** A record of lines that are all of one kind. */
function aRecord(...lines: string[]) {
  const pagesAsked: [number, number][] = [];
  const record = {
    frontier: () => ({ size: lines.length, roots: [] }),
    linesFrom: (seq: number, limit: number) => lines.slice(seq, seq + limit),
    search: {
      *pages(_asked: unknown, from: number, below: number) {
        pagesAsked.push([from, below]);
        yield lines.slice(from, below).map((line, index) => ({ seq: from + index, line }));
      },
    },
  } as unknown as ReadRecord;
  return { record, lines, pagesAsked };
}

const reading = (record: ReadRecord) =>
  new KeptReading<string[]>(
    record,
    ['any'],
    () => [],
    (kept, seq, line) => kept.push(`${seq} ${line}`),
  );

describe('what is kept of a record', () => {
  test('is read once, and then only what is new', () => {
    const { record, lines, pagesAsked } = aRecord('a', 'b');
    const kept = reading(record);
    kept.now();
    kept.now();
    lines.push('c');
    expect([[...kept.now()], pagesAsked]).toEqual([
      ['0 a', '1 b', '2 c'],
      [
        [0, 2],
        [2, 3],
      ],
    ]);
  });

  test.each([
    ['is gone', []],
    ['was replaced', ['x']],
    ['was replaced by more', ['x', 'y']],
  ])('is read anew where an entry %s, because its transaction was undone', (_, others) => {
    const { record, lines } = aRecord('a', 'b');
    const kept = reading(record);
    lines.push('undone');
    kept.now();
    lines.splice(2, 1, ...others);
    expect(kept.now()).toEqual(['a', 'b', ...others].map((line, seq) => `${seq} ${line}`));
  });
});
