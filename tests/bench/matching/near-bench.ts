import { setTimeout } from 'node:timers/promises';
import { builderThreads } from '../../../src-main/hash-index/builder-threads.ts';
import type { NearLayout } from '../../../src-main/hash-index/chunk-plan.ts';
import { MatchIndex } from '../../../src-main/hash-index/match-index.ts';
import { indexWorker, sharedMatchingKernel } from '../../support/matching-kernel.ts';
import { type Figure, figure, median, timed } from '../figures.ts';
import { faissPeer } from './faiss-peer.ts';
import { nearOf, randomBytesOf, refsOf, sampleOf } from './random-hashes.ts';
import { rateOf, singleCalls } from './timings.ts';

const WIDTH = 32;
const DISTANCE = 31;
/** Queries whose every neighbour a scan has looked for too. */
const CHECKED = 40;
const BUILDS = 3;

/** PDQ neighbours beside FAISS and beside a scan over the same hashes; half the queries have a neighbour. */
export async function nearBench(
  kernel: WebAssembly.Module,
  size: number,
  layouts: readonly NearLayout[],
  folder: string,
  peers: boolean,
): Promise<Figure[]> {
  const hashes = randomBytesOf(size * WIDTH);
  const count = size > 3_000_000 ? 1000 : 4000;
  const near = nearOf(sampleOf(hashes, WIDTH, count / 2), DISTANCE);
  const queries = new Uint8Array(count * WIDTH);
  const far = randomBytesOf((count / 2) * WIDTH);
  for (let i = 0; i < count; i++) {
    const from = (i >> 1) * WIDTH;
    queries.set((i % 2 ? far : near).subarray(from, from + WIDTH), i * WIDTH);
  }
  const scan = new MatchIndex({ kernel, layout: 'compact', sealFrom: Number.POSITIVE_INFINITY });
  scan.add('pdq', hashes, refsOf(size));
  const checked = queries.subarray(0, CHECKED * WIDTH);
  const expected = scan.near(checked, DISTANCE);
  const scanned = rateOf(CHECKED, () => scan.near(checked, DISTANCE), 1);
  scan.zero();
  const peer = peers ? faissPeer(folder, hashes, queries) : null;
  const faiss = peer && `faiss ${peer.version}`;
  const figures: Figure[] = [];
  for (const layout of layouts) {
    const what = `PDQ within ${DISTANCE}, ${size.toLocaleString('en')}, ${layout}`;
    const builders = builderThreads(indexWorker, sharedMatchingKernel);
    const threads = 1 + (builders && size >= builders.from ? builders.count : 0);
    const refs = refsOf(size);
    const built = async () => {
      const index = new MatchIndex({ kernel, builders, layout });
      const ms = await timed(async () => {
        index.add('pdq', hashes, refs);
        index.merge();
      });
      return { index, ms };
    };
    const { index, ms } = await built();
    const got = index.near(checked, DISTANCE);
    const words = ({ query, ref }: typeof got) => new Set(query.map((one, i) => one * size + ref[i]!));
    const gotWords = words(got);
    const recall = [...words(expected)].filter((word) => gotWords.has(word)).length / expected.query.length;
    for (const { queries: asked, found } of peer ? [peer.multi, peer.flat] : []) {
      const ours = index.near(queries.subarray(0, asked * WIDTH), DISTANCE).query.length;
      if (ours !== found) throw new Error(`${ours} neighbours, and ${found} for faiss`);
    }
    const rate = rateOf(count, () => index.near(queries, DISTANCE));
    const single = singleCalls(count, (i) =>
      index.near(queries.subarray(i * WIDTH, (i + 1) * WIDTH), DISTANCE),
    );
    const memory = index.stats().bytes / size;
    index.zero();
    const msOfBuilds = [ms];
    while (msOfBuilds.length < BUILDS) {
      builders?.giveBack();
      await setTimeout(500);
      const again = await built();
      msOfBuilds.push(again.ms);
      again.index.zero();
    }
    figures.push(
      figure(
        `${what}: built by ${threads === 1 ? 'one thread' : `${threads} threads`}`,
        (size / median(msOfBuilds)) * 1000,
        'hashes/s',
        faiss && `${faiss} MultiHash 16x16`,
        peer && size / peer.multi.build,
      ),
      figure(`${what}: memory`, memory, 'bytes/hash'),
      figure(`${what}: recall`, recall, 'of 1'),
      figure(`${what}: queries`, rate, '/s', faiss && `${faiss} MultiHash 16x16`, peer?.multi.rate),
      figure(`${what}: queries`, rate, '/s', faiss && `${faiss} Flat`, peer?.flat.rate),
      figure(`${what}: queries`, rate, '/s', 'scan by the kernel', scanned),
      figure(`${what}: one query, p50`, single.p50, 'us'),
      figure(`${what}: one query, p99`, single.p99, 'us'),
    );
  }
  return figures;
}
