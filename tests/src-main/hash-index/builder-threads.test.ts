import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type BuilderThreads, builderThreads } from '../../../src-main/hash-index/builder-threads.ts';
import { chunksOf, type NearLayout } from '../../../src-main/hash-index/chunk-plan.ts';
import { KernelInstance, sharedMemory, sharedWords } from '../../../src-main/hash-index/kernel-instance.ts';
import { MatchIndex } from '../../../src-main/hash-index/match-index.ts';
import {
  awaitingTables,
  type BuilderRoom,
  type BuildPlan,
  buildingTables,
  countingParts,
  endsBytes,
  PARTS_BYTES,
  SCRATCH_BYTES,
} from '../../../src-main/hash-index/near-building.ts';
import {
  matchingKernel,
  sharedMatchingKernel,
  indexWorker as WORKER,
} from '../../support/matching-kernel.ts';
import { hitWords, packed, refsFrom } from './plain-index.ts';
import { RandomValues } from './random-values.ts';

const CHUNKS = 13;
/** Nobody writes to it, so one can only wait at it. */
const idle = new Int32Array(new SharedArrayBuffer(4));
/** As long as a thread takes to start, several times. */
const A_WHILE_MS = 1500;

interface Building {
  kernel: KernelInstance;
  plan: BuildPlan;
  /** Addresses of the chunks as the kernel reads them. */
  rows: number;
  rooms: [BuilderRoom, BuilderRoom];
}

/** Hashes in shared memory, and room for their tables and for two who build them. */
function aBuilding(count: number, layout: NearLayout = 'compact'): Building {
  const kernel = new KernelInstance(sharedMatchingKernel, sharedMemory());
  const hashes = kernel.take(count * 32);
  kernel.write(hashes, new RandomValues(11).bytes(count * 32));
  const pieces = chunksOf(CHUNKS);
  const rows = kernel.take(CHUNKS * 24);
  const parts = kernel.take(CHUNKS * PARTS_BYTES);
  const room = () => ({
    scratch: kernel.take(SCRATCH_BYTES),
    ends: kernel.take(endsBytes(count, pieces)),
  });
  const rooms: Building['rooms'] = [room(), room()];
  const chunks = pieces.map((chunk) => ({
    ...chunk,
    buckets: kernel.take((2 ** chunk.width + 2) * 4),
    contents: kernel.take(count * (layout === 'fast' ? 16 : 4)),
  }));
  for (const [number, { firstBit, width }] of chunks.entries()) {
    kernel.words(rows + number * 24, 2).set([firstBit, width]);
  }
  const plan = { hashes, count, layout, chunks, parts, states: sharedWords(CHUNKS) };
  return { kernel, plan, rows, rooms };
}

const tablesOf = ({ kernel, plan: { chunks, count, layout } }: Building): Buffer =>
  Buffer.concat(
    chunks.flatMap(({ width, buckets, contents }) => [
      kernel.bytes(buckets, (2 ** width + 1) * 4),
      kernel.bytes(contents, count * (layout === 'fast' ? 16 : 4)),
    ]),
  );

function finish(...works: Generator<void, void>[]): void {
  for (const work of works) while (!work.next().done);
}

function builtAlone(count: number, layout: NearLayout): Buffer {
  const building = aBuilding(count, layout);
  const { kernel, plan, rows, rooms } = building;
  finish(countingParts(kernel, plan, rows), buildingTables(kernel, plan, rooms[0]));
  return tablesOf(building);
}

const isAllZeros = ({ kernel }: Building): boolean => {
  const bytes = Buffer.from(kernel.bytes(1024, kernel.size - 1024));
  return bytes.equals(Buffer.alloc(bytes.length));
};

const soon = async (isSo: () => boolean, withinMs = A_WHILE_MS): Promise<void> => {
  const endMs = performance.now() + withinMs;
  while (!isSo() && performance.now() < endMs) await setTimeout(1);
};

describe('an index with builders', () => {
  const random = new RandomValues(3);
  const count = 400_000;
  const hashes = random.bytes(count * 32);
  const anIndex = (builders: BuilderThreads | null) =>
    new MatchIndex({ kernel: matchingKernel, builders, layout: 'compact' });

  test('finds what one without them finds', () => {
    const queries = packed(
      Array.from({ length: 20 }, (_, i) => random.at(i, hashes.subarray(i * 32, i * 32 + 32))),
    );
    const [together, alone] = [builderThreads(WORKER, sharedMatchingKernel, { count: 2, from: 1 }), null].map(
      (builders) => {
        const index = anIndex(builders);
        index.add('pdq', hashes, refsFrom(5, count));
        index.merge();
        index.add('pdq', hashes.subarray(0, 640), refsFrom(count + 5, 20));
        index.merge(true);
        return [hitWords(index.near(queries, 31)), hitWords(index.exact('pdq', queries))];
      },
    );
    expect(together![0]!.length).toBeGreaterThan(39);
    expect(together).toEqual(alone);
  });

  test.each([
    ['gives memory back that was shared', true],
    ['would else keep it until something else has the collector run', false],
  ])('%s', async (_, isAsked) => {
    const builders = builderThreads(WORKER, sharedMatchingKernel, { count: 1, from: 1 })!;
    const index = anIndex(isAsked ? builders : { ...builders, giveBack: () => {} });
    index.add('pdq', hashes, refsFrom(5, count));
    index.merge();
    // Till what was asked for before is over.
    await setTimeout(300);
    const megabytes = () => process.memoryUsage.rss() / 2 ** 20;
    const taken = megabytes();
    index.removeRange(5, count + 4);
    index.merge(true);
    await soon(() => megabytes() < taken - 30, isAsked ? A_WHILE_MS : 500);
    expect([index.stats().bytes, megabytes() < taken - 30]).toEqual([0, isAsked]);
  });
});

describe('builders', () => {
  test.each([
    ['compact', 310_000],
    ['compact', 5000],
    ['fast', 30_000],
  ] as const)(
    'build, without the thread that called them, the very bytes it builds alone: %s, %i',
    (layout, count) => {
      const building = aBuilding(count, layout);
      const { kernel, plan, rows, rooms } = building;
      const atWork = builderThreads(WORKER, sharedMatchingKernel, { count: 1 })!.start(kernel, plan, [
        rooms[1],
      ]);
      finish(
        countingParts(kernel, plan, rows),
        awaitingTables(kernel, plan, rooms[0], () => true),
      );
      atWork.stop();
      expect(tablesOf(building).equals(builtAlone(count, layout))).toBe(true);
    },
  );

  test('that die over it have what they had begun built by the thread that called them', async () => {
    const building = aBuilding(310_000);
    const { kernel, plan, rows, rooms } = building;
    // Takes the first chunk, deals out some of its entries, and is gone.
    const script = new URL(
      `data:text/javascript,${encodeURIComponent(`
        import { workerData } from 'node:worker_threads';
        const { kernel, memory, plan } = workerData;
        const { firstBit, width, contents } = plan.chunks[0];
        while (Atomics.load(plan.states, 0) === 0) Atomics.wait(plan.states, 0, 0);
        Atomics.store(plan.states, 0, 3);
        const { exports } = new WebAssembly.Instance(kernel, { env: { memory } });
        exports.dealEntries(plan.hashes, 0, 1000, firstBit, width, plan.parts, contents);
        process.exit(1);
      `)}`,
    );
    const atWork = builderThreads(script, sharedMatchingKernel, { count: 1 })!.start(kernel, plan, [
      rooms[1],
    ]);
    finish(countingParts(kernel, plan, rows));
    await soon(() => !atWork.isAnyoneThere);
    expect([...plan.states.slice(0, 2)]).toEqual([3, 1]);
    finish(
      buildingTables(kernel, plan, rooms[0]),
      awaitingTables(kernel, plan, rooms[0], () => atWork.isAnyoneThere),
    );
    expect(tablesOf(building).equals(builtAlone(310_000, 'compact'))).toBe(true);
  });

  test('that cannot be started leave all of it to that thread', async () => {
    const building = aBuilding(5000);
    const { kernel, plan, rows, rooms } = building;
    const builders = builderThreads(`${WORKER}.absent`, sharedMatchingKernel, {
      count: 1,
    })!;
    const atWork = builders.start(kernel, plan, [rooms[1]]);
    finish(countingParts(kernel, plan, rows), buildingTables(kernel, plan, rooms[0]));
    await soon(() => !atWork.isAnyoneThere);
    finish(awaitingTables(kernel, plan, rooms[0], () => atWork.isAnyoneThere));
    expect(tablesOf(building).equals(builtAlone(5000, 'compact'))).toBe(true);
  });

  test.each([
    ['write nothing more once stopped', true],
    ['would else go on in memory that was overwritten', false],
  ])('%s', async (_, isStopped) => {
    const building = aBuilding(1_000_000);
    const { kernel, plan, rows, rooms } = building;
    const atWork = builderThreads(WORKER, sharedMatchingKernel, { count: 1 })!.start(kernel, plan, [
      rooms[1],
    ]);
    finish(countingParts(kernel, plan, rows));
    // Without going back to the event loop, which may be busy until the builder is done.
    const untilMs = performance.now() + 20_000;
    while (Atomics.load(plan.states, 0) !== 3 && performance.now() < untilMs) Atomics.wait(idle, 0, 0, 1);
    const isUnderWay = plan.states.at(-1) !== 4;
    if (isStopped) atWork.stop();
    kernel.wipe(0, kernel.size);
    // Whether a thread writes on shows when it does, however busy the machine is; that none does, after a while.
    if (isStopped) await setTimeout(300);
    else await soon(() => !isAllZeros(building));
    expect([isUnderWay, isAllZeros(building)]).toEqual([true, isStopped]);
    atWork.stop();
  });
});
