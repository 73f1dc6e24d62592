import { createEngine, type Engine } from '../engine/engine.ts';
import { serveConnection } from '../engine/serve-connection.ts';
import { nodeEnginePorts } from '../ports/node-engine-ports.ts';
import { PreparedDeviceSecret } from '../ports/prepared-device-secret.ts';
import type { EngineStart, FromEngine, ToEngine } from './engine-message.ts';

/** The part of Electron's MessagePortMain in use; it has to be started before it delivers. */
export interface EnginePort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/**
 * What runs in the engine process, apart from the process itself: takes messages of the main process and serves every
 * port it receives. It runs the same in a utility process and in a test.
 */
export class EngineService {
  readonly #reply: (message: FromEngine) => void;
  #engine: Engine | null = null;

  constructor(reply: (message: FromEngine) => void) {
    this.#reply = reply;
  }

  receive(message: ToEngine, port?: EnginePort): void {
    switch (message.type) {
      case 'start':
        if (this.#engine) throw new Error('the engine runs already');
        this.#engine = start(message);
        return;
      case 'connect':
        this.#connect(port);
        return;
      case 'lock':
        this.#lock();
        this.#reply({ type: 'locked' });
        return;
      case 'close':
        this.#lock();
        this.#reply({ type: 'closed' });
    }
  }

  #connect(port: EnginePort | undefined): void {
    if (!this.#engine || !port) throw new Error('a connection needs a running engine and a port');
    const connection = serveConnection(this.#engine, {
      send: (message) => port.postMessage(message),
      end: () => port.close(),
    });
    port.on('message', ({ data }) => connection.receive(data));
    port.on('close', connection.close);
    port.start();
  }

  /** The main process waits for the answer, so it is sent even if the last entry could not be written (a full disk). */
  #lock(): void {
    try {
      this.#engine?.close();
    } catch {
      // The vault is closed all the same; the write error surfaces at the next unlock.
    }
  }
}

function start({ vault, assets, version, secret }: EngineStart): Engine {
  const ports = nodeEnginePorts(vault, assets, {
    host: { kind: 'electron', capabilities: ['ephemeral-indexeddb', 'locks-on-close', 'keystore'] },
    version,
    background: true,
  });
  return createEngine({ ...ports, deviceSecret: new PreparedDeviceSecret(ports.files, secret) });
}
