import { EventEmitter } from 'node:events';
import { type Browser, chromium } from '@playwright/test';
import type { BrowserWindowConstructorOptions, ForkOptions } from 'electron';
import { KEYSTORE_LATER, platformsOf, powerEventPlatforms, switchesOfElectron } from './electron-facts.ts';
import { MessageChannelMain } from './message-ports.ts';
import { StandinSession } from './standin-session.ts';
import { StandinUtility } from './standin-utility.ts';
import { type PageDiary, StandinContents } from './standin-window.ts';

export interface StandinOptions {
  /** The application's folder. */
  root: string;
  /** Switches as a person passes them. */
  args?: readonly string[];
  platform?: NodeJS.Platform;
  userData: string;
  downloads: string;
  /** Where the page's scheme is served from here. */
  origin: string;
  /** How many times the keystore says "later" first. */
  keystoreRefusals?: number;
}

/** What was seen of a run that a real Electron would only show on a screen, or not at all. */
export interface StandinDiary extends PageDiary {
  /** Error boxes, and whether a person saw them. */
  told: { text: string; where: 'dialog' | 'terminal' }[];
  exit: number | null;
  engines: StandinUtility[];
  /** Members used on a platform that electron.d.ts does not name for them. */
  misplaced: string[];
}

const SWITCH = /^--([^=]+)(?:=(.*))?$/;

/**
 * Electron's API on an installed Chromium: a real page, a preload in a world of its own, ports between processes, the engine in a process
 * of its own. As unkind as Electron where its sources say so (README.md); whatever Hashline does not use is not there.
 */
export function standinElectron(options: StandinOptions) {
  const platform = options.platform ?? 'linux';
  const diary: StandinDiary = {
    told: [],
    exit: null,
    engines: [],
    misplaced: [],
    errors: [],
    blocked: [],
    saved: [],
    cancelled: [],
  };
  const switches = new Map<string, string | undefined>(
    switchesOfElectron(platform).map((name) => [name, undefined]),
  );
  for (const argument of options.args ?? []) {
    const [, name, value] = SWITCH.exec(argument) ?? [];
    if (name !== undefined) switches.set(name, value);
  }
  const fromProgram = new Map<string, string | undefined>();
  const windows: StandinWindow[] = [];
  let ready = false;
  let browser: Promise<Browser> | null = null;

  const whenReady = new Promise<void>((resolve) => {
    setTimeout(() => {
      ready = true;
      resolve();
    }, 20);
  });
  const notBeforeReady = (what: string) => {
    if (!ready) throw new Error(`${what} cannot be used before the app is ready`);
  };
  const onlyOn = (owner: string, member: string) => {
    const platforms = platformsOf(owner, member);
    if (platforms.length > 0 && !platforms.includes(platform))
      diary.misplaced.push(`${owner}.${member} on ${platform}`);
  };

  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    getAppPath: () => options.root,
    getVersion: () => '0.1.0',
    // Empty before ready (docs/api/app.md).
    getLocale: () => (ready ? 'en' : ''),
    getPath: () => options.userData,
    commandLine: {
      appendSwitch: (name: string, value?: string) => {
        switches.set(name.toLowerCase(), value);
        fromProgram.set(name.toLowerCase(), value);
      },
      hasSwitch: (name: string) => switches.has(name.toLowerCase()),
      removeSwitch: (name: string) => void switches.delete(name.toLowerCase()),
    },
    enableSandbox: () => {
      if (ready) throw new Error('app.enableSandbox() can only be called before app is ready');
    },
    requestSingleInstanceLock: () => true,
    whenReady: () => whenReady,
    quit: () => {
      let prevented = false;
      const preventDefault = () => {
        prevented = true;
      };
      app.emit('will-quit', { preventDefault });
      if (!prevented) app.exit(0);
    },
    exit: (code: number) => {
      diary.exit ??= code;
      app.emit('standin-exit');
    },
  });

  class StandinWindow extends EventEmitter {
    readonly webContents: StandinContents;

    constructor(chosen: BrowserWindowConstructorOptions) {
      super();
      notBeforeReady('BrowserWindow');
      const off = chosen.webPreferences?.disableBlinkFeatures ?? '';
      browser ??= launch(fromProgram, off);
      this.webContents = new StandinContents(chosen, {
        browser: () => browser ?? launch(fromProgram, off),
        origin: options.origin,
        downloads: options.downloads,
        diary,
      });
      app.emit('web-contents-created', {}, this.webContents);
      windows.push(this);
    }

    async loadURL(url: string): Promise<void> {
      await this.webContents.loadURL(url);
      this.emit('ready-to-show');
    }

    setMenuBarVisibility(): void {
      onlyOn('BrowserWindow', 'setMenuBarVisibility(');
    }
    isDestroyed = () => false;
    isMinimized = () => false;
    restore(): void {}
    show(): void {}
    focus(): void {}
  }

  const sessions = new Map<string, StandinSession>();
  const power = new EventEmitter();
  const state = { idle: 'active', clipboard: '', refusals: options.keystoreRefusals ?? 0, privileged: 0 };

  const electron = {
    app,
    BrowserWindow: StandinWindow,
    MessageChannelMain,
    clipboard: {
      readText: async () => state.clipboard,
      clear: () => {
        state.clipboard = '';
      },
    },
    dialog: {
      showErrorBox: (_title: string, text: string) => {
        diary.told.push({ text, where: ready || platform !== 'linux' ? 'dialog' : 'terminal' });
      },
    },
    Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => undefined },
    nativeTheme: { shouldUseDarkColors: false },
    powerMonitor: {
      on: (event: string, listener: () => void) => {
        const platforms = powerEventPlatforms(event);
        if (platforms.length > 0 && !platforms.includes(platform))
          diary.misplaced.push(`powerMonitor ${event} on ${platform}`);
        else power.on(event, listener);
      },
      getSystemIdleState: () => state.idle,
    },
    protocol: {
      registerSchemesAsPrivileged: () => {
        if (ready)
          throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
        if (state.privileged++ > 0)
          throw new Error('protocol.registerSchemesAsPrivileged can only be called once');
      },
    },
    safeStorage: standinKeystore(() => ready, state),
    session: {
      fromPartition: (partition: string) => {
        notBeforeReady('session');
        const found = sessions.get(partition) ?? new StandinSession();
        if (!sessions.has(partition)) {
          sessions.set(partition, found);
          app.emit('session-created', found);
        }
        return found;
      },
    },
    utilityProcess: {
      fork: (path: string, args: string[], chosen: ForkOptions) => {
        notBeforeReady('utilityProcess');
        const engine = new StandinUtility(path, args, chosen);
        diary.engines.push(engine);
        return engine;
      },
    },
  };

  return {
    electron,
    diary,
    /** The page as it is now. */
    page: async () => {
      const [window] = windows;
      if (window === undefined) throw new Error('there is no window');
      return window.webContents.page();
    },
    contents: () => windows[0]?.webContents,
    /** Something the system tells; nobody hears what does not exist on this platform. */
    power: (event: string) => void power.emit(event),
    screen: (idle: 'active' | 'idle' | 'locked' | 'unknown') => {
      state.idle = idle;
    },
    /** Takes away what is left of a run, however it ended. */
    end: async () => {
      for (const engine of diary.engines) engine.kill();
      for (const window of windows) await window.webContents.close();
      await (await browser)?.close();
    },
  };
}

/** Debian's Chromium with what the program put on its command line, as Electron gives it to every process of Chromium. */
function launch(
  switches: ReadonlyMap<string, string | undefined>,
  disabledFeatures: string,
): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.HASHLINE_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--no-first-run',
      '--disable-sync',
      `--disable-blink-features=${disabledFeatures}`,
      ...[...switches].map(([name, value]) => (value === undefined ? `--${name}` : `--${name}=${value}`)),
    ],
  });
}

/** Available whatever it is, and for a while "temporarily unavailable" (electron_api_safe_storage.cc). */
function standinKeystore(isReady: () => boolean, state: { refusals: number }) {
  const turned = (text: string) => [...text].reverse().join('');
  const asked = () => {
    if (!isReady()) throw new Error('safeStorage cannot be used before app is ready');
    if (state.refusals > 0) {
      state.refusals -= 1;
      throw new Error(KEYSTORE_LATER);
    }
  };
  return {
    isAsyncEncryptionAvailable: async () => isReady(),
    getSelectedStorageBackend: () => 'basic_text',
    encryptStringAsync: async (text: string) => {
      asked();
      return Buffer.from(`v11${turned(text)}`);
    },
    decryptStringAsync: async (sealed: Buffer) => {
      asked();
      return { shouldReEncrypt: false, result: turned(sealed.toString().slice(3)) };
    },
  };
}
