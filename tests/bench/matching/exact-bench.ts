import { MatchIndex } from '../../../src-main/hash-index/match-index.ts';
import { type Figure, figure } from '../figures.ts';
import { hfindPeer } from './hfind-peer.ts';
import { randomBytesOf, refsOf, sampleOf } from './random-hashes.ts';
import { sqlitePeers } from './sqlite-peer.ts';
import { processorSeconds, rateOf, singleCalls } from './timings.ts';

const WIDTH = 16;
const QUERIES = 1_000_000;
const PEER_QUERIES = 200_000;

/** MD5 look-ups beside hfind and SQLite over the same hashes. */
export function exactBench(
  kernel: WebAssembly.Module,
  size: number,
  folder: string,
  peers: boolean,
): Figure[] {
  const md5s = randomBytesOf(size * WIDTH);
  const index = new MatchIndex({ kernel, layout: 'compact' });
  const refs = refsOf(size);
  const seconds = processorSeconds(() => {
    index.add('md5', md5s, refs);
    index.merge();
  });
  const what = `exact, ${size.toLocaleString('en')} MD5`;
  const hits = sampleOf(md5s, WIDTH, QUERIES);
  const misses = randomBytesOf(QUERIES * WIDTH);
  const found = (queries: Uint8Array) => index.exact('md5', queries).query.length;
  if (found(hits) !== QUERIES || found(misses) !== 0) throw new Error('wrong hits');
  const hitRate = rateOf(QUERIES, () => found(hits));
  const missRate = rateOf(QUERIES, () => found(misses));
  const single = singleCalls(100_000, (i) => found(hits.subarray(i * WIDTH, (i + 1) * WIDTH)));
  const figures = [
    figure(`${what}: built`, size / seconds, 'hashes/s'),
    figure(`${what}: memory`, index.stats().bytes / size, 'bytes/hash'),
    figure(`${what}: one look-up, p50`, single.p50, 'us'),
    figure(`${what}: one look-up, p99`, single.p99, 'us'),
    figure(`${what}: hits`, hitRate, '/s'),
    figure(`${what}: misses`, missRate, '/s'),
  ];
  if (!peers) return figures;
  const asked = PEER_QUERIES * WIDTH;
  for (const peer of [
    hfindPeer(folder, md5s, hits.subarray(0, asked), misses.subarray(0, asked)),
    ...sqlitePeers(folder, md5s, hits.subarray(0, asked), misses.subarray(0, asked)),
  ]) {
    if (peer === null) continue;
    figures.push(figure(`${what}: hits`, hitRate, '/s', peer.name, peer.hits));
    figures.push(figure(`${what}: misses`, missRate, '/s', peer.name, peer.misses));
  }
  return figures;
}
