/** Work in steps; a promise that it yields is awaited before its next step. */
export type Steps<Result> = Generator<Promise<void> | undefined, Result>;

interface Task {
  /** @param failure the reason for which the awaited promise was rejected */
  advance(failure?: { error: unknown }): 'done' | 'more' | Promise<void>;
  abandon(error: unknown): void;
}

/** Longest time that other work of the thread waits, unless a single step takes longer. */
const TURN_MS = 1;

/**
 * Does work in the order of its arrival, in turns of the event loop between which messages and other lines are served.
 */
export class WorkLine {
  readonly #tasks: Task[] = [];
  #running = false;

  /** Starts at once if no other work is ahead. */
  do<Result>(steps: Steps<Result>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#tasks.push({
      advance: (failure) => {
        try {
          const { done, value } = failure ? steps.throw(failure.error) : steps.next();
          if (!done) return value ?? 'more';
          resolve(value);
        } catch (error) {
          reject(error);
        }
        return 'done';
      },
      abandon: (error) => {
        steps.return(undefined as never);
        reject(error);
      },
    });
    if (!this.#running) this.#turn();
    return promise;
  }

  /** Rejects all unfinished work with this error, whether it has begun or not. */
  abandon(error: unknown): void {
    for (const task of this.#tasks.splice(0)) task.abandon(error);
  }

  #turn(): void {
    this.#running = true;
    const endMs = performance.now() + TURN_MS;
    while (this.#tasks.length > 0 && performance.now() < endMs) {
      const task = this.#tasks[0]!;
      const outcome = task.advance();
      if (outcome === 'done') this.#tasks.shift();
      else if (outcome !== 'more') {
        this.#wait(task, outcome);
        return;
      }
    }
    this.#running = this.#tasks.length > 0;
    if (this.#running) setImmediate(() => this.#turn());
  }

  #wait(task: Task, promise: Promise<void>): void {
    promise.then(
      () => this.#turn(),
      (error: unknown) => {
        const isAbandoned = this.#tasks[0] !== task;
        const outcome = isAbandoned ? 'more' : task.advance({ error });
        if (outcome === 'done') this.#tasks.shift();
        this.#turn();
      },
    );
  }
}
