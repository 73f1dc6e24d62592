import { RPCHandler } from '@orpc/server/message-port';
import { createEngine, type Engine } from '../engine/engine.ts';
import { nodeEnginePorts } from '../ports/node-engine-ports.ts';
import { PreparedDeviceSecret } from '../ports/prepared-device-secret.ts';
import type { EngineStart, FromEngine, ToEngine } from './engine-message.ts';

/** A port as oRPC takes it, which has to be started before it delivers. */
type EnginePort = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0] & { start(): void };

/**
 * The engine process without the process: takes main's messages and serves every port it is given. Runs the same in a
 * utility process and in a test.
 */
export class EngineService {
  readonly #reply: (message: FromEngine) => void;
  #running: { engine: Engine; handler: RPCHandler<Engine['context']> } | null = null;

  constructor(reply: (message: FromEngine) => void) {
    this.#reply = reply;
  }

  receive(message: ToEngine, port?: EnginePort): void {
    switch (message.type) {
      case 'start':
        if (this.#running) throw new Error('the engine runs already');
        this.#running = start(message);
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
    if (!this.#running || !port) throw new Error('a connection needs a running engine and a port');
    const { engine, handler } = this.#running;
    handler.upgrade(port, { context: engine.context });
    port.start();
  }

  /** Main waits for the answer, so there is one even where the last entry could not be written (a full disk). */
  #lock(): void {
    try {
      this.#running?.engine.close();
    } catch {
      // The vault is closed all the same; what could not be written shows when it is opened again.
    }
  }
}

function start({ vault, assets, version, secret }: EngineStart) {
  const ports = nodeEnginePorts(vault, assets, {
    host: { kind: 'electron', capabilities: ['ephemeral-indexeddb', 'locks-on-close', 'keystore'] },
    version,
    background: true,
  });
  const engine = createEngine({ ...ports, deviceSecret: new PreparedDeviceSecret(ports.files, secret) });
  return { engine, handler: new RPCHandler(engine.router) };
}
