import { parentPort, workerData } from 'node:worker_threads';
import type { BuilderTask } from './builder-threads.ts';
import type { IndexThreadData } from './index-thread.ts';

if (!parentPort) throw new Error('the index worker is started by startIndexThread or by builderThreads');
const port = parentPort;
const data: IndexThreadData | BuilderTask = workerData;
// Each kind of thread loads only what it needs: a builder's start counts towards the time that it is meant to save.
if ('plan' in data) void import('./builder-threads.ts').then(({ buildAlong }) => buildAlong(data));
else
  void import('./index-thread.ts').then(({ serveIndexThread }) =>
    serveIndexThread(port, data, import.meta.filename),
  );
