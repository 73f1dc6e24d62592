import { createEngine, type Engine } from '../engine/engine.ts';
import { serveConnection } from '../engine/serve-connection.ts';
import { nodeHubPorts } from '../hub/setup/node-hub-ports.ts';
import { nodeEnginePorts } from '../ports/node-engine-ports.ts';
import { PreparedDeviceSecret } from '../ports/prepared-device-secret.ts';
import type { EngineStart, FromEngine, ToEngine } from './engine-message.ts';
import { rehearse } from './rehearse.ts';

/** How long answers that are under way when the vault is locked have to leave. */
const ANSWERS_MS = 50;
/** How long after that a page that does not close its end of a connection is waited for. */
const FAREWELL_MS = 250;

/** One connection of a page, over whatever carries it. */
export interface Line {
  send(message: string | ArrayBufferLike | ArrayBufferView): void;
  /** Ends it for both sides, once what was sent before has left. */
  end(): void;
  /** Called once, before anything is received. */
  open(receive: (message: unknown) => void, closed: () => void): void;
}

export interface EngineServiceParts {
  reply: (message: FromEngine) => void;
  /** Ends this process. */
  exit: () => void;
}

/**
 * What runs in the engine process, apart from the process itself: takes messages of the host and serves every connection
 * it receives. Once keys were in this process and the vault is closed again, it ends, and with it its memory; calls that
 * come meanwhile are cut off and reach the next engine. It runs the same in any process and in a test.
 */
export class EngineService {
  readonly #parts: EngineServiceParts;
  readonly #lines = new Set<Line>();
  #hasEnded = false;
  #engine: Engine | null = null;
  #leaving = false;

  constructor(parts: EngineServiceParts) {
    this.#parts = parts;
  }

  receive(message: ToEngine): void {
    switch (message.type) {
      case 'start':
        if (this.#engine) throw new Error('the engine runs already');
        this.#engine = start(message);
        void this.#engine.spent.then(() => this.#leave());
        return;
      case 'rehearse':
        // Where it fails, a disk may be full: an unlock is slower then, and tells.
        void rehearse(message.assets).catch(() => {});
        return;
      case 'lock':
        this.#lock();
        // A spent engine says so by itself.
        if (!this.#engine?.isSpent()) this.#parts.reply({ type: 'locked' });
        return;
      case 'close':
        this.#lock();
        if (this.#engine === null) this.end();
        else this.#parts.reply({ type: 'closed' });
    }
  }

  connect(line: Line): void {
    if (!this.#engine) throw new Error('a connection needs a running engine');
    if (this.#leaving) {
      line.end();
      return;
    }
    const connection = serveConnection(this.#engine, line);
    this.#lines.add(line);
    line.open(
      (message) => {
        if (!this.#leaving) connection.receive(message);
      },
      () => {
        this.#lines.delete(line);
        connection.close();
        if (this.#leaving && this.#lines.size === 0) this.end();
      },
    );
  }

  /** Locks the vault and ends the process. */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#lock();
    this.#parts.exit();
  }

  #leave(): void {
    this.#leaving = true;
    this.#parts.reply({ type: 'spent' });
    setTimeout(() => {
      if (this.#lines.size === 0) return this.end();
      setTimeout(() => this.end(), FAREWELL_MS);
      for (const line of this.#lines) line.end();
    }, ANSWERS_MS);
  }

  /** The host waits for the answer, so it is sent even if the last entry could not be written (a full disk). */
  #lock(): void {
    try {
      this.#engine?.close();
    } catch {
      // The vault is closed all the same; the write error surfaces at the next unlock.
    }
  }
}

function start({ vault, assets, version, host, secret }: EngineStart): Engine {
  const ports = nodeEnginePorts(vault, assets, {
    ...{ host, version, background: true, ...nodeHubPorts(assets) },
  });
  if (secret === null) return createEngine(ports);
  return createEngine({ ...ports, deviceSecret: new PreparedDeviceSecret(ports.files, secret) });
}
