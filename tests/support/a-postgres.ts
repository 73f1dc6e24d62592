import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type Client from 'pg/lib/client.js';
import type { HubTls } from '../../src-main/hub/hub-connection.ts';
import { PostgresHub } from '../../src-main/hub/postgres-hub.ts';
import { issueHubAuthority, issueStationCertificate } from '../../src-main/hub/setup/hub-certificates.ts';
import { type HubFile, hubFolder } from '../../src-main/hub/setup/hub-folder.ts';
import { FolderAssets } from '../../src-main/ports/assets.ts';
import { systemClock } from '../../src-main/ports/clock.ts';
import { systemEntropy } from '../../src-main/ports/entropy.ts';
import type { Hub } from '../../src-main/ports/hub.ts';
import type { CertifiedKey } from '../../src-main/receiver/issue-certificate.ts';
import {
  type PostgresServer,
  serverFiles,
  startPostgres,
  stopPostgres,
  superuser,
} from '../../tools/postgres-server.ts';

const ROOT = 'HASHLINE_TEST_POSTGRES';
const ASSETS = new FolderAssets(join(import.meta.dirname, '..', '..', 'assets'));
const HUB_SQL = new TextDecoder().decode(ASSETS.read('hub/hub.sql'));
/** The database that each test's is a copy of. */
const TEMPLATE = 'hub_template';
/** Admitted in the template, and used by no test. */
const NO_ONE = '00000000-0000-7000-8000-000000000000';

/** A server with a hub's settings and certificates, and the authority that made them. */
export interface HubServer extends PostgresServer {
  readonly authority: CertifiedKey;
}

/** What a seat connects with. */
export const surroundings = { clock: systemClock, entropy: systemEntropy };

/**
 * Gives a run of tests a place for its server; for the global set-up of vitest.
 * @returns a function that ends the server, if a test began it
 */
export function keepPostgres(): () => void {
  const root = mkdtempSync(join(tmpdir(), 'hashline-postgres-'));
  // The server's account passes through to its own folder.
  chmodSync(root, 0o711);
  process.env[ROOT] = root;
  process.env[`${ROOT}_RUN`] = String(process.pid);
  return () => {
    stopPostgres({ data: join(root, 'server', 'data') });
    rmSync(root, { recursive: true, force: true, maxRetries: 10 });
  };
}

/** The server of this run, which the first test that needs it begins. */
export async function thePostgres(): Promise<HubServer> {
  const root = process.env[ROOT];
  if (root === undefined) throw new Error('this run keeps no PostgreSQL');
  const said = join(root, 'said.json');
  if (begins(join(root, 'server'))) {
    const whileRuns = Number(process.env[`${ROOT}_RUN`]);
    const begun = await startHubServer(join(root, 'server'), { whileRuns }).catch((error: unknown) => ({
      failed: String(error),
    }));
    writeFileSync(`${said}.part`, JSON.stringify(begun));
    renameSync(`${said}.part`, said);
  }
  for (const untilMs = Date.now() + 50_000; !existsSync(said); await sleep(20))
    if (Date.now() > untilMs) throw new Error('another worker of the run did not begin PostgreSQL');
  const begun: HubServer & { failed?: string } = JSON.parse(readFileSync(said, 'utf8'));
  if (begun.failed !== undefined) throw new Error(begun.failed);
  return begun;
}

/** Whether this worker is the one to begin the server. */
function begins(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch {
    return false;
  }
}

/** Starts a server as a hub's folder sets one up, with databases of any name. */
export async function startHubServer(
  folder: string,
  options: { whileRuns?: number; isDurable?: boolean } = {},
): Promise<HubServer> {
  const authority = await issueHubAuthority('a hotline', Date.now());
  const files = await aHubFolder(authority);
  const server = await startPostgres(folder, serverFiles(files), options);
  {
    await using client = await superuser(server);
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
  }
  await using client = await superuser(server, TEMPLATE);
  await client.query(HUB_SQL);
  return { ...server, authority };
}

export const aHubFolder = (authority: CertifiedKey, firstDevice = NO_ONE): Promise<HubFile[]> =>
  hubFolder(
    { name: 'a hotline', hosts: ['localhost', '127.0.0.1'], firstDevice, authority, nowMs: Date.now() },
    ASSETS,
  );

/** All tables of a hub, with what keeps them from being changed. */
const TABLES = ['head', 'devices', 'entries', 'seals', 'parcels', 'leases', 'registers', 'letters'];

/** SQL of an operator who takes away what guards the tables, and gives it back. */
export const unguarded = (sql: string): string =>
  `BEGIN;
  ${TABLES.map((table) => `ALTER TABLE hl.${table} DISABLE TRIGGER USER;`).join(' ')}
  ${sql};
  DO $$ DECLARE t record; BEGIN
    FOR t IN SELECT tgrelid::regclass AS place, tgname FROM pg_trigger
      WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'hl.%' LOOP
      EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', t.place, t.tgname);
    END LOOP; END $$;
  COMMIT`;

/** As a hub that was begun anew. */
const ANEW = unguarded(
  `${TABLES.map((table) => `DELETE FROM hl.${table};`).join(' ')} INSERT INTO hl.head DEFAULT VALUES`,
);

interface Emptied {
  database: string;
  /** As the superuser. While it is kept for the next hub, it keeps no process from ending. */
  admin: Client & { ref(): void; unref(): void };
}

/** Databases that tests before have left. A new one is slow: its catalogs are read anew at the first connections. */
const left = new Map<HubServer, Emptied[]>();
let made = 0;

async function anEmptyDatabase(server: HubServer): Promise<Emptied> {
  const emptied = left.get(server)?.pop() ?? (await aNewDatabase(server));
  emptied.admin.ref();
  await emptied.admin.query(ANEW);
  return emptied;
}

async function aNewDatabase(server: HubServer): Promise<Emptied> {
  const database = `hub_${process.pid}_${++made}`;
  await using client = await superuser(server);
  await client.query(`CREATE DATABASE ${database} TEMPLATE ${TEMPLATE}`);
  const admin = await superuser(server, database);
  // What is granted on a database itself does not come with a copy.
  await admin.query(HUB_SQL);
  return { database, admin: admin as typeof admin & Emptied['admin'] };
}

let shared: Promise<HubServer> | null = null;

/** A hub that is empty, with connections of any number of devices, which end with it. */
export async function aPostgresHub(given?: HubServer) {
  shared ??= given === undefined ? thePostgres() : null;
  const server = given ?? (await shared!);
  const { database, admin } = await anEmptyDatabase(server);
  const address = { host: '127.0.0.1', port: server.port, database };
  const open: Hub[] = [];
  /** As the superuser. */
  const run = async (sql: string, values?: unknown[]): Promise<Record<string, unknown>[]> =>
    (await admin.query(sql, values)).rows;
  return {
    server,
    address,
    run,
    tlsOf: (device: string) => tlsOf(server, device),
    async as(device: string): Promise<PostgresHub> {
      const hub = new PostgresHub(address, await tlsOf(server, device), surroundings);
      open.push(hub);
      return hub;
    },
    async admitFirst(device: string): Promise<void> {
      await run('INSERT INTO hl.devices (device) VALUES ($1)', [device]);
    },
    async passTime(ms: number): Promise<void> {
      await run("UPDATE hl.leases SET until = until - $1 * interval '1 millisecond'", [ms]);
    },
    async takeBack(size: number): Promise<void> {
      await run(
        unguarded(`DELETE FROM hl.entries WHERE position >= ${size}; DELETE FROM hl.seals WHERE size > ${size};
          UPDATE hl.head SET size = ${size}`),
      );
    },
    async beginAnew(): Promise<void> {
      await run(ANEW);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await Promise.all(open.map((hub) => hub.close()));
      admin.unref();
      left.set(server, [...(left.get(server) ?? []), { database, admin }]);
    },
  };
}

const issued = new Map<string, Promise<HubTls>>();

/** What a device of this server connects with; the same each time. */
export function tlsOf({ authority }: HubServer, device: string): Promise<HubTls> {
  const key = `${device} ${authority.cert}`;
  const tls =
    issued.get(key) ??
    issueStationCertificate(authority, device, Date.now()).then((certified) => ({
      ca: authority.cert,
      ...certified,
    }));
  issued.set(key, tls);
  return tls;
}
