/**
 * `npm run bench`: what the engine does in a second, beside something known on the same machine.
 * `node tests/bench/run.ts [--json] [--rows 200000] [--cases 100000] [--decisions 1000] [--entries 100000] [--draws 40000]
 * [--referrals 1000] [--queued 100000] [--pushes 500] [--deeds 20000] [--only decisions,import,queue,ledger,waiting,delivery,hub,seats] [--record]`; the last recorded figures are in `last.json`.
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { commitBench } from './commit-bench.ts';
import { deliveryBench } from './delivery-bench.ts';
import { type Figure, figuresTable } from './figures.ts';
import { hubBench } from './hub-bench.ts';
import { importBench } from './import-bench.ts';
import { ledgerBench } from './ledger-bench.ts';
import { queueBench } from './queue-bench.ts';
import { drift, lastRecorded, record } from './record.ts';
import { seatsBench } from './seats-bench.ts';
import { waitingBench } from './waiting-bench.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rows: { type: 'string', default: '200000' },
    cases: { type: 'string', default: '100000' },
    decisions: { type: 'string', default: '1000' },
    entries: { type: 'string', default: '100000' },
    draws: { type: 'string', default: '40000' },
    referrals: { type: 'string', default: '1000' },
    queued: { type: 'string', default: '100000' },
    pushes: { type: 'string', default: '500' },
    deeds: { type: 'string', default: '20000' },
    only: { type: 'string' },
    record: { type: 'boolean', default: false },
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

const benches: Record<string, () => Promise<Figure[]>> = {
  decisions: () => commitBench(Number(values.decisions)),
  import: () => importBench(Number(values.rows)),
  queue: () => queueBench(Number(values.cases)),
  ledger: () => ledgerBench(Number(values.entries)),
  waiting: () => waitingBench(Number(values.draws)),
  delivery: () => deliveryBench(Number(values.referrals), Number(values.queued)),
  hub: () => hubBench(Number(values.pushes), Number(values.deeds)),
  seats: () => seatsBench(Math.ceil(Number(values.pushes) / 5), Math.ceil(Number(values.deeds) / 4)),
};
const figures: Figure[] = [];
for (const name of values.only?.split(',') ?? Object.keys(benches)) {
  say(`${name} ...`);
  const bench = benches[name];
  if (!bench) throw new Error(`there is no bench ${name}`);
  figures.push(...(await bench()));
}

if (values.json) process.stdout.write(`${JSON.stringify({ machine, figures })}\n`);
else {
  const last = lastRecorded();
  process.stdout.write(`\n${figuresTable(figures, (figure) => drift(figure, last))}\n\n`);
  process.stdout.write(
    `Node ${machine.node}, ${machine.cores} cores, sqlite3 ${machine.sqlite3 ?? 'absent'}. Last recorded on ${last.recordedOn}.\n`,
  );
}
if (values.record) record(figures, machine);
process.exit();
