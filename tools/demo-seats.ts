/** What `demo-team.ts` plays with: seats, each a vault in a folder of its own, and the hub between them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRouterClient, ORPCError } from '@orpc/server';
import type { EngineClient } from '../shared/contract/contract.ts';
import type { TeamStatus } from '../shared/contract/team.contract.ts';
import { createEngine } from '../src-main/engine/engine.ts';
import { newCommand } from '../src-main/host-cli/terminal/open-engine.ts';
import { nodeHubPorts } from '../src-main/hub/setup/node-hub-ports.ts';
import { FolderAssets } from '../src-main/ports/assets.ts';
import { nodeEnginePorts } from '../src-main/ports/node-engine-ports.ts';
import { AssetsWithRate } from './assets-with-rate.ts';
import {
  contentOf,
  freePort,
  type PostgresServer,
  serverFiles,
  startAgain,
  startPostgres,
  stopPostgres,
  superuser,
} from './postgres-server.ts';

const ASSETS = join(import.meta.dirname, '..', 'assets');
export const PASSPHRASE = 'a passphrase for the demonstration only';
const DATABASE = 'hashline';
/** How long each decision can be taken back here, in seconds: less than a hotline would set, because people wait. */
export const GRACE_SECONDS = 2;
/** Far beyond what anything takes on a loaded machine. */
const LONGEST_MS = 120_000;

export interface DemoSeat {
  readonly name: string;
  readonly client: EngineClient;
  close(): void;
}

/** An engine that works in the background as a window's does. No decision is drawn for a second review. */
function openSeat(folder: string, name: string): DemoSeat {
  const ports = nodeEnginePorts(join(folder, name.toLowerCase()), ASSETS, {
    host: { kind: 'cli', capabilities: [] },
    version: '',
    background: true,
    ...nodeHubPorts(ASSETS),
  });
  const assets = new AssetsWithRate(new FolderAssets(ASSETS), 0, {}, GRACE_SECONDS);
  const engine = createEngine({ ...ports, assets });
  const client = createRouterClient(engine.router, { context: engine.context });
  return { name, client, close: () => engine.close() };
}

/** The seat of a new vault. */
export async function foundingSeat(folder: string, name: string): Promise<DemoSeat> {
  const seat = openSeat(folder, name);
  await seat.client.vault.create({ hotline: 'Demonstration hotline', name, passphrase: PASSPHRASE });
  return seat;
}

/** A seat that joins the supervisor's, who is at work meanwhile. */
export async function joinedSeat(folder: string, supervisor: DemoSeat, name: string): Promise<DemoSeat> {
  const { file, code } = await supervisor.client.team.invite({
    command: newCommand(),
    name,
    role: 'analyst',
  });
  const seat = openSeat(folder, name);
  for await (const step of await seat.client.team.join({ file, code }))
    if (step.state === 'waiting') await exchange(supervisor);
  await seat.client.vault.enrol({ name, code, passphrase: PASSPHRASE });
  await seat.client.vault.unlock({ name, passphrase: PASSPHRASE });
  return seat;
}

/** A PostgreSQL that is a hub, set up with the very files that the founding seat writes for whoever runs the machine. */
export class DemoHub {
  readonly #server: PostgresServer;

  private constructor(server: PostgresServer) {
    this.#server = server;
  }

  get port(): number {
    return this.#server.port;
  }

  static async setUp(folder: string, founder: DemoSeat): Promise<DemoHub> {
    const port = await freePort();
    const { files } = await founder.client.team.found({ host: '127.0.0.1', port, database: DATABASE });
    const given = files.map(({ name, text }) => ({ name, content: text }));
    const place = join(folder, 'hub');
    mkdirSync(place);
    const server = await startPostgres(place, serverFiles(given, DATABASE), { port });
    {
      await using admin = await superuser(server);
      await admin.query(`CREATE DATABASE ${DATABASE}`);
    }
    await using admin = await superuser(server, DATABASE);
    for (const name of ['hub.sql', 'first-device.sql']) await admin.query(contentOf(given, name));
    return new DemoHub(server);
  }

  stop(): void {
    stopPostgres(this.#server);
  }

  startAgain(): Promise<void> {
    return startAgain(this.#server);
  }
}

/** Exchanges with the hub now. @returns false where there is no contact */
export async function exchange({ client }: DemoSeat): Promise<TeamStatus | null> {
  try {
    return await client.team.exchange();
  } catch (error) {
    if (reasonOf(error) === 'needs-contact') return null;
    throw error;
  }
}

/** The reason of a refusal that people can do something about; anything else is thrown. */
export function reasonOf(error: unknown): string {
  if (error instanceof ORPCError && error.code === 'CONFLICT') {
    const { reason }: { reason?: unknown } = Object(error.data);
    if (typeof reason === 'string') return reason;
  }
  throw error;
}

/** Exchanges at every seat until all have every entry, none waits, and `isDone`. */
export async function settle(
  seats: readonly DemoSeat[],
  what: string,
  isDone: () => Promise<boolean> = async () => true,
): Promise<TeamStatus[]> {
  return until(what, async () => {
    const found = [];
    for (const seat of seats) found.push(await exchange(seat));
    const status = found.filter((one) => one !== null);
    const together =
      status.length === seats.length &&
      status.every(({ waiting, settled }) => waiting === 0 && settled === status[0]?.settled);
    return together && (await isDone()) ? status : null;
  });
}

/** Asks again until there is an answer. @throws Error that says `what` took too long */
export async function until<Answer>(what: string, ask: () => Promise<Answer | null>): Promise<Answer> {
  for (const endMs = Date.now() + LONGEST_MS; Date.now() < endMs; await sleep(200)) {
    const answer = await ask();
    if (answer !== null) return answer;
  }
  throw new Error(`this did not come about: ${what}`);
}
