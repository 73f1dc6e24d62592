/**
 * `npm run bench`: what the engine does in a second, beside something known on the same machine.
 * `node tests/bench/run.ts [--json] [--rows 200000] [--cases 100000] [--decisions 1000] [--entries 100000] [--draws 40000]`
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { commitBench } from './commit-bench.ts';
import { type Figure, figuresTable } from './figures.ts';
import { importBench } from './import-bench.ts';
import { ledgerBench } from './ledger-bench.ts';
import { queueBench } from './queue-bench.ts';
import { waitingBench } from './waiting-bench.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rows: { type: 'string', default: '200000' },
    cases: { type: 'string', default: '100000' },
    decisions: { type: 'string', default: '1000' },
    entries: { type: 'string', default: '100000' },
    draws: { type: 'string', default: '40000' },
  },
});

const say = (words: string) => process.stderr.write(`${words}\n`);
const shell = spawnSync('sqlite3', ['--version'], { encoding: 'utf8' });
const machine = {
  node: process.version,
  cores: availableParallelism(),
  sqlite3: shell.stdout?.split(' ')[0] ?? null,
};
if (machine.sqlite3 === null)
  say('There is no sqlite3 here, so the import stands alone (apt-get install sqlite3).');

const figures: Figure[] = [];
say('Decisions ...');
figures.push(...(await commitBench(Number(values.decisions))));
say('Import ...');
figures.push(...(await importBench(Number(values.rows))));
say('Queue ...');
figures.push(...(await queueBench(Number(values.cases))));
say('Ledger ...');
figures.push(...(await ledgerBench(Number(values.entries))));
say('What waits ...');
figures.push(...(await waitingBench(Number(values.draws))));

if (values.json) process.stdout.write(`${JSON.stringify({ machine, figures })}\n`);
else {
  process.stdout.write(`\n${figuresTable(figures)}\n\n`);
  process.stdout.write(
    `Node ${machine.node}, ${machine.cores} cores, sqlite3 ${machine.sqlite3 ?? 'absent'}.\n`,
  );
}
