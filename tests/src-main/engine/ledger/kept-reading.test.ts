import { describe, expect, test } from 'vitest';
import { KeptReading, type ReadRecord } from '../../../../src-main/engine/ledger/kept-reading.ts';

const line = (name: string, kind = 'any') => JSON.stringify({ kind, name });
const nameIn = (text: string) => JSON.parse(text).name as string;

/** A record of entries of two kinds, of which one is searched for. */
function aRecord(...lines: string[]) {
  const pagesAsked: [number, number][] = [];
  const record = {
    frontier: () => ({ size: lines.length, roots: [] }),
    linesFrom: (seq: number, limit: number) => lines.slice(seq, seq + limit),
    search: {
      *pages(_asked: unknown, from: number, below: number) {
        pagesAsked.push([from, below]);
        const found = lines.slice(from, below).map((text, index) => ({ seq: from + index, line: text }));
        yield found.filter(({ line: text }) => JSON.parse(text).kind === 'any');
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
    (kept, seq, text) => kept.push(`${seq} ${nameIn(text)}`),
  );

describe('what is kept of a record', () => {
  test('is read once, and then only what is new', () => {
    const { record, lines, pagesAsked } = aRecord(line('a'), line('b', 'other'));
    const kept = reading(record);
    kept.now();
    kept.now();
    lines.push(line('c'), line('d', 'other'));
    expect([[...kept.now()], pagesAsked]).toEqual([['0 a', '2 c'], []]);
  });

  test('is searched for where much is new', () => {
    const { record, lines, pagesAsked } = aRecord(line('a'), line('b', 'other'));
    const kept = reading(record);
    kept.now();
    lines.push(...Array<string>(100).fill(line('c', 'other')), line('d'));
    expect([[...kept.now()], [...kept.now()], pagesAsked]).toEqual([
      ['0 a', '102 d'],
      ['0 a', '102 d'],
      [[2, 103]],
    ]);
  });

  test.each([
    ['are gone', []],
    ['were replaced', ['x', 'y']],
    ['were replaced by more', ['x', 'y', 'z']],
  ])('is read anew where entries %s, because their transaction was undone', (_, others) => {
    const { record, lines } = aRecord(line('a'), line('b'));
    const kept = reading(record);
    lines.push(line('undone'), line('too'));
    kept.now();
    lines.splice(2, 2, ...others.map((name) => line(name)));
    expect(kept.now()).toEqual(['a', 'b', ...others].map((name, seq) => `${seq} ${name}`));
  });
});
