import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessagePortMain } from 'electron';
import { CrashBudget } from '../engine-process/crash-budget.ts';
import { engineEnvironment } from '../engine-process/engine-environment.ts';
import { EngineKeeper, type GivenUp } from '../engine-process/engine-keeper.ts';
import { PageFiles } from '../page/page-files.ts';
import { systemClock } from '../ports/clock.ts';
import type { Entropy } from '../ports/entropy.ts';
import { FolderFiles } from '../ports/files.ts';
import { createPageAnswer } from './app-protocol.ts';
import type { ClipboardGuard } from './clipboard-guard.ts';
import type { ElectronModule } from './electron-module.ts';
import { KeystoreFailure, prepareSecret } from './keystore.ts';
import { lockWithTheSystem } from './lock-triggers.ts';
import { menuTemplate } from './menu.ts';
import { pageScheme } from './page-origin.ts';
import type { StartProblem } from './start-problem.ts';
import type { Surroundings } from './surroundings.ts';
import { utilityEngine } from './utility-engine.ts';
import { createWindow } from './window.ts';
import { WindowKeeper } from './window-keeper.ts';

/** Without `persist:` the session lives in memory and ends with the process, so IndexedDB never reaches a disk. */
const PARTITION = 'hashline';

/** Time for the page to receive the lock and empty its working set; then its process is ended. */
const FORGET_AFTER_MS = 400;

export interface HostSurroundings extends Surroundings {
  packaged: boolean;
  vault: string;
  entropy: Entropy;
  clipboardGuard: ClipboardGuard;
  tell: (problem: StartProblem, detail?: string) => Promise<void>;
}

/** Starts keystore, page, engine and window, in this order, and stops them again. */
export async function runHost(electron: ElectronModule, host: HostSurroundings): Promise<void> {
  const { app } = electron;
  const files = new FolderFiles(host.vault);
  const prepared = () =>
    prepareSecret({
      keystore: electron.safeStorage,
      files,
      entropy: host.entropy,
      clock: systemClock,
      platform: host.platform,
    });

  const session = electron.session.fromPartition(PARTITION, { cache: false });
  const page = PageFiles.fromFolder(join(host.root, 'dist', 'page'));
  session.protocol.handle(pageScheme.scheme, createPageAnswer(page));
  electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(menuTemplate(host.platform)));

  let window: WindowKeeper | null = null;
  const fork = () =>
    electron.utilityProcess.fork(join(host.root, 'dist', 'electron', 'engine-process.cjs'), [], {
      env: engineEnvironment(host.env),
      execArgv: [],
      serviceName: 'Hashline engine',
      // In a package, the engine's output is not written anywhere, not even by mistake.
      stdio: host.packaged ? 'ignore' : 'inherit',
    });
  const engine = new EngineKeeper<MessagePortMain>({
    fork: (events) => utilityEngine(fork(), events),
    prepareStart: async () => ({
      type: 'start',
      vault: host.vault,
      assets: join(host.root, 'assets'),
      version: app.getVersion(),
      host: { kind: 'electron', capabilities: ['ephemeral-indexeddb', 'locks-on-close', 'keystore'] },
      secret: await prepared(),
    }),
    assets: join(host.root, 'assets'),
    budget: new CrashBudget(systemClock),
    spareBudget: new CrashBudget(systemClock),
    onReady: () => window?.offerPort(),
    onGivenUp: (reason) => void host.tell(problemOf(reason)),
  });
  await engine.start();

  window = new WindowKeeper({
    createWindow: () =>
      createWindow(electron.BrowserWindow, {
        session,
        preload: join(host.root, 'dist', 'electron', 'preload.cjs'),
        packaged: host.packaged,
        dark: electron.nativeTheme.shouldUseDarkColors,
        menuBar: host.platform === 'darwin',
        icon: host.platform === 'linux' ? join(host.root, 'assets', 'icons', '512x512.png') : null,
      }),
    connect: () => {
      const { port1, port2 } = new electron.MessageChannelMain();
      return engine.connect(port1) ? port2 : null;
    },
    budget: new CrashBudget(systemClock),
    onGivenUp: () => void engine.close().then(() => host.tell('page')),
  });

  const lock = oneAtATime(async () => {
    await engine.lock();
    await host.clipboardGuard.clear();
    await sleep(FORGET_AFTER_MS);
    window.forget();
  });
  const ending = new AbortController();
  lockWithTheSystem({
    power: electron.powerMonitor,
    platform: host.platform,
    clock: systemClock,
    signal: ending.signal,
    lock,
  });
  if (host.platform === 'win32') window.onSessionEnd(() => void engine.lock());
  app.on('second-instance', () => window.show());
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    event.preventDefault();
    ending.abort();
    void Promise.allSettled([engine.close(), host.clipboardGuard.clear()]).then(() => app.exit(0));
  });
}

function problemOf(reason: GivenUp): StartProblem {
  if (reason.why === 'altered') return 'altered';
  const error = reason.why === 'not-prepared' ? reason.error : null;
  return error instanceof KeystoreFailure ? error.problem : 'engine';
}

/** The system often reports one event twice: the screen locks, then the computer sleeps. */
function oneAtATime(work: () => Promise<void>): () => void {
  let busy = false;
  return () => {
    if (busy) return;
    busy = true;
    void work().finally(() => {
      busy = false;
    });
  };
}
