import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { MatchIndex } from '../../../src-main/hash-index/match-index.ts';
import { findListFiles, importListFiles } from '../../../src-main/host-cli/terminal/list-files.ts';
import { systemClock } from '../../../src-main/ports/clock.ts';
import { importList } from '../../support/a-list-import.ts';
import { type AVault, aVault } from '../../support/a-vault.ts';
import { type Figure, figure, timed } from '../figures.ts';
import { diskPace } from './disk-pace.ts';
import { nearOf, randomBytesOf, refsOf, sampleOf } from './random-hashes.ts';
import { percentiles, ratesInTurn } from './timings.ts';

const DISTANCE = 31;
/** Values asked for at once, and questions under way at once, as `match-file` has them. */
const AT_ONCE = { md5: 65_536, pdq: 1024 } as const;
const UNDER_WAY = 4;
const RUNS = { md5: 15, pdq: 3 } as const;
const SINGLE = 200;

/**
 * From a list's file to hits, through the contract: engine, vault, ledger and index thread; beside the kernel alone over the
 * same values and queries.
 */
export async function engineBench(kernel: WebAssembly.Module, size: number): Promise<Figure[]> {
  using vault = await aVault({ ports: { clock: systemClock } });
  const { figures, known } = await lists(vault, kernel, size);
  figures.push(...(await singles(vault, known, size)));
  return figures;
}

/** @returns some of the values that stand on the list: its arrays are large, and not to burden what is measured next */
async function lists(
  vault: AVault,
  kernel: WebAssembly.Module,
  size: number,
): Promise<{ figures: Figure[]; known: string[] }> {
  const md5s = randomBytesOf(size * 16);
  const pdqs = randomBytesOf(size * 32);
  const figures = [
    await imported(vault, `${size.toLocaleString('en')} MD5`, md5s, 16),
    await imported(vault, `${size.toLocaleString('en')} PDQ`, pdqs, 32),
  ];
  const before = performance.now();
  await vault.restart();
  await vault.client.matching.match({ algorithm: 'md5', value: hexAt(md5s, 16, 0) });
  const unlocked = `engine, ${(2 * size).toLocaleString('en')} values: from unlocking to the first answer`;
  figures.push(figure(unlocked, performance.now() - before, 'ms'));
  figures.push(...(await batches(vault, kernel, md5s, pdqs)));
  return { figures, known: Array.from({ length: 1000 }, (_, i) => hexAt(md5s, 16, i)) };
}

async function imported(vault: AVault, what: string, values: Uint8Array, width: 16 | 32): Promise<Figure> {
  const reading =
    width === 16 ? ({ format: 'sums', algorithm: 'md5' } as const) : ({ format: 'pdq' } as const);
  const file = linesOf(values, width);
  const ms = await timed(() => importList(vault.client, [file], { list: { name: what }, reading }));
  return figure(`engine: import of ${what}`, (values.length / width / ms) * 1000, 'hashes/s');
}

async function batches(
  vault: AVault,
  kernel: WebAssembly.Module,
  md5s: Uint8Array,
  pdqs: Uint8Array,
): Promise<Figure[]> {
  const size = md5s.length / 16;
  const questions = (size < 1_000_000 ? 4 : 16) * AT_ONCE.md5;
  const near = size > 3_000_000 ? 2048 : 4096;
  const index = new MatchIndex({ kernel, layout: 'compact' });
  index.add('md5', md5s, refsOf(size));
  index.add('pdq', pdqs, refsOf(size));
  index.merge();
  const pdqQueries = new Uint8Array(near * 32);
  pdqQueries.set(nearOf(sampleOf(pdqs, 32, near / 2), DISTANCE));
  pdqQueries.set(randomBytesOf((near / 2) * 32), (near / 2) * 32);
  const figures: Figure[] = [];
  for (const [what, algorithm, queries] of [
    ['MD5 hits', 'md5', sampleOf(md5s, 16, questions)],
    ['MD5 misses', 'md5', randomBytesOf(questions * 16)],
    [`PDQ within ${DISTANCE}, half of them near one`, 'pdq', pdqQueries],
  ] as const) {
    const width = algorithm === 'md5' ? 16 : 32;
    const count = queries.length / width;
    const kernelHits = () =>
      algorithm === 'md5' ? index.exact(algorithm, queries) : index.near(queries, DISTANCE);
    const found = kernelHits().query.length;
    const askContract = async () => {
      const got = await askAll(vault, algorithm, queries, width);
      if (got !== found) throw new Error(`${got} hits through the contract, ${found} by the kernel`);
    };
    const { alone, ...contract } = await ratesInTurn(count, kernelHits, askContract, RUNS[algorithm]);
    const name = `engine, ${size.toLocaleString('en')} each: ${what}`;
    figures.push(figure(name, contract.ofWall, '/s', 'kernel alone, processor time', alone));
    figures.push(figure('the same, by processor time of all threads', contract.ofProcessor, '/s'));
  }
  index.zero();
  return figures;
}

/** @returns how many hits */
async function askAll(
  { client }: AVault,
  algorithm: MatchAlgorithm & keyof typeof AT_ONCE,
  queries: Uint8Array<ArrayBuffer>,
  width: number,
): Promise<number> {
  let found = 0;
  const asked: Promise<{ found: number }>[] = [];
  const step = AT_ONCE[algorithm] * width;
  for (let from = 0; from < queries.length; from += step) {
    const values = new Blob([queries.subarray(from, from + step)]);
    asked.push(client.matching.matchMany({ algorithm, values, distance: DISTANCE }));
    if (asked.length >= UNDER_WAY) found += (await asked.shift()!).found;
  }
  for (const question of asked) found += (await question).found;
  return found;
}

/**
 * Single look-ups, each with its entry in the record: at rest, and while a list of the same size is imported. The disk is asked
 * for its pace before and beside another import, as its answers would be waited for by both.
 */
async function singles(vault: AVault, known: readonly string[], size: number): Promise<Figure[]> {
  const ask = async (us: number[]) => {
    const value = known[us.length % known.length]!;
    const before = performance.now();
    await vault.client.matching.match({ algorithm: 'md5', value });
    us.push((performance.now() - before) * 1000);
    await new Promise((resolve) => setTimeout(resolve, 2));
  };
  const paceAtRest = diskPace(vault.folder);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const restingDisk = percentiles(await paceAtRest());
  const resting: number[] = [];
  while (resting.length < SINGLE) await ask(resting);
  const imports = async (name: string) => {
    const path = join(vault.folder, name);
    writeFileSync(path, linesOf(randomBytesOf(size * 16), 16));
    await importFile(vault, path, name);
  };
  const busy: number[] = [];
  let done = false;
  const begun = performance.now();
  const importing = imports('another').then(() => {
    done = true;
  });
  while (!done) await ask(busy);
  await importing;
  const importMs = performance.now() - begun;
  const paceAtWork = diskPace(vault.folder);
  await imports('a third');
  const workingDisk = percentiles(await paceAtWork());
  const [rest, work] = [percentiles(resting), percentiles(busy)];
  const single = (when: string, us: number, disk: number) =>
    figure(
      `engine, ${(2 * size).toLocaleString('en')} values: one look-up ${when}`,
      us / 1000,
      'ms',
      'the disk keeps 8 KiB',
      disk / 1000,
    );
  return [
    single('at rest, p50', rest.p50, restingDisk.p50),
    single('at rest, p99', rest.p99, restingDisk.p99),
    single('during an import, p50', work.p50, workingDisk.p50),
    single('during an import, p99', work.p99, workingDisk.p99),
    figure(
      'engine: import of as many MD5 while look-ups come without end',
      (size / importMs) * 1000,
      'hashes/s',
    ),
  ];
}

/** As the command line does. */
async function importFile({ client }: AVault, path: string, name: string): Promise<void> {
  const list = { name, meaning: 'baseline' } as const;
  const open = { list, mode: 'replace', reading: { format: 'sums', algorithm: 'md5' } } as const;
  for await (const step of importListFiles(client, findListFiles([path]), open)) {
    if (step.phase === 'refused') throw new Error(`the import was not taken: ${JSON.stringify(step)}`);
  }
}

/** A hash a line; written into one buffer, since a string of each would take as long as the import. */
function linesOf(values: Uint8Array, width: number): Buffer {
  const text = Buffer.alloc((values.length / width) * (2 * width + 1), 0x0a);
  const hex = '0123456789abcdef';
  const digits = Buffer.from(hex);
  let to = 0;
  for (let i = 0; i < values.length; i++) {
    text[to++] = digits[values[i]! >> 4]!;
    text[to++] = digits[values[i]! & 15]!;
    if ((i + 1) % width === 0) to++;
  }
  return text;
}

const hexAt = (values: Uint8Array, width: number, i: number): string =>
  Buffer.from(values.buffer, values.byteOffset + i * width, width).toString('hex');
