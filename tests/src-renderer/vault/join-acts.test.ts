import { createRouterClient, implement } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { contract, type EngineClient } from '../../../shared/contract/contract.ts';
import type { JoinStep } from '../../../shared/contract/team.contract.ts';
import { DeviceId } from '../../../shared/domain/ids.ts';
import { joinActs } from '../../../src-renderer/features/vault/join-acts.ts';
import type { Joining } from '../../../src-renderer/features/vault/vault-state.ts';
import { createVaultStore } from '../../../src-renderer/features/vault/vault-store.ts';
import { anId } from '../support/an-id.ts';

const JOINED: JoinStep = {
  state: 'joined',
  device: DeviceId.parse(anId(4)),
  person: 'Bea',
  entries: 500,
};
const READING: JoinStep[] = [0, 100, 300].map((entries) => ({ state: 'reading', entries, of: 500 }));

/** The door of a workstation without a vault. @param steps what the engine answers; an error ends it */
function atTheDoor(steps: (signal: AbortSignal | undefined) => AsyncGenerator<JoinStep>) {
  const seen: { file: string; code: string }[] = [];
  const team = implement(contract.team);
  const router = {
    team: {
      join: team.join.handler(async function* ({ input, signal }) {
        seen.push(input);
        yield* steps(signal);
      }),
    },
  };
  const client = createRouterClient(router) as unknown as Pick<EngineClient, 'vault' | 'team' | 'wellbeing'>;
  const store = createVaultStore(client, async () => {});
  let nowMs = 0;
  let locked = 0;
  const acts = joinActs(
    {
      client,
      set: store.setState,
      get: store.getState,
      toLocked: async () => {
        locked += 1;
      },
    },
    () => (nowMs += 1000),
  );
  const shown: (Joining | null)[] = [];
  store.subscribe(({ joining }, before) => joining !== before.joining && shown.push(joining));
  return { acts, store, shown, seen, locked: () => locked };
}

async function* given(steps: readonly JoinStep[]): AsyncGenerator<JoinStep> {
  yield* steps;
}

describe('joining a hotline from the page', () => {
  it('waits, reads with its rate and what is left, and goes on to the door with the same code', async () => {
    const { acts, store, shown, seen, locked } = atTheDoor(() =>
      given([{ state: 'waiting' }, ...READING, JOINED]),
    );
    expect(await acts.join('the file', 'ABCD')).toBe(true);
    expect({ shown, seen, locked: locked(), with: store.getState().joinedWith }).toEqual({
      shown: [
        { step: 'asking' },
        { step: 'waiting' },
        { step: 'reading', entries: 0, of: 500, entriesPerSecond: 0, remainingMs: null },
        { step: 'reading', entries: 100, of: 500, entriesPerSecond: 50, remainingMs: 8000 },
        { step: 'reading', entries: 300, of: 500, entriesPerSecond: 100, remainingMs: 2000 },
        null,
      ],
      seen: [{ file: 'the file', code: 'ABCD' }],
      locked: 1,
      with: 'ABCD',
    });
  });

  it('that fails says why, and can be tried again', async () => {
    let isDown = true;
    const { acts, store, locked } = atTheDoor(async function* () {
      if (isDown) throw new Error('no answer');
      yield JOINED;
    });
    const first = [await acts.join('f', 'c'), store.getState().failure?.code, store.getState().busy];
    isDown = false;
    expect([first, await acts.join('f', 'c'), store.getState().failure, locked()]).toEqual([
      [false, 'UNEXPECTED', false],
      true,
      null,
      1,
    ]);
  });

  it('that ends before it is complete is a failure, and not a vault', async () => {
    const { acts, store, locked } = atTheDoor(() => given(READING));
    expect([await acts.join('f', 'c'), store.getState().failure?.code, locked()]).toEqual([
      false,
      'UNEXPECTED',
      0,
    ]);
  });

  it('that is cancelled is no fault, and the engine hears of it', async () => {
    let ended: AbortSignal | undefined;
    const { acts, store } = atTheDoor(async function* (signal) {
      ended = signal;
      for (;;) {
        yield { state: 'waiting' };
        acts.cancelJoining();
      }
    });
    const joined = await acts.join('f', 'c');
    const { failure, joining, busy, joinedWith } = store.getState();
    expect({ joined, failure, joining, busy, joinedWith, heard: ended?.aborted }).toEqual({
      ...{ joined: false, failure: null, joining: null, busy: false, joinedWith: null },
      heard: true,
    });
  });
});
