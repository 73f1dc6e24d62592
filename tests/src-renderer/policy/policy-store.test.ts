import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { PolicyInFull, Proposal, RulesText } from '../../../shared/contract/policy.contract.ts';
import { EMPTY_TALLY } from '../../../shared/domain/dry-run.ts';
import { PersonId, ProposalId } from '../../../shared/domain/ids.ts';
import { Policy } from '../../../shared/domain/policy.ts';
import { createPolicyStore } from '../../../src-renderer/features/policy/policy-store.ts';
import { protocolOf, versionSide } from '../../../src-renderer/features/policy/side.ts';
import { aMemberTable, aPolicy } from '../support/a-session.ts';
import { anId } from '../support/an-id.ts';

const DIGESTS = { policy: 'a'.repeat(64), members: 'b'.repeat(64) };
const ADA = { id: PersonId.parse(anId(1)), name: 'Ada Reviewer' };
const AT = '2026-11-21T12:00:00.000Z';

const inFull = (version: number, inForce: boolean): PolicyInFull => {
  const policy = { ...aPolicy(), version };
  const members = aMemberTable();
  return {
    version: {
      ...{ id: policy.id, version, name: policy.name, membersAsOf: members.asOf, digests: DIGESTS },
      ...{ activatedAt: AT, proposedBy: null, activatedBy: ADA, inForce },
    },
    policy,
    members,
  };
};

/** The policy room of an engine, in memory: what waits, what is in force, and what it was asked. */
function anEngine() {
  const engine = {
    inForce: 2,
    waiting: [] as Proposal[],
    asked: [] as string[],
    refuse: null as Error | null,
  };
  const read = ({ policy }: RulesText) => Policy.parse(JSON.parse(policy));
  const policy = {
    inForce: async () => inFull(engine.inForce, true),
    versions: async () =>
      Array.from({ length: engine.inForce }, (_, at) => engine.inForce - at).map(
        (version) => inFull(version, version === engine.inForce).version,
      ),
    version: async ({ version }: { version: number }) => {
      engine.asked.push(`version ${version}`);
      return inFull(version, false);
    },
    proposals: async () => engine.waiting,
    labelSets: async () => [],
    check: async () => {
      if (engine.refuse) throw engine.refuse;
      return DIGESTS;
    },
    propose: async ({ rules }: { rules: RulesText }) => {
      const id = ProposalId.parse(anId(900));
      const base = { id, members: aMemberTable(), digests: DIGESTS, proposedAt: AT, proposedBy: ADA };
      engine.waiting = [{ ...base, policy: read(rules), activation: 'allowed' }];
      return { proposal: id };
    },
    withdraw: async () => {
      engine.waiting = [];
      return { withdrawn: true as const };
    },
    activate: async () => {
      engine.inForce = engine.waiting[0]?.policy.version ?? 0;
      engine.waiting = [];
      return { id: 'be-2017', version: engine.inForce };
    },
    dryRun: async () =>
      (async function* () {
        yield { phase: 'routing' as const, looked: 1, total: 2 };
        yield { phase: 'done' as const, result: { tally: { ...EMPTY_TALLY, looked: 2 }, changes: [] } };
      })(),
  };
  return { engine, client: { policy } as unknown as Pick<EngineClient, 'policy'> };
}

async function aStore() {
  const { engine, client } = anEngine();
  const store = createPolicyStore(client);
  await store.getState().load();
  return { engine, store, state: () => store.getState() };
}

describe('a new version', () => {
  it('begins as the one in force under the next number, and is what was changed of it', async () => {
    const { state } = await aStore();
    state().begin();
    expect([state().view, state().draft]).toEqual([
      'draft',
      { policy: { ...aPolicy(), version: 3 }, members: aMemberTable() },
    ]);
    state().change({ source: 'elsewhere' });
    state().begin();
    expect(state().draft?.policy.source).toBe('elsewhere');
    state().discard();
    expect([state().draft, state().view]).toEqual([null, 'inForce']);
  });

  it('is proposed with the digests that were confirmed, and gone from the page then', async () => {
    const { engine, state } = await aStore();
    state().begin();
    await state().prepare();
    expect(state().signing).toMatchObject({ act: 'propose', digests: DIGESTS, version: 3 });
    await state().sign();
    expect([state().signing, state().draft, state().view]).toEqual([null, null, 'inForce']);
    expect(state().proposals).toEqual(engine.waiting);
    expect(state().proposals[0]?.policy.version).toBe(3);
  });

  it('that the engine refuses stays, with the places', async () => {
    const { engine, state } = await aStore();
    const refusals = [
      {
        row: null,
        field: 'policy.version',
        reason: 'bad-value',
        detail: { code: 'version-too-low', highest: 4 },
      },
    ];
    engine.refuse = new ORPCError('REFUSED', { data: { refusals } });
    state().begin();
    await state().prepare();
    expect([state().signing, state().refusals, state().failure?.code]).toEqual([null, refusals, 'REFUSED']);
    state().change({ version: 9 });
    expect([state().refusals, state().failure]).toEqual([[], null]);
  });

  it('counts what waits when it is numbered', async () => {
    const { state } = await aStore();
    state().begin();
    await state().prepare();
    await state().sign();
    state().begin();
    expect(state().draft?.policy.version).toBe(4);
  });
});

it('an activated policy is in force on the page, and the earlier one can still be compared', async () => {
  const { engine, state } = await aStore();
  state().begin();
  await state().prepare();
  await state().sign();
  state().ask({ act: 'activate', proposal: state().proposals[0]! });
  await state().sign();
  expect([state().inForce?.policy.version, state().proposals]).toEqual([3, []]);
  const side = (version: number) => versionSide({ id: 'be-2017', version });
  await state().compare(side(1), side(3));
  expect(protocolOf(state(), side(1))?.policy.version).toBe(1);
  await state().compare(side(2), side(1));
  // The second was in force a moment ago and the first was read before: neither is asked for again.
  expect(engine.asked).toEqual(['version 1']);
});

it('a dry run shows its progress and then its result, until it is closed', async () => {
  const { store, state } = await aStore();
  state().begin();
  const seen: unknown[] = [];
  store.subscribe(({ dry }) => seen.push(dry?.progress ?? dry?.result?.tally.looked ?? null));
  await state().runDry('draft', 100);
  expect(seen).toEqual([null, { looked: 1, total: 2 }, 2]);
  state().closeDry();
  expect(state().dry).toBe(null);
});
