import { Worker } from 'node:worker_threads';

/**
 * Starts a thread that neither keeps the program alive nor ends it by an error of its own: `exit` is emitted in any
 * case.
 */
export function startWorker(script: URL | string, name: string, workerData: object): Worker {
  const worker = new Worker(script, { workerData, name });
  worker.unref();
  worker.on('error', () => {});
  return worker;
}
