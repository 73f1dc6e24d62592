import { join } from 'node:path';
import type { JoinStep } from '../../shared/contract/team.contract.ts';
import { house } from '../../src-main/engine/engine.ts';
import { joinVault } from '../../src-main/engine/vault/join-vault.ts';
import { nodeHubPorts } from '../../src-main/hub/setup/node-hub-ports.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { EnginePorts } from '../../src-main/ports/engine-ports.ts';
import { aCommand } from './a-command.ts';
import { aFolder } from './a-folder.ts';
import type { HubServer } from './a-postgres.ts';
import { ASSETS, type AVault, anEngine, aVault, PASSPHRASE, PERSON, portsOf } from './a-vault.ts';

/** A hub of tests in PostgreSQL, as `aPostgresHub` makes one. */
export interface HubInPostgres {
  readonly server: HubServer;
  readonly address: { readonly database: string };
  admitFirst(device: string): Promise<void>;
}

/** A seat of a hotline whose vault is locked: an engine of any process may open it. */
export interface ClosedSeat {
  readonly name: string;
  readonly folder: string;
  readonly device: string;
}

export interface PostgresTeam extends Disposable {
  /** The first is the founder's. */
  readonly seats: readonly ClosedSeat[];
}

const ASK_EVERY_MS = 20;

/**
 * Founds a hotline with seats at a hub in PostgreSQL and locks them all.
 * @param port where the seats reach the hub; another than the server's own where something lies between
 * @param prepare sets up the founder's vault before the others join
 */
export async function aPostgresTeam(
  hub: HubInPostgres,
  {
    names,
    port,
    ports,
    prepare,
    joining = () => {},
  }: {
    names: readonly string[];
    port: number;
    ports: Partial<EnginePorts> & { clock: Clock };
    prepare: (founder: AVault) => Promise<void>;
    /** Told how each joining goes on. */
    joining?: (step: JoinStep) => void;
  },
): Promise<PostgresTeam> {
  const there = nodeHubPorts(ASSETS);
  const all = {
    ...there,
    ...ports,
    hubSetup: { ...there.hubSetup, authority: async () => hub.server.authority },
  };
  const founder = await aVault({ ports: all });
  const folders: Disposable[] = [founder];
  try {
    await prepare(founder);
    const opened = founder.engine.context.vault.require();
    const { device } = opened.session;
    await hub.admitFirst(device);
    await opened.team.found({ host: '127.0.0.1', port, database: hub.address.database });
    await opened.teamSync.once();
    const seats: ClosedSeat[] = [{ name: PERSON, folder: founder.folder, device }];
    for (const name of names) {
      const root = aFolder();
      folders.push(root);
      seats.push(await joined(founder, name, join(root.path, 'seat'), all, joining));
    }
    founder.lock();
    return { seats, [Symbol.dispose]: () => disposeAll(folders) };
  } catch (error) {
    disposeAll(folders);
    throw error;
  }
}

const disposeAll = (folders: readonly Disposable[]): void => {
  for (const folder of folders) folder[Symbol.dispose]();
};

/** Lets an analyst join at a new workstation, which is locked then. */
async function joined(
  founder: AVault,
  name: string,
  folder: string,
  ports: Partial<EnginePorts> & { clock: Clock },
  told: (step: JoinStep) => void,
): Promise<ClosedSeat> {
  const { team, teamSync } = founder.engine.context.vault.require();
  const { file, code, device } = await team.invite(aCommand(), name, 'analyst');
  await teamSync.once();
  const { clock } = ports;
  const patient: Clock = {
    nowMs: () => clock.nowMs(),
    monotonicMs: () => clock.monotonicMs(),
    sleep: () => new Promise((done) => setTimeout(done, ASK_EVERY_MS)),
  };
  const joining = joinVault(
    { file, code },
    { ...portsOf(folder), ...ports, clock: patient },
    house,
    new AbortController().signal,
  );
  for await (const step of joining) {
    told(step);
    if (step.state === 'waiting') await teamSync.once();
  }
  const { engine, client } = anEngine(folder, ports);
  await client.vault.enrol({ name, code, passphrase: PASSPHRASE });
  engine.close();
  return { name, folder, device };
}
