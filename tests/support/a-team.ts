import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { Role } from '../../shared/domain/duty.ts';
import { createEngine, type Engine, house } from '../../src-main/engine/engine.ts';
import { joinVault } from '../../src-main/engine/vault/join-vault.ts';
import type { OpenVault } from '../../src-main/engine/whole/open-vault.ts';
import type { EnginePorts } from '../../src-main/ports/engine-ports.ts';
import type { HubSetup } from '../../src-main/ports/hub-setup.ts';
import { MemoryHub } from '../../src-main/ports/memory-hub.ts';
import { aCommand } from './a-command.ts';
import { aFolder } from './a-folder.ts';
import { type Lies, lying } from './a-lying-hub.ts';
import { type AVault, aVault, PASSPHRASE, portsOf } from './a-vault.ts';

/** For hubs that look at no certificate. */
const noSetup: HubSetup = {
  authority: async () => ({ cert: 'authority', key: 'key' }),
  station: async (_, device) => ({ cert: device, key: 'key' }),
  files: async () => [],
  check: async () => [],
};

/** One seat of a hotline. */
export interface Seat {
  name: string;
  folder: string;
  engine: Engine;
  client: EngineClient;
  open(): OpenVault;
  device(): string;
  /** Exchanges with the hub once. */
  sync(): Promise<void>;
  /** Exchanges with the hub, and waits until nothing of lists is under way, and cases are matched. */
  syncLists(): Promise<void>;
  lock(): void;
  unlock(): Promise<void>;
}

export interface ATeam extends AsyncDisposable {
  hub: MemoryHub;
  /** What the hub's operator tells a device in the place of the truth. */
  lies: Map<string, Lies>;
  vault: AVault;
  /** Through which any workstation reaches the hub. */
  ports: Pick<EnginePorts, 'clock' | 'hub' | 'hubSetup'>;
  /** The first is the founder's. */
  seats: Seat[];
  /** A new seat for a person who has an invitation to it. */
  enter(name: string, invitation: { file: string; code: string }): Promise<Seat>;
  /** A new seat for a new person; without a role, a further one of somebody who works here already. */
  join(name: string, role: Role | null): Promise<Seat>;
  /** A seat in a folder, as after a restore; locked. It is not one of `seats`. */
  seatIn(name: string, folder: string): Seat;
  /** Exchanges until every seat has everything. */
  settle(seats?: readonly Seat[]): Promise<void>;
}

/**
 * A vault that founded a team, with a hub in memory, and seats that joined. Time stands still.
 * @param alone what is done in the vault before
 */
export async function aTeam(
  people: readonly (readonly [name: string, role: Role])[] = [],
  input: Parameters<typeof aVault>[0] = {},
  alone: (vault: AVault) => Promise<void> = async () => {},
): Promise<ATeam> {
  let vault: AVault | null = null;
  // The hub's time is that of the seats, until a test gives it another.
  const hub = new MemoryHub({
    nowMs: () => vault?.clock.nowMs() ?? 0,
    monotonicMs: () => vault?.clock.monotonicMs() ?? 0,
    sleep: async () => {},
  });
  const lies = new Map<string, Lies>();
  const team = {
    hub: ({ device }: { device: string }) => {
      const seat = hub.as(device);
      // Looked up at each call, so that an operator can begin to lie at any time.
      return lying(seat, device, {
        pull: (deeds, from) => lies.get(device)?.pull?.(deeds, from) ?? deeds,
        lease: (lease, asking) => lies.get(device)?.lease?.(lease, asking) ?? lease,
        parcel: (sealed, name) => {
          const lie = lies.get(device)?.parcel;
          return lie ? lie(sealed, name) : sealed;
        },
      });
    },
    hubSetup: noSetup,
  };
  vault = await aVault({ ...input, ports: { ...input?.ports, ...team } });
  const founding = vault;
  await alone(founding);
  const folders: Disposable[] = [];
  const seatOf = (name: string, folder: string, engine: Engine): Seat => {
    const open = () => engine.context.vault.require();
    const client = createRouterClient(engine.router, { context: engine.context });
    return {
      ...{ name, folder, engine, client, open },
      device: () => open().session.device,
      sync: () => open().teamSync.once(),
      syncLists: async () => {
        await open().teamSync.once();
        await open().listTravel.settled();
        await open().matching.matching.settled();
      },
      lock: () => engine.context.vault.lock(),
      unlock: async () => {
        await client.vault.unlock({ name, passphrase: PASSPHRASE });
      },
    };
  };
  const founder = seatOf(founding.session.person.name, founding.folder, founding.engine);
  hub.admitFirst(founder.device());
  await founder.open().team.found({ host: 'hub.example', port: 5432, database: 'hashline' });
  await founder.sync();
  const seats = [founder];
  const settle = async (some: readonly Seat[] = seats) => {
    for (let round = 0; round < 2; round++) for (const seat of some) await seat.sync();
    for (const seat of some) await seat.sync();
  };
  const enter = async (name: string, { file, code }: { file: string; code: string }): Promise<Seat> => {
    const root = aFolder();
    folders.push(root);
    const folder = join(root.path, 'seat');
    const ports: EnginePorts = { ...portsOf(folder), clock: founding.clock, ...team };
    const joining = joinVault(
      { file, code },
      { ...ports, clock: realSleep(ports) },
      house,
      new AbortController().signal,
    );
    for (let step = await joining.next(); !step.done; step = await joining.next())
      if (step.value.state === 'waiting') await founder.sync();
    const engine = createEngine(ports);
    const seat = seatOf(name, folder, engine);
    await seat.client.vault.enrol({ name, code, passphrase: PASSPHRASE });
    await seat.unlock();
    await seat.sync();
    seats.push(seat);
    return seat;
  };
  const joinSeat = async (name: string, role: Role | null): Promise<Seat> => {
    const invitation = await founder.open().team.invite(aCommand(), name, role);
    await founder.sync();
    return enter(name, invitation);
  };
  const opened: Seat[] = [];
  const seatIn = (name: string, folder: string): Seat => {
    const ports: EnginePorts = { ...portsOf(folder), clock: founding.clock, ...team };
    opened.push(seatOf(name, folder, createEngine({ ...ports, clock: realSleep(ports) })));
    return opened.at(-1)!;
  };
  for (const [name, role] of people) await joinSeat(name, role);
  await settle();
  return {
    ...{ hub, lies, vault: founding, seats, enter, join: joinSeat, seatIn, settle },
    ports: { ...team, clock: founding.clock },
    [Symbol.asyncDispose]: async () => {
      for (const seat of [...seats.slice(1), ...opened]) seat.engine.close();
      founding[Symbol.dispose]();
      for (const folder of folders) folder[Symbol.dispose]();
    },
  };
}

/** The test's time stands still, but waiting for a letter must end. */
const realSleep = ({ clock }: EnginePorts): EnginePorts['clock'] => ({
  nowMs: () => clock.nowMs(),
  monotonicMs: () => clock.monotonicMs(),
  sleep: () => new Promise((done) => setTimeout(done, 1)),
});
