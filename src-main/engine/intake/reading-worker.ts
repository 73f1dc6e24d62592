import { parentPort, workerData } from 'node:worker_threads';
import type { ReadOptions } from './read-rows.ts';
import { serveReading } from './reading-thread.ts';

if (!parentPort) throw new Error('the reading worker is started by readInThread');
const options: ReadOptions = workerData;
void serveReading(parentPort, options);
