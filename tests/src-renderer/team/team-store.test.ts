import { createRouterClient, implement } from '@orpc/server';
import { describe, expect, it, vi } from 'vitest';
import { contract, type EngineClient } from '../../../shared/contract/contract.ts';
import type { TeamStatus } from '../../../shared/contract/team.contract.ts';
import { DeviceId } from '../../../shared/domain/ids.ts';
import { createTeamStore } from '../../../src-renderer/features/team/team-store.ts';
import { ALONE, aTeamStatus } from '../support/a-team-status.ts';
import { anId } from '../support/an-id.ts';

const PLACE = { host: 'hub.example', port: 5432, database: 'hashline' };
const FILES = [{ name: 'README.md', text: 'Read me.', mode: 0o644 }];
const CHECKS = [{ check: 'TLS', ok: true, finding: '1.3' }];
const DEVICE = DeviceId.parse(anId(9));

/** An engine that notes what it is asked, and whose contact with the others is as the test says. */
function anEngine() {
  const engine = {
    status: aTeamStatus() as TeamStatus,
    asked: [] as string[],
    hasContact: true,
    answersAreLost: false,
    isLetIn: true,
  };
  const team = implement(contract.team);
  const router = team.router({
    status: team.status.handler(() => {
      engine.asked.push('status');
      return engine.status;
    }),
    found: team.found.handler(({ input, errors }) => {
      if (engine.status.hub !== null) throw errors.CONFLICT({ data: { reason: 'team-exists' } });
      engine.status = aTeamStatus({ hub: input, isInContact: false });
      return { files: FILES };
    }),
    exchange: team.exchange.handler(({ errors }) => {
      if (!engine.hasContact) throw errors.CONFLICT({ data: { reason: 'needs-contact' } });
      return engine.status;
    }),
    check: team.check.handler(() => ({ checks: CHECKS })),
    invite: team.invite.handler(({ input, errors }) => {
      engine.asked.push(`invite ${input.name} ${input.command}`);
      if (engine.answersAreLost) throw errors.CONFLICT({ data: { reason: 'needs-contact' } });
      return { file: `for ${input.name}`, code: 'ABCD', device: DEVICE };
    }),
    readmit: team.readmit.handler(({ input: { device, replaces } }) => {
      engine.asked.push(`readmit ${device} in the place of ${replaces}`);
      return { file: `for ${device}`, code: 'EFGH', device, hasCertificate: true };
    }),
    rejoin: team.rejoin.handler(async function* ({ input, signal }) {
      engine.asked.push(`rejoin ${input.file} ${input.code}`);
      while (!engine.isLetIn) {
        yield { state: 'waiting' as const };
        await new Promise((next) => setTimeout(next, 5));
        signal?.throwIfAborted();
      }
      yield { state: 'rejoined' as const, carried: 2, own: 3, withoutEffect: 0 };
    }),
    remove: team.remove.handler(({ input }) => ({ removed: input.device })),
    carryOut: team.carryOut.handler(async function* () {
      yield { state: 'done' as const, deeds: 0, parcels: 0 };
    }),
    carryIn: team.carryIn.handler(() => ({ taken: 0, brought: 0, waiting: 0, left: 0 })),
    joinLogs: team.joinLogs.handler(() => {
      engine.asked.push('join the logs');
      engine.status = { ...engine.status, branches: [] };
      return { joined: 1 };
    }),
    leave: team.leave.handler(() => ({ left: DEVICE, copy: 'removed' as const })),
    withdraw: team.withdraw.handler(({ input }) => {
      engine.asked.push(`withdraw ${input.device}`);
      return { withdrawn: input.device };
    }),
    join: team.join.handler(async function* () {
      yield { state: 'waiting' as const };
    }),
  });
  const client: Pick<EngineClient, 'team'> = { team: createRouterClient(router) };
  return Object.assign(engine, { client });
}

describe('the seats on the page', () => {
  it('have their logs joined, and the page then reads how they stand', async () => {
    const engine = anEngine();
    engine.status = aTeamStatus({ branches: [{ device: DEVICE, from: 3, entries: 2 }] });
    const store = createTeamStore(engine.client);
    expect(await store.getState().joinLogs()).toBe(true);
    expect([engine.asked, store.getState().status?.branches]).toEqual([['join the logs', 'status'], []]);
  });

  it('are founded once, with files that stay until they are put away', async () => {
    const engine = anEngine();
    engine.status = ALONE;
    const store = createTeamStore(engine.client, () => 5);
    expect(await store.getState().found(PLACE)).toBe(true);
    const made = store.getState().files;
    store.getState().filesSaved();
    const saved = store.getState().files;
    store.getState().filesPutAway();
    expect([made, saved, store.getState().files, store.getState().status?.hub]).toEqual([
      { files: FILES, atMs: 5, isSaved: false },
      { files: FILES, atMs: 5, isSaved: true },
      null,
      PLACE,
    ]);
    expect([await store.getState().found(PLACE), store.getState().failure]).toEqual([
      false,
      { code: 'CONFLICT', data: { reason: 'team-exists' } },
    ]);
  });

  it('are asked about again at each change that can matter, and at no other', async () => {
    const engine = anEngine();
    const store = createTeamStore(engine.client);
    const count = async (isShown: boolean, vaultChanged: boolean) => {
      engine.asked.length = 0;
      await store.getState().follow(isShown, vaultChanged);
      return engine.asked.length;
    };
    await store.getState().load();
    const inContact = [await count(false, false), await count(true, false), await count(false, true)];
    engine.status = aTeamStatus({ trouble: 'unreachable', since: '2026-11-30T14:02:00.000Z' });
    await store.getState().load();
    const apart = await count(false, false);
    engine.status = ALONE;
    await store.getState().load();
    expect({ inContact, apart, alone: await count(false, false) }).toEqual({
      inContact: [0, 1, 1],
      apart: 1,
      alone: 0,
    });
  });

  it('say why nothing could be exchanged', async () => {
    const engine = anEngine();
    engine.hasContact = false;
    const store = createTeamStore(engine.client);
    expect([await store.getState().exchange(), store.getState().failure, store.getState().busy]).toEqual([
      false,
      { code: 'CONFLICT', data: { reason: 'needs-contact' } },
      null,
    ]);
    engine.hasContact = true;
    expect([await store.getState().exchange(), store.getState().failure]).toEqual([true, null]);
  });

  it('invite with the same command again where the answer was lost, and with another one for another person', async () => {
    const engine = anEngine();
    const store = createTeamStore(engine.client);
    engine.answersAreLost = true;
    await store.getState().invite('Bea', 'analyst');
    engine.answersAreLost = false;
    await store.getState().invite('Bea', 'analyst');
    const { invitation } = store.getState();
    await store.getState().invite('Cem', 'analyst');
    await store.getState().invite('Cem', 'analyst');
    const commands = engine.asked.filter((asked) => asked.startsWith('invite'));
    expect(commands[1]).toBe(commands[0]);
    expect(new Set(commands).size).toBe(3);
    expect(invitation).toEqual({
      name: 'Bea',
      file: 'for Bea',
      code: 'ABCD',
      device: DEVICE,
      isBare: false,
      isSaved: false,
    });
  });

  it('let a restored one in with a file and a code, which are kept until they were seen', async () => {
    const engine = anEngine();
    const store = createTeamStore(engine.client);
    const former = DeviceId.parse(anId(3));
    await store.getState().readmit(DEVICE, former);
    expect([store.getState().invitation, engine.asked[0]]).toEqual([
      expect.objectContaining({ name: null, code: 'EFGH', isBare: false, isSaved: false }),
      `readmit ${DEVICE} in the place of ${former}`,
    ]);
  });

  it('say what came of it where this restored one came back', async () => {
    const engine = anEngine();
    const store = createTeamStore(engine.client);
    const done = await store.getState().rejoin('a file', 'a code');
    expect([done, engine.asked[0], store.getState().rejoining]).toEqual([
      true,
      'rejoin a file a code',
      { state: 'rejoined', carried: 2, own: 3, withoutEffect: 0 },
    ]);
  });

  it('go on as before where coming back was cancelled', async () => {
    const engine = anEngine();
    engine.isLetIn = false;
    const store = createTeamStore(engine.client);
    const coming = store.getState().rejoin('a file', 'a code');
    await vi.waitFor(() => expect(engine.asked).toContain('rejoin a file a code'));
    expect(store.getState().rejoining).toEqual({ state: 'waiting' });
    store.getState().cancelRejoining();
    await coming;
    const { rejoining, busy, failure } = store.getState();
    expect([rejoining, busy, failure]).toEqual([null, null, null]);
  });

  it('keep an invitation until it was seen', async () => {
    const store = createTeamStore(anEngine().client);
    await store.getState().invite('Bea', 'analyst');
    store.getState().invitationSaved();
    const saved = store.getState().invitation?.isSaved;
    store.getState().invitationSeen();
    expect([saved, store.getState().invitation]).toEqual([true, null]);
  });

  it('show what a look at the hub found', async () => {
    const store = createTeamStore(anEngine().client);
    const before = store.getState().checks;
    await store.getState().check();
    expect([before, store.getState().checks]).toEqual([null, CHECKS]);
  });

  it('are no more waited for where an invitation was withdrawn', async () => {
    const engine = anEngine();
    const store = createTeamStore(engine.client);
    expect([await store.getState().withdraw(DEVICE), store.getState().failure]).toEqual([true, null]);
    expect(engine.asked).toEqual([`withdraw ${DEVICE}`, 'status']);
  });

  it('are removed one by one', async () => {
    const store = createTeamStore(anEngine().client);
    expect([await store.getState().remove(DEVICE), store.getState().failure]).toEqual([true, null]);
  });
});
