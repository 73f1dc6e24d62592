import { parentPort, workerData } from 'node:worker_threads';
import { serveIndexThread } from './index-thread.ts';

if (!parentPort) throw new Error('the index worker is started by startIndexThread');
serveIndexThread(parentPort, workerData);
