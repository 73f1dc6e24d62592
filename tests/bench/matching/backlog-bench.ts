import { aCommand } from '../../support/a-command.ts';
import { importList } from '../../support/a-list-import.ts';
import { type AVault, aVault } from '../../support/a-vault.ts';
import { importSteps } from '../../support/an-import.ts';
import { type Figure, figure, timed } from '../figures.ts';
import { randomBytesOf } from './random-hashes.ts';
import { percentiles } from './timings.ts';

/** How many cases hold a value of a list, of a thousand. */
const KNOWN = 20;

/**
 * All cases of a vault against lists that have just been enabled, through the engine: database, index thread, rules, rows;
 * and how long the queue takes to answer meanwhile.
 */
export async function backlogBench(size: number, cases: number): Promise<Figure[]> {
  using vault = await aVault();
  const sha1 = randomBytesOf(size * 20);
  const pdq = randomBytesOf(size * 32);
  await importSteps(vault.client, reportsOf(cases, sha1, pdq), { name: 'bench.jsonl' });
  const figures: Figure[] = [];
  const lists = `${size.toLocaleString('en')} values`;
  for (const [what, file, reading] of [
    [`SHA-1, ${lists}`, lines(sha1, 20), { format: 'sums', algorithm: 'sha1' }],
    [`SHA-1 and PDQ, ${lists} each`, lines(pdq, 32), { format: 'pdq' }],
  ] as const) {
    const { list } = await importList(vault.client, [file], {
      list: { name: reading.format, trust: 'high' },
      reading,
    });
    await settled(vault);
    await vault.client.lists.disable({ command: aCommand(), list });
    await settled(vault);
    const asked: number[] = [];
    const cpu = process.cpuUsage();
    const ms = await timed(async () => {
      await vault.client.lists.enable({ command: aCommand(), list });
      let isDone = false;
      const done = settled(vault).then(() => {
        isDone = true;
      });
      while (!isDone) {
        const before = performance.now();
        await vault.client.review.queue({ limit: 50 });
        asked.push((performance.now() - before) * 1000);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await done;
    });
    const { user, system } = process.cpuUsage(cpu);
    const { p50, p99 } = percentiles(asked);
    const of = `backlog of ${cases.toLocaleString('en')} cases against ${what}`;
    figures.push(
      figure(of, (cases / ms) * 1000, 'cases/s'),
      figure('the same, for each second of processor time', (cases / (user + system)) * 1e6, 'cases/s'),
      figure('the queue meanwhile, p50', p50 / 1000, 'ms'),
      figure('the queue meanwhile, p99', p99 / 1000, 'ms'),
    );
  }
  return figures;
}

const settled = (vault: AVault): Promise<void> =>
  vault.engine.context.vault.require().caseMatching.matching.settled();

function lines(values: Uint8Array, width: number): Buffer {
  const text = new Array<string>(values.length / width);
  for (let i = 0; i < text.length; i++) text[i] = hexAt(values, width, i);
  return Buffer.from(`${text.join('\n')}\n`);
}

/** Reports of files with hashes of their own; some are those of the lists. */
function reportsOf(cases: number, sha1: Uint8Array, pdq: Uint8Array): Buffer {
  const own = { sha1: randomBytesOf(cases * 20), pdq: randomBytesOf(cases * 32) };
  const known = sha1.length / 20;
  const text = Array.from({ length: cases }, (_, i) => {
    const isKnown = i % 1000 < KNOWN && i < known;
    const hashes = {
      sha1: hexAt(isKnown ? sha1 : own.sha1, 20, i),
      pdq: hexAt(isKnown ? pdq : own.pdq, 32, i),
    };
    const subjects = [{ kind: 'file', hashes }];
    return JSON.stringify({ format: 'hashline-report/1', channel: 'web-form', receivedAt: null, subjects });
  });
  return Buffer.from(`${text.join('\n')}\n`);
}

const hexAt = (values: Uint8Array, width: number, i: number): string =>
  Buffer.from(values.buffer, values.byteOffset + i * width, width).toString('hex');
