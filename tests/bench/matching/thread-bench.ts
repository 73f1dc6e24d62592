import { join } from 'node:path';
import { IndexClient } from '../../../src-main/hash-index/index-client.ts';
import { startIndexThread } from '../../../src-main/hash-index/index-thread.ts';
import { indexWorker, sharedMatchingKernel as sharedKernel } from '../../support/matching-kernel.ts';
import { type Figure, figure } from '../figures.ts';
import { randomBytesOf, refsOf } from './random-hashes.ts';
import { percentiles } from './timings.ts';

/** One look-up through the thread: at rest, and while an import and its merges run there. */
export async function threadBench(
  kernel: WebAssembly.Module,
  size: number,
  folder: string,
): Promise<Figure[]> {
  const client = new IndexClient(() =>
    startIndexThread(indexWorker, {
      kernel,
      sharedKernel,
      layout: 'compact',
      folder: join(folder, 'thread'),
    }),
  );
  const md5s = randomBytesOf(size * 16);
  await client.add('md5', md5s.slice(), refsOf(size));
  const ask = async (us: number[]) => {
    const before = performance.now();
    await client.exact('md5', md5s.subarray(0, 16));
    us.push((performance.now() - before) * 1000);
  };
  const resting: number[] = [];
  for (let i = 0; i < 5000; i++) await ask(resting);
  const busy: number[] = [];
  let done = false;
  const importing = (async () => {
    await client.add('pdq', randomBytesOf(size * 32), refsOf(size));
    await client.merge();
    done = true;
  })();
  while (!done) await ask(busy);
  await importing;
  client.close();
  const what = `thread, ${size.toLocaleString('en')}`;
  const [rest, work] = [percentiles(resting), percentiles(busy)];
  return [
    figure(`${what}: one look-up at rest, p50`, rest.p50, 'us'),
    figure(`${what}: one look-up at rest, p99`, rest.p99, 'us'),
    figure(`${what}: one look-up during an import, p50`, work.p50, 'us'),
    figure(`${what}: one look-up during an import, p99`, work.p99, 'us'),
  ];
}
