import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FORBIDDEN } from '../../../src-main/hub/hub.store.ts';
import { HUB_LIMITS } from '../../../src-main/ports/hub-limits.ts';

const read = (path: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', '..', path), 'utf8');
const sql = read('assets/hub/hub.sql');
const guide = read('docs/team.md');

test('docs/team.md tells every table of the hub with every column', () => {
  const made = [...sql.matchAll(/^CREATE TABLE IF NOT EXISTS hl\.(\w+) \(\n([\s\S]*?)^\);/gm)].map(
    ([, table, body = '']) => [
      table,
      [...body.matchAll(/^ {2}([a-z_]+) [a-z]/gm)].map(([, column]) => column),
    ],
  );
  const told = [...guide.matchAll(/^\| `(\w+)` \| (.*?) \|/gm)].map(([, table, columns = '']) => [
    table,
    [...columns.matchAll(/`(\w+)`/g)].map(([, column]) => column),
  ]);
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(made));
  expect(made).toHaveLength(8);
});

test('docs/team.md and the SQL of the hub have the limits that seats keep to', () => {
  const { deedBytes, parcelBytes, bytesAtOnce, deedsAtOnce, pulledBytes, registerBytes, leaseMs } =
    HUB_LIMITS;
  expect([deedBytes, parcelBytes, bytesAtOnce, deedsAtOnce, registerBytes]).toEqual([
    1088 * 1024,
    1088 * 1024,
    16 * 1024 * 1024,
    1000,
    64 * 1024,
  ]);
  for (const limit of [deedBytes, bytesAtOnce, deedsAtOnce, pulledBytes, registerBytes, leaseMs])
    expect(sql, String(limit)).toMatch(new RegExp(`\\b${limit}\\b`));
  expect(guide).toContain('1,088 KiB for a deed or a parcel, 1,000 deeds and 16 MiB at once, 64 KiB');
});

test('docs/team.md says how many statements the check of a hub tries', () => {
  expect([guide.includes('that twelve statements a seat'), FORBIDDEN.length]).toEqual([true, 12]);
});

test('every function that seats call is granted, and has a number', () => {
  const granted = /GRANT EXECUTE ON FUNCTION([^;]*)TO hashline_station/.exec(sql)?.[1] ?? '';
  const numbered = [...sql.matchAll(/^CREATE OR REPLACE FUNCTION (hl\.\w+_\d+)\(/gm)].map(([, name]) => name);
  expect([...granted.matchAll(/hl\.\w+/g)].map(([name]) => name).sort()).toEqual(numbered.sort());
  const called = [...read('src-main/hub/hub.store.ts').matchAll(/\b(hl\.\w+_\d+)\(/g)].map(
    ([, name]) => name,
  );
  expect([...new Set(called)].sort()).toEqual(numbered);
});
