import { expect, test } from 'vitest';
import { RecordFigures } from '../../../../src-main/engine/insight/record-figures.ts';

const PERIOD = { from: '2026-11-01', through: '2026-11-30' };

const entry = (day: number) =>
  JSON.stringify({ kind: 'checkpoint.made', at: `2026-11-0${day}T10:00:00.000Z`, data: {} });

const [ONE, OTHER] = ['1', '2'].map((digit) => `019ab000-0000-7000-8000-00000000000${digit}`);
const reopened = (id: string | undefined) =>
  JSON.stringify({
    ...{ kind: 'case.reopened', at: '2026-11-09T10:00:00.000Z' },
    data: { case: id, reason: 'refused', from: 'referred', referral: ONE },
  });

/** A record in memory that says from where it was read. */
function aRecord(lines: string[]) {
  const read: number[] = [];
  const hidden = new Set<string>();
  const figures = new RecordFigures(
    {
      linesFrom: (seq, limit) => {
        read.push(seq);
        return lines.slice(seq, seq + limit);
      },
      frontier: () => ({ size: lines.length, roots: [] }),
    },
    { receivedAt: () => null, providers: () => new Map(), hidden: () => hidden },
  );
  const ask = async (size?: number) => {
    read.length = 0;
    const { entries } = await figures.of(PERIOD, size);
    return { counted: entries.read, from: [...read] };
  };
  return { lines, hidden, figures, ask };
}

test('a count goes on from where it stopped, after a look at the last entry it counted', async () => {
  const { lines, ask } = aRecord([entry(1), entry(2)]);
  const first = await ask();
  lines.push(entry(3), entry(4));
  expect([first, await ask()]).toEqual([
    { counted: 2, from: [0] },
    { counted: 4, from: [1, 2] },
  ]);
});

test('a count begins anew where the end of the record was put elsewhere, or other cases are hidden', async () => {
  const { lines, hidden, ask } = aRecord([entry(1), entry(2)]);
  await ask();
  lines.splice(1, 1, entry(3), entry(2));
  const elsewhere = await ask();
  hidden.add('b');
  expect([elsewhere, await ask()]).toEqual([
    { counted: 3, from: [1, 0] },
    { counted: 3, from: [0] },
  ]);
});

test('only the first entries are counted where their number is said, also after more were', async () => {
  const { ask } = aRecord([entry(1), entry(2), entry(3)]);
  await ask();
  expect(await ask(2)).toEqual({ counted: 2, from: [0] });
});

test('counts of one period that are asked for at once do not disturb each other', async () => {
  const { lines, figures } = aRecord([entry(1), entry(2)]);
  const asked = [figures.of(PERIOD), figures.of(PERIOD, 1), figures.of(PERIOD)];
  lines.push(entry(3));
  const counted = (await Promise.all([...asked, figures.of(PERIOD)])).map(({ entries }) => entries.read);
  expect(counted).toEqual([2, 1, 2, 3]);
});

test('entries about a hidden case are in no figure, and are said', async () => {
  const { hidden, figures } = aRecord([entry(1), reopened(ONE), reopened(OTHER)]);
  hidden.add(String(ONE));
  const { entries, changes } = await figures.of(PERIOD);
  expect([entries.withheld, changes.reopened]).toEqual([1, 1]);
});
