import { spawn } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import type { TeamDemoResult } from '../../tools/demo-team.ts';
import { noPostgres } from '../../tools/postgres-server.ts';
import { aFolder } from '../support/a-folder.ts';
import { thoroughly } from '../support/thorough.ts';

const DEMO = join(import.meta.dirname, '..', '..', 'tools', 'demo-team.ts');

thoroughly(
  `the demonstration of three seats ends with everything together, and leaves nothing behind${
    noPostgres === null ? '' : ` (skipped: ${noPostgres})`
  }`,
  async (context) => {
    context.skip(noPostgres !== null, noPostgres ?? '');
    using temporary = aFolder();
    // The account under which PostgreSQL runs passes through it.
    chmodSync(temporary.path, 0o711);
    const demo = spawn(process.execPath, [DEMO, '--short', '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, TMPDIR: temporary.path },
    });
    const exited = new Promise((resolve) => demo.on('close', resolve));
    const [stdout, stderr] = await Promise.all([text(demo.stdout), text(demo.stderr)]);
    expect([await exited, stderr.split('\n').filter((line) => /^\d\./.test(line)).length], stderr).toEqual([
      0, 8,
    ]);
    const { seats, decisions, parallels, desks, exported, wrong }: TeamDemoResult = JSON.parse(stdout);
    expect({
      seats: seats.map((seat) => [seat.name, seat.decisions, seat.verified]),
      records: new Set(seats.map(({ root, entries }) => `${root} ${entries}`)).size,
      ...{ decisions, parallels, wrong },
      desks: desks.map(({ desk, due, stored }) => [desk, due, stored]),
      verified: [exported.entries, exported.node, exported.python !== false],
    }).toEqual({
      seats: [
        ['Sam', 2, true],
        ['Ada', 5, true],
        ['Ben', 4, true],
      ],
      records: 1,
      ...{ decisions: 11, parallels: { agreed: 1, disagreed: 1, settled: 1 }, wrong: [] },
      desks: [
        ['police', 5, 5],
        ['iccam', 4, 4],
      ],
      verified: [seats[0]?.entries, true, true],
    });
    expect(readdirSync(temporary.path)).toEqual([]);
  },
  180_000,
);
