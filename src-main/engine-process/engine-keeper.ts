import type { CrashBudget } from './crash-budget.ts';
import { ALTERED_EXIT_CODE, type EngineStart, FromEngine, type ToEngine } from './engine-message.ts';

/** Longest wait for an engine that does not answer. */
const ANSWER_MS = 5_000;
/** How long a process whose vault is locked may take to end by itself. */
const LEAVE_MS = 2_000;
/** How long after the first engine is ready the next process is begun, so as not to slow down the person who unlocks. */
const FIRST_SPARE_AFTER_MS = 5_000;
/** The same after one took its place: locks may come close together while people take turns or enrol. */
const NEXT_SPARE_AFTER_MS = 1_000;

/** A process that can run the engine, as its host started it. `Way` is what a connection is handed over as. */
export interface EngineProcess<Way> {
  send(message: ToEngine): void;
  connect(way: Way): void;
  /** Ends it at once. `ended` follows even where it could not be started. */
  kill(): void;
}

export interface EngineProcessEvents {
  message(message: unknown): void;
  /** Called once. Whatever the process held, the system has taken back by then. */
  ended(code: number): void;
}

/** `altered`: the native libraries differ from those shipped. Any other value is what `prepareStart` threw. */
export type GivenUp = { why: 'altered' | 'ended-too-often' } | { why: 'not-prepared'; error: unknown };

export interface EngineKeeperPorts<Way> {
  fork: (events: EngineProcessEvents) => EngineProcess<Way>;
  /** Called again for every engine, so that the host holds no secret in between. */
  prepareStart: () => Promise<EngineStart>;
  budget: CrashBudget;
  /** Folder of the policies and the matching kernel. */
  assets: string;
  /** For processes that end while they wait. Once it is spent, the next engine is started from nothing. */
  spareBudget: CrashBudget;
  /** Called when a new engine accepts connections. */
  onReady: () => void;
  /** Called when there will be no engine any more. */
  onGivenUp: (reason: GivenUp) => void;
}

interface Kept<Way> {
  process: EngineProcess<Way>;
  isReady: boolean;
  hasEnded: boolean;
}

/**
 * Keeps one engine running in a process of its own, and a second process waiting with the code loaded and no key. A
 * process ends with the lock of its vault, and the system clears its memory; the one that waited takes its place. The
 * same replaces an engine that crashed. The host starts processes, hands connections on and tells the engine to lock or
 * close; what pages and engine say to each other never passes through here.
 */
export class EngineKeeper<Way> {
  readonly #ports: EngineKeeperPorts<Way>;
  #current: Kept<Way> | null = null;
  #spare: Kept<Way> | null = null;
  /** Processes whose vault is closed and that are about to end. */
  readonly #leaving = new Set<Kept<Way>>();
  #spareTimer: NodeJS.Timeout | undefined;
  #closing = false;
  #isFirst = true;
  readonly #waiting = new Set<(about: Kept<Way>, type: FromEngine['type'] | 'ended') => void>();

  constructor(ports: EngineKeeperPorts<Way>) {
    this.#ports = ports;
  }

  /** Starts the first engine. @throws what `prepareStart` throws */
  async start(): Promise<void> {
    const message = await this.#ports.prepareStart();
    if (this.#closing) return;
    const engine = this.#spare ?? this.#fork();
    this.#spare = null;
    this.#current = engine;
    engine.process.send(message);
    message.secret?.secret.fill(0);
    if (engine.isReady) this.#spareIn(NEXT_SPARE_AFTER_MS);
    this.#ports.onReady();
  }

  /** Hands a connection to the engine. @returns false while there is none */
  connect(way: Way): boolean {
    if (this.#current === null) return false;
    this.#current.process.connect(way);
    return true;
  }

  /** Resolves when the vault is locked. An engine that does not answer is ended, which locks the vault too. */
  async lock(): Promise<void> {
    const engine = this.#current;
    if (engine !== null && !(await this.#ask(engine, 'lock'))) engine.process.kill();
  }

  /** Locks and ends for good. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    clearTimeout(this.#spareTimer);
    const [engine, spare] = [this.#current, this.#spare];
    const asked = [engine, spare].map((one) => one && this.#ask(one, 'close'));
    await Promise.all(asked);
    const left = [engine, spare, ...this.#leaving].filter((one) => one !== null && !one.hasEnded);
    await Promise.all(left.map((one) => one && this.#end(one)));
    this.#current = null;
    this.#spare = null;
  }

  /** @returns whether it answered, or ended, in time */
  #ask(engine: Kept<Way>, type: 'lock' | 'close'): Promise<boolean> {
    const answers = { lock: ['locked', 'spent'], close: ['closed'] }[type];
    const answered = this.#hear(engine, (heard) => heard === 'ended' || answers.includes(heard));
    engine.process.send({ type });
    return answered;
  }

  #end(engine: Kept<Way>): Promise<boolean> {
    const ended = this.#hear(engine, (heard) => heard === 'ended');
    engine.process.kill();
    return ended;
  }

  /** Waits until the process says, or does, what `isIt` waits for. @returns false where it takes too long */
  #hear(engine: Kept<Way>, isIt: (heard: FromEngine['type'] | 'ended') => boolean): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => done(false), ANSWER_MS);
    const listener = (about: Kept<Way>, heard: FromEngine['type'] | 'ended') => {
      if (about === engine && isIt(heard)) done(true);
    };
    const done = (inTime: boolean) => {
      clearTimeout(timer);
      this.#waiting.delete(listener);
      resolve(inTime);
    };
    this.#waiting.add(listener);
    return promise;
  }

  #fork(): Kept<Way> {
    // A process that cannot be started may say so before `fork` has returned.
    const early: (() => void)[] = [];
    const events: EngineProcessEvents = {
      message: (message) => (kept ? this.#heard(kept, message) : early.push(() => events.message(message))),
      ended: (code) => (kept ? this.#ended(kept, code) : early.push(() => events.ended(code))),
    };
    let kept: Kept<Way> | null = null;
    const made: Kept<Way> = { process: this.#ports.fork(events), isReady: false, hasEnded: false };
    kept = made;
    for (const tell of early) setImmediate(tell);
    return made;
  }

  #heard(engine: Kept<Way>, message: unknown): void {
    const known = FromEngine.safeParse(message);
    if (!known.success) return;
    const { type } = known.data;
    if (type === 'ready') {
      engine.isReady = true;
      if (engine === this.#current) this.#spareIn(this.#isFirst ? FIRST_SPARE_AFTER_MS : NEXT_SPARE_AFTER_MS);
      this.#isFirst = false;
      if (engine === this.#spare) engine.process.send({ type: 'rehearse', assets: this.#ports.assets });
    }
    if (type === 'spent' && engine === this.#current && !this.#closing) this.#replace(engine);
    for (const listener of this.#waiting) listener(engine, type);
  }

  /** The vault is closed, and so the next engine may open it while this process still ends. */
  #replace(engine: Kept<Way>): void {
    this.#current = null;
    this.#leaving.add(engine);
    const impatience = setTimeout(() => {
      if (!engine.hasEnded) engine.process.kill();
    }, LEAVE_MS);
    impatience.unref();
    this.#startAgain();
  }

  #ended(engine: Kept<Way>, code: number): void {
    if (engine.hasEnded) return;
    engine.hasEnded = true;
    this.#leaving.delete(engine);
    if (engine === this.#spare) this.#spareEnded();
    else if (engine === this.#current) this.#currentEnded(code);
    for (const listener of this.#waiting) listener(engine, 'ended');
  }

  #currentEnded(code: number): void {
    this.#current = null;
    if (this.#closing) return;
    if (code === ALTERED_EXIT_CODE) this.#ports.onGivenUp({ why: 'altered' });
    else if (!this.#ports.budget.spend()) this.#ports.onGivenUp({ why: 'ended-too-often' });
    else this.#startAgain();
  }

  #startAgain(): void {
    this.start().catch((error: unknown) => this.#ports.onGivenUp({ why: 'not-prepared', error }));
  }

  #spareEnded(): void {
    this.#spare = null;
    if (!this.#closing && this.#ports.spareBudget.spend()) this.#spareIn(NEXT_SPARE_AFTER_MS);
  }

  #spareIn(ms: number): void {
    clearTimeout(this.#spareTimer);
    this.#spareTimer = setTimeout(() => {
      if (!this.#closing && this.#spare === null) this.#spare = this.#fork();
    }, ms);
    this.#spareTimer.unref();
  }
}
