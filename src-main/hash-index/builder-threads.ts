import { availableParallelism } from 'node:os';
import { startWorker } from '../ports/start-worker.ts';
import { collectSoon } from './give-back.ts';
import { KernelInstance, sharedWords } from './kernel-instance.ts';
import { awaitingParts, type BuilderRoom, type BuildPlan, buildingTables } from './near-building.ts';

/** Threads that help the index's own thread to build tables. */
export interface BuilderThreads {
  /** dist/kernel/matching-shared.wasm, compiled: the kernel for memory that threads share. */
  readonly kernel: WebAssembly.Module;
  /** Number of threads. */
  readonly count: number;
  /** Number of entries from which starting them saves time. */
  readonly from: number;
  /** @param rooms one for each thread */
  start(kernel: KernelInstance, plan: BuildPlan, rooms: readonly BuilderRoom[]): BuildersAtWork;
  /** Has shared memory that is out of use collected a little later. */
  giveBack(): void;
}

/** Threads that work on one plan. */
export interface BuildersAtWork {
  /** Whether any thread is still running; updated in a later turn of the event loop. */
  readonly isAnyoneThere: boolean;
  /** Waits for the current step of each thread, a few milliseconds at most. They write nothing afterwards. */
  stop(): void;
}

/** What a thread receives at its start. */
export interface BuilderTask {
  kernel: WebAssembly.Module;
  memory: WebAssembly.Memory;
  plan: BuildPlan;
  room: BuilderRoom;
  /** Words shared by all threads: IS_STOPPED, AT_WORK. */
  control: Int32Array;
}

const [IS_STOPPED, AT_WORK] = [0, 1];
/** A thread takes 0.1 s to start, in which a million entries are built. */
const WORTH_STARTING = 2_000_000;
/** Memory does not allow more. */
const MOST_BUILDERS = 3;
/** A step takes a millisecond; a thread that takes a hundred times as long is taken for dead. */
const [PATIENCE_MS, PATIENCE_TIMES] = [10, 100];

/**
 * Starts new threads for each build: they have no state to keep, and their memory is freed with them.
 * @param script index-worker.ts, or the file it was bundled into
 * @returns null where there is no second processor
 */
export function builderThreads(
  script: URL | string,
  kernel: WebAssembly.Module,
  { count = Math.min(MOST_BUILDERS, availableParallelism() - 1), from = WORTH_STARTING } = {},
): BuilderThreads | null {
  if (count === 0) return null;
  return {
    kernel,
    count,
    from,
    start({ memory }, plan, rooms) {
      const control = sharedWords(2);
      let there = rooms.length;
      for (const room of rooms) {
        const task: BuilderTask = { kernel, memory, plan, room, control };
        startWorker(script, 'hashline-builder', task).on('exit', () => there--);
      }
      return {
        get isAnyoneThere() {
          return there > 0;
        },
        stop: () => {
          Atomics.store(control, IS_STOPPED, 1);
          for (let times = 0; times < PATIENCE_TIMES; times++) {
            const atWork = Atomics.load(control, AT_WORK);
            if (atWork === 0) return;
            Atomics.wait(control, AT_WORK, atWork, PATIENCE_MS);
          }
        },
      };
    },
    giveBack: collectSoon,
  };
}

/** Runs in a builder thread. */
export function buildAlong({ kernel: module, memory, plan, room, control }: BuilderTask): void {
  const kernel = new KernelInstance(module, memory);
  Atomics.add(control, AT_WORK, 1);
  try {
    for (const steps of [awaitingParts(plan), buildingTables(kernel, plan, room)]) {
      while (Atomics.load(control, IS_STOPPED) === 0 && !steps.next().done);
    }
  } finally {
    Atomics.sub(control, AT_WORK, 1);
    Atomics.notify(control, AT_WORK);
  }
}
