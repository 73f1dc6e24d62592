import type { IndexClient } from '../../hash-index/index-client.ts';
import type { HashListStore } from './hash-list.store.ts';
import { IndexFeeder } from './index-feeder.ts';
import type { ListContentStore } from './list-content.store.ts';
import type { ListRanges } from './list-ranges.ts';

/**
 * Fills an empty index with everything on the lists.
 * @param progress receives how many values the index has taken, and of how many
 * @throws whatever adding throws
 */
export async function feedFromVault(
  client: IndexClient,
  { lists, content }: { lists: HashListStore; content: ListContentStore },
  { ranges }: ListRanges,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const total = lists
    .list()
    .reduce(
      (sum, { counts }) => sum + counts.urls + Object.values(counts.hashes).reduce((a, b) => a + b, 0),
      0,
    );
  const feeder = new IndexFeeder(
    (...values) => client.add(...values),
    (done) => progress(done, total),
  );
  progress(0, total);
  for (const range of ranges) {
    for (const block of content.blocks(range)) await feeder.block(block);
    if (range.hasRecords)
      for (const record of content.records(range)) await feeder.record(record.first, record.record);
  }
  await feeder.flush();
}
