import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { NewVault, RecoveryKey, Session } from '../../shared/contract/vault.contract.ts';
import { createEngine, type Engine } from '../../src-main/engine/engine.ts';
import { FolderAssets } from '../../src-main/ports/assets.ts';
import { ManualClock } from '../../src-main/ports/clock.ts';
import type { EnginePorts } from '../../src-main/ports/engine-ports.ts';
import { nodeEnginePorts } from '../../src-main/ports/node-engine-ports.ts';
import { aFolder } from './a-folder.ts';
import { AssetsWithRate } from './assets-with-rate.ts';

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
  const engine = createEngine({
    ...nodeEnginePorts(folder, ASSETS, {
      host: { kind: 'cli', capabilities: [] },
      version: '0.0.0-test',
      background: false,
    }),
    ...ports,
  });
  return { engine, client: createRouterClient(engine.router, { context: engine.context }) };
}

/** A vault somebody is at work in. */
export interface AVault extends RunningEngine, Disposable {
  folder: string;
  clock: ManualClock;
  session: Session;
  recovery: RecoveryKey;
  unlock(): Promise<Session>;
  lock(): void;
  /** Ends this engine as a program ends, and starts another over the same folder, unlocked. */
  restart(ports?: Partial<EnginePorts>): Promise<void>;
}

/**
 * Makes a vault in a folder of its own and opens it. Its clock begins at the real time, because certificates are judged
 * by it, and stands still.
 */
export async function aVault(
  input: Partial<NewVault> & {
    ports?: Partial<EnginePorts>;
    /** How much of what is decided is drawn for a second review: nothing unless said, so that no test depends on a draw. */
    secondReview?: number;
  } = {},
): Promise<AVault> {
  const { secondReview = 0, ...other } = input;
  const { ports: given, ...rest } = other;
  const ports: Partial<EnginePorts> = {
    assets: new AssetsWithRate(new FolderAssets(ASSETS), secondReview),
    ...given,
  };
  const folder = aFolder();
  const clock = new ManualClock(Date.now());
  const running = anEngine(folder.path, { clock, ...ports });
  const { recovery, ...session } = await running.client.vault.create({
    hotline: HOTLINE,
    name: PERSON,
    passphrase: PASSPHRASE,
    ...rest,
  });
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
    },
  };
  return vault;
}
