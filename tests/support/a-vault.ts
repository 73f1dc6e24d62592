import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { NewVault, type RecoveryKey, type Session } from '../../shared/contract/vault.contract.ts';
import type { Role } from '../../shared/domain/duty.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { createEngine, type Engine } from '../../src-main/engine/engine.ts';
import { zeroKeys } from '../../src-main/engine/keys/person-keys.ts';
import { foundVault } from '../../src-main/engine/vault/found-vault.ts';
import { migrations } from '../../src-main/engine/whole/migrations.ts';
import { nodeHubPorts } from '../../src-main/hub/setup/node-hub-ports.ts';
import { FolderAssets } from '../../src-main/ports/assets.ts';
import { ManualClock } from '../../src-main/ports/clock.ts';
import type { EnginePorts } from '../../src-main/ports/engine-ports.ts';
import { nodeMatchingHome } from '../../src-main/ports/matching-home.ts';
import { nodeEnginePorts } from '../../src-main/ports/node-engine-ports.ts';
import { argon2id } from '../../src-main/ports/passphrase-hash.ts';
import { threadScript } from '../../src-main/ports/program-files.ts';
import { AssetsWithRate } from '../../tools/assets-with-rate.ts';
import { aCommand } from './a-command.ts';
import { aFolder } from './a-folder.ts';
import { isPreparedKept, type Prepared, prepared } from './prepared-vault.ts';
import { bundledThread } from './programs.ts';
import { quickPassphraseHash } from './quick-passphrase-hash.ts';

export const ASSETS = join(import.meta.dirname, '..', '..', 'assets');
export const PASSPHRASE = 'a passphrase for tests alone';
export const PERSON = 'Sam Supervisor';
export const HOTLINE = 'Example Hotline';

/** An engine over a folder, with the real database, files and network. */
export interface RunningEngine {
  engine: Engine;
  client: EngineClient;
}

export function anEngine(folder: string, ports: Partial<EnginePorts> = {}): RunningEngine {
  const engine = createEngine({ ...portsOf(folder), ...ports });
  return { engine, client: createRouterClient(engine.router, { context: engine.context }) };
}

/** The ports of a test's engine: all real, except for the cost of a passphrase hash. */
export const portsOf = (folder: string): EnginePorts => ({
  ...nodeEnginePorts(folder, ASSETS, {
    ...nodeHubPorts(ASSETS),
    host: { kind: 'cli', capabilities: [] },
    version: '0.0.0-test',
    background: false,
  }),
  matchingHome: nodeMatchingHome(ASSETS, bundledThread('index-worker')),
  readingThread: bundledThread('reading-worker') ?? threadScript('engine/intake/reading-worker'),
  passphraseHash: quickPassphraseHash,
});

/** A vault that is unlocked. */
export interface AVault extends RunningEngine, Disposable {
  folder: string;
  clock: ManualClock;
  session: Session;
  recovery: RecoveryKey;
  unlock(): Promise<Session>;
  lock(): void;
  /** Ends this engine as the end of a program does, and starts another over the same folder, unlocked. */
  restart(ports?: Partial<EnginePorts>): Promise<void>;
}

/** People to enrol, with the passphrase of the person who made the vault. */
export type Staff = readonly (readonly [name: string, role: Role])[];

interface Recipe {
  hotline: string;
  name: string;
  passphrase: string;
  /** The rate of second review; null keeps the one of the bundled policies. */
  secondReview: number | null;
  /** For how many seconds a decision is held. */
  graceSeconds: number;
  /** Rules of matching that differ from the bundled policies. */
  matching: Partial<Policy['matching']>;
  /** Limits of time on duty that differ from them. */
  limits: Partial<Policy['session']>;
  staff: Staff;
  /** Whether the programs of the product can open it, and not the engines of tests. */
  forPrograms: boolean;
}

const bundledWith = (
  secondReview: number,
  graceSeconds: number,
  matching: Recipe['matching'] = {},
  limits: Recipe['limits'] = {},
): AssetsWithRate =>
  new AssetsWithRate(new FolderAssets(ASSETS), secondReview, matching, graceSeconds, limits);

/** A locked vault, made once for the whole run, from which copies are made. */
export function aPreparedVault(recipe: Partial<Recipe> = {}): Promise<Prepared<RecoveryKey>> {
  const founding = { hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE };
  const rules = { secondReview: 0, graceSeconds: 0, matching: {}, limits: {} };
  const full: Recipe = { ...founding, ...rules, staff: [], forPrograms: false, ...recipe };
  return prepared(full, async (folder) => {
    const { hotline, name, passphrase, secondReview, graceSeconds, matching, limits, staff } = full;
    const assets =
      secondReview === null
        ? new FolderAssets(ASSETS)
        : bundledWith(secondReview, graceSeconds, matching, limits);
    // This does the same as `vault.create` without its unlock, so that the ledger of a copy begins like that of a new
    // vault.
    const ports = { assets, ...(full.forPrograms ? { passphraseHash: argon2id } : {}) };
    const founded = await foundVault(
      NewVault.parse({ hotline, name, passphrase }),
      { ...portsOf(folder), ...ports },
      migrations,
    );
    zeroKeys(founded.keys);
    if (staff.length > 0) {
      const { engine, client } = anEngine(folder, ports);
      await client.vault.unlock({ name, passphrase });
      await enrolAll(client, staff, passphrase);
      engine.close();
    }
    return founded.recovery;
  });
}

async function enrolAll(client: EngineClient, staff: Staff, passphrase: string): Promise<void> {
  for (const [name, role] of staff) {
    const { code } = await client.people.add({ command: aCommand(), name, role });
    await client.vault.enrol({ name, code, passphrase });
  }
}

/** Ports that are not used while a vault is made. */
const LATER: ReadonlySet<string> = new Set<keyof EnginePorts>([
  'background',
  'host',
  'log',
  'matchingHome',
  'network',
  'readingThread',
  'version',
]);

/** The prepared vaults of which a copy is in use in this process: a second vault beside one must be another. */
const inUse = new Set<string>();

/**
 * Makes a vault in a folder of its own and opens it. Its clock begins at the real time, because certificates are judged
 * by it, and stands still.
 */
export async function aVault(
  input: Partial<NewVault> & {
    ports?: Partial<EnginePorts>;
    /** The rate of second review, by default zero, so that no test depends on a draw. */
    secondReview?: number;
    /** For how many seconds a decision is held, by default zero. */
    graceSeconds?: number;
    /** Limits of time on duty that differ from those of the bundled policies. */
    limits?: Partial<Policy['session']>;
    /** The people enrolled beside the person who made the vault and is at work. */
    staff?: Staff;
    /**
     * Makes the vault in this very call, for tests of the making; otherwise a prepared one is copied where that is
     * possible.
     */
    isNew?: boolean;
  } = {},
): Promise<AVault> {
  const { secondReview = 0, graceSeconds = 0, limits = {}, ...others } = input;
  const { staff = [], isNew = false, ports: given = {}, ...rest } = others;
  const ports: Partial<EnginePorts> = {
    assets: bundledWith(secondReview, graceSeconds, {}, limits),
    ...given,
  };
  const folder = aFolder();
  const clock = new ManualClock(Date.now());
  const running = anEngine(folder.path, { clock, ...ports });
  const recipe = JSON.stringify([secondReview, graceSeconds, limits, staff]);
  const canBeCopied =
    !isNew &&
    isPreparedKept() &&
    !inUse.has(recipe) &&
    Object.keys(rest).length === 0 &&
    Object.keys(given).every((port) => LATER.has(port));
  if (canBeCopied) inUse.add(recipe);
  const { recovery, session } = canBeCopied
    ? await copied(running, folder.path, { secondReview, graceSeconds, limits, staff })
    : await founded(running, rest, staff);
  const vault: AVault = {
    ...running,
    folder: folder.path,
    clock,
    session,
    recovery,
    unlock: () => vault.client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE }),
    lock: () => vault.engine.close(),
    restart: async (changed = {}) => {
      vault.engine.close();
      Object.assign(vault, anEngine(folder.path, { clock, ...ports, ...changed }));
      await vault.unlock();
    },
    [Symbol.dispose]: () => {
      vault.engine.close();
      folder[Symbol.dispose]();
      if (canBeCopied) inUse.delete(recipe);
    },
  };
  return vault;
}

interface Opened {
  session: Session;
  recovery: RecoveryKey;
}

async function copied({ client }: RunningEngine, folder: string, recipe: Partial<Recipe>): Promise<Opened> {
  const { folder: from, said } = await aPreparedVault(recipe);
  cpSync(from, folder, { recursive: true });
  return { session: await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE }), recovery: said };
}

async function founded({ client }: RunningEngine, rest: Partial<NewVault>, staff: Staff): Promise<Opened> {
  const { recovery, ...session } = await client.vault.create({
    hotline: HOTLINE,
    name: PERSON,
    passphrase: PASSPHRASE,
    ...rest,
  });
  await enrolAll(client, staff, PASSPHRASE);
  return { session, recovery };
}
