/**
 * `npm run bench:matching`: the matching index beside what is known, over the same random hashes, in one run.
 * `node tests/bench/matching/run.ts [--json] [--size 1000000,10000000] [--only exact,near,files,thread,engine,backlog] [--layouts
 * compact,fast] [--cases 100000] [--no-pdq] [--no-peers]`: `--no-pdq` leaves PDQ out of the backlog.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { letHeapGrow } from '../../../src-main/ports/roomy-heap.ts';
import { matchingKernel as kernel } from '../../support/matching-kernel.ts';
import { type Figure, figuresTable } from '../figures.ts';
import { backlogBench } from './backlog-bench.ts';
import { engineBench } from './engine-bench.ts';
import { exactBench } from './exact-bench.ts';
import { fileBench } from './file-bench.ts';
import { nearBench } from './near-bench.ts';
import { threadBench } from './thread-bench.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: true },
    pdq: { type: 'boolean', default: true },
    size: { type: 'string', default: '1000000' },
    only: { type: 'string', default: 'exact,near,files,thread,engine,backlog' },
    cases: { type: 'string', default: '100000' },
    layouts: { type: 'string', default: 'compact,fast' },
  },
});

letHeapGrow();
const layouts = (['compact', 'fast'] as const).filter((layout) => values.layouts.split(',').includes(layout));
const figures: Figure[] = [];
const say = (words: string) => process.stderr.write(`${words}\n`);

/** Where they are not `always`, a build spends up to half of its time on page faults. */
function hugePages(): string | null {
  try {
    return /\[(\w+)\]/.exec(readFileSync('/sys/kernel/mm/transparent_hugepage/enabled', 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}

async function inFolder(work: (folder: string) => Figure[] | Promise<Figure[]>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hashline-bench-'));
  try {
    figures.push(...(await work(folder)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const size of values.size.split(',').map(Number)) {
  const benches: [name: string, work: (folder: string) => Figure[] | Promise<Figure[]>][] = [
    ['exact', (folder) => exactBench(kernel, size, folder, values.peers)],
    ['near', (folder) => nearBench(kernel, size, layouts, folder, values.peers)],
    [
      'files',
      async (folder) => [
        ...(await fileBench(kernel, 'md5', size, folder)),
        ...(await fileBench(kernel, 'pdq', size, folder)),
      ],
    ],
    ['thread', (folder) => threadBench(kernel, size, folder)],
    ['backlog', () => backlogBench(size, { cases: Number(values.cases), pdq: values.pdq, say })],
    ['engine', () => engineBench(kernel, size)],
  ];
  for (const [name, work] of benches) {
    if (!values.only.split(',').includes(name)) continue;
    say(`${name}, ${size.toLocaleString('en')} ...`);
    await inFolder(work);
  }
}

const absent = [
  ...(figures.some(({ yardstick }) => yardstick?.startsWith('hfind'))
    ? []
    : ['hfind (apt-get install sleuthkit)']),
  ...(figures.some(({ yardstick }) => yardstick?.startsWith('faiss'))
    ? []
    : ['faiss (apt-get install python3-faiss)']),
];
const machine = {
  node: process.version,
  cores: availableParallelism(),
  load: loadavg()[0],
  hugePages: hugePages(),
  absent,
};
if (values.json) process.stdout.write(`${JSON.stringify({ machine, figures })}\n`);
else {
  const load = machine.load?.toFixed(1);
  process.stdout.write(`\n${figuresTable(figures)}\n\n`);
  process.stdout.write(
    'Rates and builds are by processor time; builds of PDQ, single calls and files by the clock on the wall.\n',
  );
  process.stdout.write(`Node ${machine.node}, ${machine.cores} cores, load ${load} at the end.\n`);
  if (machine.hugePages !== 'always')
    process.stdout.write(`Huge pages: ${machine.hugePages}; Debian's own kernels have "always".\n`);
  if (absent.length > 0) process.stdout.write(`Not measured beside: ${absent.join(', ')}.\n`);
}
