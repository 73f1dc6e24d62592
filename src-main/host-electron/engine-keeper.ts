import type { MessageChannelMain, MessagePortMain, UtilityProcess } from 'electron';
import type { CrashBudget } from './crash-budget.ts';
import { ALTERED_EXIT_CODE, type EngineStart, FromEngine, type ToEngine } from './engine-message.ts';
import { KeystoreFailure } from './keystore.ts';
import type { StartProblem } from './start-problem.ts';

/** Longest wait for an engine that does not answer. */
const ANSWER_MS = 5_000;

export interface EngineKeeperPorts {
  fork: () => UtilityProcess;
  MessageChannelMain: new () => MessageChannelMain;
  /** Called again for every engine process, so that the main process holds no secret in between. */
  prepareStart: () => Promise<EngineStart>;
  budget: CrashBudget;
  /** Called when a new engine accepts connections. */
  onReady: () => void;
  /** Called when the engine ended too often, could not be started again, or must not run at all. */
  onGivenUp: (problem: StartProblem) => void;
}

/**
 * Keeps one engine process running. The main process starts it, hands ports on and tells it to lock or close; messages
 * between the page and the engine never pass through here.
 */
export class EngineKeeper {
  readonly #ports: EngineKeeperPorts;
  #process: UtilityProcess | null = null;
  #closing = false;
  readonly #waiting = new Map<FromEngine['type'], () => void>();

  constructor(ports: EngineKeeperPorts) {
    this.#ports = ports;
  }

  async start(): Promise<void> {
    const message = await this.#ports.prepareStart();
    if (this.#closing) return;
    const engine = this.#ports.fork();
    this.#process = engine;
    engine.on('message', (answer: unknown) => {
      const known = FromEngine.safeParse(answer);
      if (known.success) this.#waiting.get(known.data.type)?.();
    });
    engine.on('exit', (code) => this.#ended(engine, code));
    // V8's fatal errors arrive here before the process ends, and an `error` without a listener would end the main
    // process instead. A process that could not be started ends without `exit`, and cannot be killed.
    engine.on('error', () => {
      if (!engine.kill()) this.#ended(engine, 1);
    });
    engine.postMessage(message);
    message.secret.secret.fill(0);
    this.#ports.onReady();
  }

  /** A port to the engine for the page; null while there is no engine. */
  connect(): MessagePortMain | null {
    if (!this.#process) return null;
    const { port1, port2 } = new this.#ports.MessageChannelMain();
    this.#process.postMessage({ type: 'connect' } satisfies ToEngine, [port1]);
    return port2;
  }

  /** Resolves when the vault is locked. An engine that does not answer is ended, which locks the vault too. */
  async lock(): Promise<void> {
    if (!(await this.#ask('lock', 'locked'))) this.#process?.kill();
  }

  /** Locks and ends for good. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    await this.#ask('close', 'closed');
    this.#process?.kill();
    this.#process = null;
  }

  async #ask(type: 'lock' | 'close', answer: FromEngine['type']): Promise<boolean> {
    const engine = this.#process;
    if (!engine) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), ANSWER_MS);
    this.#waiting.set(answer, () => resolve(true));
    engine.once('exit', () => resolve(true));
    engine.postMessage({ type } satisfies ToEngine);
    const answered = await promise;
    clearTimeout(timer);
    return answered;
  }

  #ended(engine: UtilityProcess, code: number): void {
    if (engine !== this.#process) return;
    this.#process = null;
    if (this.#closing) return;
    if (code === ALTERED_EXIT_CODE || !this.#ports.budget.spend()) {
      this.#ports.onGivenUp(code === ALTERED_EXIT_CODE ? 'altered' : 'engine');
      return;
    }
    this.start().catch((error: unknown) =>
      this.#ports.onGivenUp(error instanceof KeystoreFailure ? error.problem : 'engine'),
    );
  }
}
