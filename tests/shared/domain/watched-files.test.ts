import { describe, expect, it } from 'vitest';
import { freeName, NO_FILES, stillFiles } from '../../../shared/domain/watched-files.ts';

const file = (name: string, size: number, changedMs = 0) => ({ name, size, changedMs });

describe('a file of a watched folder', () => {
  it('is ready once it did not change for the time, and not while it grows or is written anew', () => {
    const looks = [
      [file('b.csv', 1), file('a.csv', 1)],
      [file('b.csv', 2), file('a.csv', 1)],
      [file('b.csv', 2), file('a.csv', 1, 7)],
      [file('b.csv', 2), file('a.csv', 1, 7)],
    ];
    let still = NO_FILES;
    const ready = looks.map((seen, look) => {
      const next = stillFiles(still, seen, look * 1000, 1000);
      still = next.still;
      return next.ready;
    });
    expect(ready).toEqual([[], ['a.csv'], ['b.csv'], ['a.csv', 'b.csv']]);
  });

  it('is forgotten when it is gone, and waits anew when it comes back', () => {
    const first = stillFiles(NO_FILES, [file('a.csv', 1)], 0, 1000).still;
    const gone = stillFiles(first, [], 1000, 1000).still;
    expect([gone.size, stillFiles(gone, [file('a.csv', 1)], 2000, 1000).ready]).toEqual([0, []]);
  });

  it('is not looked at under a name that programs use while they write', () => {
    const names = ['.hidden', '~$a.csv', 'a.csv.part', 'a.crdownload', 'a.tmp', 'a.csv'];
    const { still } = stillFiles(
      NO_FILES,
      names.map((name) => file(name, 1)),
      0,
      0,
    );
    expect([...still.keys()]).toEqual(['a.csv']);
  });

  it('gets a name of its own where another has it', () => {
    const taken = new Set(['a.csv', 'a (2).csv', 'b', '.c']);
    expect(['a.csv', 'b', '.c', 'd.csv'].map((name) => freeName(name, taken))).toEqual([
      'a (3).csv',
      'b (2)',
      '.c (2)',
      'd.csv',
    ]);
  });
});
