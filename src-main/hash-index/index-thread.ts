import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { startWorker } from '../ports/start-worker.ts';
import { builderThreads } from './builder-threads.ts';
import { FolderSegmentFiles } from './folder-segment-files.ts';
import type { IndexPort, IndexReply, IndexRequest } from './index-messages.ts';
import { IndexService } from './index-service.ts';
import { IndexStore } from './index-store.ts';
import { MatchIndex, type MatchIndexOptions } from './match-index.ts';
import type { SegmentFiles } from './segment-files.ts';

/** What the thread of an index receives at its start. */
export interface IndexThreadData {
  /** dist/kernel/matching.wasm, compiled. */
  kernel: WebAssembly.Module;
  /** dist/kernel/matching-shared.wasm, compiled: the same kernel for memory that threads share. */
  sharedKernel: WebAssembly.Module;
  layout: MatchIndexOptions['layout'];
  /** Path of the folder with the index's files. */
  folder: string;
}

/**
 * Starts the index in a thread of its own.
 * @param script index-worker.ts, or the file it was bundled into
 */
export function startIndexThread(script: URL | string, data: IndexThreadData): IndexPort {
  const worker = startWorker(script, 'hashline-index', data);
  // The thread ends with the one that started it, even if nothing closed it, but not while that one waits only for an
  // answer.
  let unanswered = 0;
  worker.on('message', () => {
    if (--unanswered === 0) worker.unref();
  });
  return {
    send: (request, transfer) => {
      if (++unanswered === 1) worker.ref();
      worker.postMessage(request, transfer);
    },
    onReply: (listener) => worker.on('message', listener),
    onEnd: (listener) => worker.on('exit', listener),
    close: () => void worker.terminate(),
  };
}

/**
 * Serves an index at the other end of a port.
 * @returns a function that ends it
 */
export function serveIndex(port: Pick<MessagePort, 'on' | 'postMessage'>, options: IndexServing): void {
  const { files, ...index } = options;
  const service = new IndexService(new MatchIndex(index), new IndexStore(files, index.entropy));
  port.on('message', (request: IndexRequest) => {
    void service.handle(request, (reply, transfer) => port.postMessage(reply, transfer));
  });
}

export interface IndexServing extends MatchIndexOptions {
  files: SegmentFiles;
}

/** @param script the script this thread was started with */
export function serveIndexThread(
  port: MessagePort,
  { kernel, sharedKernel, layout, folder }: IndexThreadData,
  script: string,
): void {
  const builders = builderThreads(script, sharedKernel);
  serveIndex(port, { kernel, builders, layout, files: new FolderSegmentFiles(folder) });
}

/** The same index within this thread: messages are copied and transferred as they are between threads. */
export function startIndexInProcess(options: IndexServing): IndexPort {
  const { port1: near, port2: far } = new MessageChannel();
  serveIndex(far, options);
  const listeners: (() => void)[] = [];
  near.on('close', () => {
    for (const listener of listeners) listener();
  });
  return {
    send: (request, transfer) => near.postMessage(request, transfer),
    onReply: (listener) => near.on('message', (reply: IndexReply) => listener(reply)),
    onEnd: (listener) => listeners.push(listener),
    close: () => near.close(),
  };
}
