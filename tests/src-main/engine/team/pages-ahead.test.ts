import { describe, expect, test } from 'vitest';
import { PagesAhead } from '../../../../src-main/engine/team/pages-ahead.ts';
import type { HubDeed } from '../../../../src-main/ports/hub.ts';

const AT_ONCE = 2;

/** A log of so many deeds, and what is done with it. */
function aLog(size: number, { opensEpochAt = -1, unfitAt = -1 } = {}) {
  const done: string[] = [];
  const deed = (position: number): HubDeed => ({
    ...{ position, device: 'ada', seq: position, epoch: 1 },
    sealed: new Uint8Array([position]),
  });
  const pages = new PagesAhead({
    pull: async (from) => {
      done.push(`pull ${from}`);
      return Array.from({ length: Math.min(AT_ONCE, size - from) }, (_none, index) => deed(from + index));
    },
    open: (pulled, from) => {
      done.push(`open ${from}`);
      if (pulled.some(({ position }) => position === unfitAt)) throw new Error(`unfit at ${unfitAt}`);
      const end = pulled.findIndex(({ position }) => position === opensEpochAt);
      const deeds = (end === -1 ? pulled : pulled.slice(0, end + 1)).map(({ position, epoch }) => ({
        ...{ line: `entry ${position}`, enclosure: null, epoch },
      }));
      return { deeds, goesOn: end === -1 && pulled.length === AT_ONCE };
    },
    check: async (deeds) => {
      done.push(`check ${deeds.map(({ line }) => line).join(', ')}`);
    },
  });
  const lines = async (from: number) => (await pages.from(from)).deeds.map(({ line }) => line);
  return { done, lines };
}

describe('pages of a log', () => {
  test('come in order, each with the next one opened and the one behind that asked for', async () => {
    const { done, lines } = aLog(5);
    expect(await lines(0)).toEqual(['entry 0', 'entry 1']);
    expect(done).toEqual([
      ...['pull 0', 'open 0', 'pull 2', 'check entry 0, entry 1'],
      ...['open 2', 'pull 4', 'check entry 2, entry 3'],
    ]);
    expect([await lines(2), await lines(4), await lines(5)]).toEqual([
      ['entry 2', 'entry 3'],
      ['entry 4'],
      [],
    ]);
    expect(done.filter((what) => what.startsWith('pull'))).toEqual(['pull 0', 'pull 2', 'pull 4', 'pull 5']);
  });

  test('behind an entry that opens an epoch are asked for once that was taken in', async () => {
    const { done, lines } = aLog(6, { opensEpochAt: 2 });
    expect([await lines(0), await lines(2)]).toEqual([['entry 0', 'entry 1'], ['entry 2']]);
    expect(done).not.toContain('pull 3');
    expect(await lines(3)).toEqual(['entry 3', 'entry 4']);
  });

  test('are read anew from another place than the next', async () => {
    const { lines } = aLog(6);
    expect([await lines(0), await lines(1), await lines(3)]).toEqual([
      ['entry 0', 'entry 1'],
      ['entry 1', 'entry 2'],
      ['entry 3', 'entry 4'],
    ]);
  });

  test('that do not open say so once those before were given, and not before', async () => {
    const { lines } = aLog(6, { unfitAt: 3 });
    expect(await lines(0)).toEqual(['entry 0', 'entry 1']);
    await expect(lines(2)).rejects.toThrow('unfit at 3');
  });
});
