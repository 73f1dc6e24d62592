import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FolderSegmentFiles } from '../../../src-main/hash-index/folder-segment-files.ts';
import type { IndexAlgorithm } from '../../../src-main/hash-index/index-algorithm.ts';
import { STORED_BYTES } from '../../../src-main/hash-index/index-algorithm.ts';
import { IndexStore } from '../../../src-main/hash-index/index-store.ts';
import { MatchIndex } from '../../../src-main/hash-index/match-index.ts';
import { type Figure, figure, timed } from '../figures.ts';
import { randomBytesOf, refsOf } from './random-hashes.ts';

/** What an index takes on disk, and how long it is from the unlocked key to answers. */
export async function fileBench(
  kernel: WebAssembly.Module,
  algorithm: IndexAlgorithm,
  size: number,
  folder: string,
): Promise<Figure[]> {
  const key = randomBytesOf(32);
  const path = join(folder, algorithm);
  const saved = new MatchIndex({ kernel, layout: 'compact', sealFrom: Number.POSITIVE_INFINITY });
  saved.add(algorithm, randomBytesOf(size * STORED_BYTES[algorithm]), refsOf(size));
  const saveMs = await timed(() => new IndexStore(new FolderSegmentFiles(path)).save(saved, key, ''));
  saved.zero();
  const onDisk = readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
  const index = new MatchIndex({ kernel, layout: 'compact' });
  const loadMs = await timed(() => new IndexStore(new FolderSegmentFiles(path)).load(index, key));
  const mergeMs = await timed(() => index.merge());
  const what = `files, ${size.toLocaleString('en')} ${algorithm}`;
  return [
    figure(`${what}: on disk`, onDisk / size, 'bytes/hash'),
    figure(`${what}: saved`, saveMs, 'ms'),
    figure(`${what}: from key to every answer`, loadMs, 'ms'),
    ...(algorithm === 'pdq' ? [figure(`${what}: from key to full speed`, loadMs + mergeMs, 'ms')] : []),
  ];
}
