import type { MessagePort } from 'node:worker_threads';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { startWorker } from '../../ports/start-worker.ts';
import { FileRefused } from './formats/intake-format.ts';
import { Mailbox } from './mailbox.ts';
import { type ReadOptions, type ReadRows, type ReadStretch, type ReadWhole, readRows } from './read-rows.ts';

/** What the thread is told: bytes of the file, of which none are left after null, or that a stretch was taken. */
type ToThread = { bytes: Uint8Array<ArrayBuffer> | null } | { taken: true };

/** What the thread tells. `room`: it has taken some bytes and there is room for others. */
type FromThread =
  | { room: true }
  | { stretch: ReadStretch }
  | { whole: ReadWhole }
  | { refusal: Refusal }
  | { failed: string };

/** How many pieces of bytes, and how many stretches, are on their way at most, so that memory stays bounded. */
const ON_THEIR_WAY = 4;

/**
 * Reads files each in a thread of its own, so that the engine's one is free for other work and for staging the rows.
 * @param script reading-worker.ts, or the file it was bundled into
 */
export const readInThread = (script: string): ReadRows =>
  async function* (bytes, options) {
    const worker = startWorker(script, 'hashline-reading', options);
    // While a file is read, a program at a terminal may wait for nothing else.
    worker.ref();
    const told = new Mailbox<FromThread | { sendingFailed: unknown }>();
    const room = new Mailbox<true>();
    for (let free = 0; free < ON_THEIR_WAY; free++) room.put(true);
    worker.on('message', (message: FromThread) => {
      if ('room' in message) room.put(true);
      else told.put(message);
    });
    worker.on('exit', () => told.put({ failed: 'the thread that reads a file has ended' }));
    const send = (message: ToThread, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer);
    const sending = async () => {
      for await (const piece of bytes) {
        await room.take();
        // The sender keeps its bytes, which may be a part of something larger.
        const own = Uint8Array.from(piece);
        send({ bytes: own }, [own.buffer]);
      }
      send({ bytes: null });
    };
    sending().catch((error: unknown) => told.put({ sendingFailed: error }));
    try {
      for (;;) {
        const message = await told.take();
        if ('whole' in message) return message.whole;
        if ('refusal' in message) throw new FileRefused(message.refusal);
        if ('sendingFailed' in message) throw message.sendingFailed;
        if ('failed' in message) throw new Error(message.failed);
        if ('stretch' in message) {
          yield message.stretch;
          send({ taken: true });
        }
      }
    } finally {
      void worker.terminate();
    }
  };

/** Runs in the thread. */
export async function serveReading(port: MessagePort, options: ReadOptions): Promise<void> {
  const incoming = new Mailbox<Uint8Array | null>();
  const room = new Mailbox<true>();
  for (let free = 0; free < ON_THEIR_WAY; free++) room.put(true);
  port.on('message', (message: ToThread) => {
    if ('bytes' in message) incoming.put(message.bytes);
    else room.put(true);
  });
  const tell = (message: FromThread) => port.postMessage(message);
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (let piece = await incoming.take(); piece !== null; piece = await incoming.take()) {
      tell({ room: true });
      yield piece;
    }
  }
  try {
    const rows = readRows(bytes(), options);
    let step = await rows.next();
    for (; !step.done; step = await rows.next()) {
      await room.take();
      tell({ stretch: step.value });
    }
    tell({ whole: step.value });
  } catch (error) {
    if (error instanceof FileRefused) tell({ refusal: error.refusal });
    else tell({ failed: error instanceof Error ? error.message : String(error) });
  }
}
