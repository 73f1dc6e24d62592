import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** What an entry in the record writes at least: two pages of the database's log. */
const BYTES = 8192;
const PAUSE_MS = 10;

/**
 * How long this disk takes to keep 8 KiB, beside other work: what nobody who waits for an entry in the record can be quicker than.
 * @returns what ends it, with microseconds of each time
 */
export function diskPace(folder: string): () => Promise<number[]> {
  const worker = new Worker(new URL(import.meta.url), { workerData: join(folder, 'pace') });
  return async () => {
    const { promise, resolve } = Promise.withResolvers<number[]>();
    worker.once('message', resolve);
    worker.postMessage('stop');
    const us = await promise;
    await worker.terminate();
    return us;
  };
}

async function keepPace(path: string): Promise<void> {
  const file = openSync(path, 'w');
  const us: number[] = [];
  let stopped = false;
  parentPort?.once('message', () => {
    stopped = true;
  });
  while (!stopped) {
    const before = performance.now();
    writeSync(file, Buffer.alloc(BYTES, us.length));
    fsyncSync(file);
    us.push((performance.now() - before) * 1000);
    await wait(PAUSE_MS);
  }
  closeSync(file);
  parentPort?.postMessage(us);
}

if (!isMainThread && typeof workerData === 'string') await keepPace(workerData);
