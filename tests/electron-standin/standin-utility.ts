import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { ForkOptions } from 'electron';
import { z } from 'zod';
import type { FarEnd, Port } from './message-ports.ts';

/** What comes from the process: a port's message or end, or a message to main. */
const FromChild = z.union([
  z.object({ port: z.number(), closed: z.literal(true) }),
  z.object({ port: z.number(), data: z.union([z.string(), z.instanceof(Uint8Array)]) }),
  z.object({ parent: z.unknown() }),
]);

/** A utility process: a real process with Electron's own script before the program's, and BoringSSL's answers. */
export class StandinUtility extends EventEmitter {
  readonly #child: ChildProcess;
  readonly #owned = new Map<number, Port>();
  #killed = false;
  #ended = false;

  constructor(path: string, args: readonly string[], options: ForkOptions) {
    super();
    const output = options.stdio === 'ignore' ? 'ignore' : 'inherit';
    this.#child = fork(join(import.meta.dirname, 'utility-init.mjs'), [path, ...args], {
      // Electron clears the environment where one is given (electron_api_utility_process.cc).
      env: { ...options.env },
      execArgv: options.execArgv ?? [],
      serialization: 'advanced',
      stdio: ['ignore', output, output, 'ipc'],
    });
    this.#child.on('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message) => this.#receive(FromChild.parse(message)));
    this.#child.on('exit', (code, signal) => {
      this.#ended = true;
      for (const port of this.#owned.values()) port.farClosed();
      // A process that was asked to end counts as one that ended well; a crash is told as the raw status.
      this.emit('exit', this.#killed ? 0 : (code ?? (signal === 'SIGKILL' ? 9 : 6)));
    });
  }

  get pid(): number | undefined {
    return this.#ended ? undefined : this.#child.pid;
  }

  postMessage(message: unknown, transfer: readonly Port[] = []): void {
    if (this.#ended) return;
    this.#child.send({ parent: structuredClone(message), ports: transfer.map(({ id }) => id) });
    const far: FarEnd = {
      deliver: (port, data) => void (this.#child.connected && this.#child.send({ port, data })),
      closed: (port) => void (this.#child.connected && this.#child.send({ port, closed: true })),
    };
    for (const port of transfer) {
      this.#owned.set(port.id, port);
      port.moveTo(far);
    }
  }

  kill(): boolean {
    if (this.#ended) return false;
    this.#killed = true;
    return this.#child.kill('SIGTERM');
  }

  /** V8 gives up: the error comes first, and the process ends after it. */
  failFatally(): void {
    try {
      this.emit('error', 'FatalError', 'Reached heap limit', '{}');
    } finally {
      this.#child.kill('SIGABRT');
    }
  }

  #receive(message: z.infer<typeof FromChild>): void {
    if (!('port' in message)) this.emit('message', message.parent);
    else if ('closed' in message) this.#owned.get(message.port)?.farClosed();
    else this.#owned.get(message.port)?.fromFar(message.data);
  }
}
