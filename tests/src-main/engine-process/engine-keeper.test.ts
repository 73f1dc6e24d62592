import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CrashBudget } from '../../../src-main/engine-process/crash-budget.ts';
import {
  EngineKeeper,
  type EngineProcess,
  type EngineProcessEvents,
  type GivenUp,
} from '../../../src-main/engine-process/engine-keeper.ts';
import { ManualClock } from '../../../src-main/ports/clock.ts';

/** Longer than a process that waits is put off. */
const A_WHILE_MS = 6_000;

/** A process that does nothing of its own accord. */
class FakeProcess implements EngineProcess<string> {
  readonly events: EngineProcessEvents;
  readonly got: string[] = [];
  readonly secrets: Uint8Array[] = [];

  constructor(events: EngineProcessEvents) {
    this.events = events;
  }

  send(message: Parameters<EngineProcess<string>['send']>[0]): void {
    this.got.push(message.type);
    if (message.type === 'start' && message.secret !== null) this.secrets.push(message.secret.secret.slice());
  }

  connect(way: string): void {
    this.got.push(way);
  }

  kill(): void {
    this.got.push('kill');
    setImmediate(() => this.events.ended(0));
  }

  says(type: 'ready' | 'locked' | 'spent' | 'closed'): void {
    this.events.message({ type });
  }
}

function keeping() {
  const processes: FakeProcess[] = [];
  const handed: Uint8Array[] = [];
  const givenUp: GivenUp[] = [];
  const clock = new ManualClock();
  const state = { ready: 0, refusing: false };
  const keeper = new EngineKeeper<string>({
    fork: (events) => {
      const made = new FakeProcess(events);
      processes.push(made);
      return made;
    },
    prepareStart: async () => {
      if (state.refusing) throw new Error('no keystore');
      const secret = new Uint8Array(32).fill(5);
      handed.push(secret);
      const host = { kind: 'electron' as const, capabilities: [] };
      return {
        type: 'start',
        vault: '/v',
        assets: '/a',
        version: '1',
        host,
        secret: { state: 'kept', secret },
      };
    },
    assets: '/a',
    budget: new CrashBudget(clock),
    spareBudget: new CrashBudget(clock),
    onReady: () => {
      state.ready += 1;
    },
    onGivenUp: (reason) => givenUp.push(reason),
  });
  return { keeper, processes, handed, givenUp, clock, state, got: () => processes.map(({ got }) => got) };
}

/** With an engine at work, and a process that waits for its lock. */
async function withSpare() {
  const kept = keeping();
  await kept.keeper.start();
  kept.processes[0]!.says('ready');
  await vi.advanceTimersByTimeAsync(A_WHILE_MS);
  kept.processes[1]!.says('ready');
  return kept;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('the process that waits', () => {
  test('is begun a while after the engine is ready, rehearses, and is told nothing else', async () => {
    const { keeper, processes, got } = keeping();
    await keeper.start();
    await vi.advanceTimersByTimeAsync(10 * A_WHILE_MS);
    expect(processes).toHaveLength(1);
    processes[0]!.says('ready');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(processes).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(A_WHILE_MS);
    processes[1]!.says('ready');
    keeper.connect('a page');
    expect(got()).toEqual([['start', 'a page'], ['rehearse']]);
  });

  test('takes the place of an engine whose vault was locked, which serves nobody from then on', async () => {
    const { keeper, processes, state, got } = await withSpare();
    processes[0]!.says('spent');
    await soon();
    expect(keeper.connect('the page again')).toBe(true);
    processes[0]!.events.ended(0);
    expect([got(), state.ready]).toEqual([[['start'], ['rehearse', 'start', 'the page again']], 2]);
    await vi.advanceTimersByTimeAsync(A_WHILE_MS);
    expect(processes).toHaveLength(3);
  });

  test('takes the place of an engine that crashed', async () => {
    const { processes, got, givenUp } = await withSpare();
    processes[0]!.events.ended(134);
    await soon();
    expect([got(), givenUp]).toEqual([[['start'], ['rehearse', 'start']], []]);
  });

  test('is replaced where it ends, and not for ever; the next engine is then begun from nothing', async () => {
    const { processes, givenUp } = await withSpare();
    for (let times = 0; times < 20; times++) {
      const waiting = processes.at(-1)!;
      if (waiting !== processes[0]) waiting.events.ended(1);
      await vi.advanceTimersByTimeAsync(A_WHILE_MS);
    }
    expect([processes.length, givenUp]).toEqual([7, []]);
    processes[0]!.says('spent');
    await soon();
    expect(processes[7]!.got).toEqual(['start']);
  });

  test('gets the secret only when it becomes the engine, and the host keeps no copy', async () => {
    const { processes, handed } = await withSpare();
    expect(processes[1]!.secrets).toEqual([]);
    processes[0]!.says('spent');
    await soon();
    expect(processes[1]!.secrets).toEqual([new Uint8Array(32).fill(5)]);
    expect(handed).toEqual([new Uint8Array(32), new Uint8Array(32)]);
  });
});

describe('a lock', () => {
  test('is answered by an engine that had no key and goes on, or by one that ends', async () => {
    const { keeper, processes, got } = await withSpare();
    const first = keeper.lock();
    processes[0]!.says('locked');
    await first;
    expect(got()).toEqual([['start', 'lock'], ['rehearse']]);
    const second = keeper.lock();
    processes[0]!.says('spent');
    await second;
    await soon();
    expect(got()).toEqual([
      ['start', 'lock', 'lock'],
      ['rehearse', 'start'],
    ]);
  });

  test('ends an engine that does not answer, and one that stays after its lock', async () => {
    const { keeper, processes } = await withSpare();
    const locked = keeper.lock();
    await vi.advanceTimersByTimeAsync(5_001);
    await locked;
    expect(processes[0]!.got.at(-1)).toBe('kill');
    await soon();
    await soon();
    processes[1]!.says('spent');
    await vi.advanceTimersByTimeAsync(2_001);
    expect(processes[1]!.got.at(-1)).toBe('kill');
  });

  test('is not counted as a crash, however often it comes', async () => {
    const { processes, givenUp, keeper } = keeping();
    await keeper.start();
    for (let times = 0; times < 30; times++) {
      processes.at(-1)!.says('spent');
      processes.at(-1)!.events.ended(0);
      await soon();
    }
    expect([processes.length, givenUp]).toEqual([31, []]);
  });

  test('of an engine that cannot be replaced is told to the host', async () => {
    const { processes, givenUp, state, keeper } = await withSpare();
    state.refusing = true;
    processes[0]!.says('spent');
    await soon();
    expect(givenUp).toEqual([{ why: 'not-prepared', error: new Error('no keystore') }]);
    expect(keeper.connect('the page')).toBe(false);
  });
});

describe('an engine that crashes', () => {
  test('is begun again a few times, and then given up', async () => {
    const { keeper, processes, givenUp } = keeping();
    await keeper.start();
    for (let times = 0; times < 6; times++) {
      processes.at(-1)!.events.ended(1);
      await soon();
    }
    expect([processes.length, givenUp]).toEqual([6, [{ why: 'ended-too-often' }]]);
  });

  test('is not begun again where its libraries were changed', async () => {
    const { keeper, processes, givenUp } = keeping();
    await keeper.start();
    processes[0]!.events.ended(86);
    await soon();
    expect([processes.length, givenUp]).toEqual([1, [{ why: 'altered' }]]);
  });

  test('counts once, whatever its process tells of its end', async () => {
    const { keeper, processes } = keeping();
    await keeper.start();
    processes[0]!.events.ended(1);
    processes[0]!.events.ended(1);
    await soon();
    expect(processes).toHaveLength(2);
  });
});

test('the end asks both processes to close, and begins none again', async () => {
  const { keeper, processes, got } = await withSpare();
  const closed = keeper.close();
  processes[0]!.says('closed');
  processes[1]!.events.ended(0);
  await closed;
  await vi.advanceTimersByTimeAsync(10 * A_WHILE_MS);
  expect(got()).toEqual([
    ['start', 'close', 'kill'],
    ['rehearse', 'close'],
  ]);
});
