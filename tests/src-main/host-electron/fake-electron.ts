import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Clipboard,
  Dialog,
  MenuItemConstructorOptions,
  NativeTheme,
  PowerMonitor,
  Protocol,
  SafeStorage,
  Session,
  UtilityProcess,
  WebContents,
  WebFrameMain,
} from 'electron';
import type { ElectronModule } from '../../../src-main/host-electron/electron-module.ts';
import type { EnginePort } from '../../../src-main/host-electron/port-line.ts';
import { powerEventPlatforms, switchesOfElectron } from '../../electron-standin/electron-facts.ts';

/** As much of one of Electron's objects as a test needs. Names and signatures are those of electron.d.ts. */
export const part = <Real>(some: Partial<Real>): Real => some as Real;

type Listener = (...args: never[]) => void;

/** An event source. `on` answers nothing, because Electron's answer is never used. */
export class FakeEvents {
  readonly events = new EventEmitter();
  readonly on = (event: string, listener: Listener): never =>
    this.events.on(event, listener as (...args: unknown[]) => void) as never;
  readonly once = (event: string, listener: Listener): never =>
    this.events.once(event, listener as (...args: unknown[]) => void) as never;

  /** Sends an event Electron lets a listener prevent. @returns whether one did */
  prevented(event: string, ...args: unknown[]): boolean {
    return this.preventedWith({}, event, ...args);
  }

  /** The same for an event that says more of itself. */
  preventedWith(details: object, event: string, ...args: unknown[]): boolean {
    let prevented = false;
    const preventDefault = () => {
      prevented = true;
    };
    this.events.emit(event, { ...details, preventDefault }, ...args);
    return prevented;
  }
}

type Handlers = {
  [Name in Extract<keyof Session, `set${string}Handler`>]?: Parameters<Session[Name]>[0];
};

/** A session that remembers every handler it was given. */
export class FakeSession extends FakeEvents {
  readonly handlers: Handlers = {};
  readonly protocolHandlers = new Map<string, Parameters<Protocol['handle']>[1]>();
  proxy: Parameters<Session['setProxy']>[0] | null = null;
  beforeRequest: ((details: { url: string }, callback: (r: { cancel?: boolean }) => void) => void) | null =
    null;
  verify: Parameters<Session['setCertificateVerifyProc']>[0] = null;
  spellChecker = true;

  readonly real: Session = part<Session>({
    on: this.on,
    setPermissionCheckHandler: (handler) => this.#keep('setPermissionCheckHandler', handler),
    setPermissionRequestHandler: (handler) => this.#keep('setPermissionRequestHandler', handler),
    setDevicePermissionHandler: (handler) => this.#keep('setDevicePermissionHandler', handler),
    setDisplayMediaRequestHandler: (handler) => this.#keep('setDisplayMediaRequestHandler', handler),
    setBluetoothPairingHandler: (handler) => this.#keep('setBluetoothPairingHandler', handler),
    setUSBProtectedClassesHandler: (handler) => this.#keep('setUSBProtectedClassesHandler', handler),
    setCertificateVerifyProc: (proc) => {
      this.verify = proc;
    },
    setSpellCheckerEnabled: (enabled) => {
      this.spellChecker = enabled;
    },
    setProxy: async (config) => {
      this.proxy = config;
    },
    webRequest: part<Session['webRequest']>({
      onBeforeRequest: (handler: unknown) => {
        this.beforeRequest = handler as typeof this.beforeRequest;
      },
    }),
    protocol: part<Protocol>({
      handle: (scheme, handler) => void this.protocolHandlers.set(scheme, handler),
    }),
  });

  #keep<Name extends keyof Handlers>(name: Name, handler: Handlers[Name]): void {
    this.handlers[name] = handler;
  }
}

/** A page, with the ports it was sent. */
export class FakeContents extends FakeEvents {
  readonly calls: string[] = [];
  readonly ports: MessagePort[] = [];
  openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | null = null;
  webRtc = '';
  readonly frame = {
    url: 'app://hashline/',
    origin: 'app://hashline',
    detached: false,
    parent: null,
    postMessage: (channel: string, _message: unknown, transfer?: unknown[]) => {
      this.calls.push(`post ${channel}`);
      this.ports.push(...((transfer ?? []) as MessagePort[]));
    },
  } satisfies Partial<WebFrameMain>;

  readonly real: WebContents = part<WebContents>({
    on: this.on,
    once: this.once,
    id: 7,
    mainFrame: part<WebFrameMain>(this.frame),
    setWindowOpenHandler: (handler) => {
      this.openHandler = handler;
    },
    setWebRTCIPHandlingPolicy: (policy) => {
      this.webRtc = policy;
    },
    getURL: () => this.frame.url,
    reload: () => void this.calls.push('reload'),
    forcefullyCrashRenderer: () => void this.calls.push('crash'),
  });
}

export class FakeWindow extends FakeEvents {
  readonly contents = new FakeContents();
  readonly calls: string[] = [];
  readonly real: BrowserWindow = part<BrowserWindow>({
    setMenuBarVisibility: (visible) => void this.calls.push(`menu bar ${visible}`),
    on: this.on,
    once: this.once,
    webContents: this.contents.real,
    loadURL: async (url) => void this.calls.push(`load ${url}`),
    isDestroyed: () => false,
    isMinimized: () => true,
    restore: () => void this.calls.push('restore'),
    show: () => void this.calls.push('show'),
    focus: () => void this.calls.push('focus'),
  });
}

/** A utility process; `answer` plays the engine in it. */
export class FakeUtilityProcess extends FakeEvents {
  readonly received: { message: { type: string }; ports: MessagePort[] }[] = [];
  killed = false;
  /** Electron answers `kill` with false for a process that never began, and no `exit` follows. */
  spawned = true;
  readonly #undelivered: (() => void)[] = [];
  #answer: ((message: { type: string }, ports: MessagePort[]) => void) | null = null;

  /** What came before somebody listens waits, as it does in a real process. */
  set answer(act: (message: { type: string }, ports: MessagePort[]) => void) {
    this.#answer = act;
    for (const deliver of this.#undelivered.splice(0)) deliver();
  }

  readonly real: UtilityProcess = part<UtilityProcess>({
    on: this.on,
    once: this.once,
    postMessage: (message, transfer) => {
      // What Electron does: a copy now, delivered later.
      const copy = structuredClone(message) as { type: string };
      const ports = (transfer ?? []) as unknown as MessagePort[];
      this.received.push({ message: copy, ports });
      const deliver = () => this.#answer?.(copy, ports);
      setImmediate(() => (this.#answer ? deliver() : this.#undelivered.push(deliver)));
    },
    kill: () => {
      if (!this.spawned) return false;
      this.killed = true;
      setImmediate(() => this.events.emit('exit', 0));
      return true;
    },
  });
}

/** Node's port says what came in, Electron's says it in an event. */
export const asElectronPort = (port: MessagePort): EnginePort => ({
  on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
    port.on(event, (data: unknown) => listener({ data })),
  postMessage: (message) => port.postMessage(message),
  start: () => port.start(),
  close: () => port.close(),
});

/** A keystore that turns text round instead of encrypting it; like Electron's it says that it is there whatever it is. */
export const fakeKeystore = (over: Partial<SafeStorage> = {}): SafeStorage =>
  part<SafeStorage>({
    isAsyncEncryptionAvailable: async () => true,
    encryptStringAsync: async (text) => Buffer.from(`v11${[...text].reverse().join('')}`),
    decryptStringAsync: async (sealed) => ({
      shouldReEncrypt: false,
      result: [...sealed.toString().slice(3)].reverse().join(''),
    }),
    ...over,
  });

/** The whole module, with a diary of what was done in which order. */
export function fakeElectron(options: {
  packaged?: boolean;
  platform?: NodeJS.Platform;
  userData: string;
  keystore?: SafeStorage;
}) {
  const platform = options.platform ?? 'linux';
  const diary: string[] = [];
  const app = new FakeEvents();
  const power = new FakeEvents();
  const windows: FakeWindow[] = [];
  const menu: MenuItemConstructorOptions[] = [];
  const windowOptions: BrowserWindowConstructorOptions[] = [];
  const processes: FakeUtilityProcess[] = [];
  const session = new FakeSession();
  const switches = new Map<string, string | undefined>();
  const state = {
    firstInstance: true,
    ready: false,
    inForce: new Set(switchesOfElectron(platform)),
    clipboard: '',
    idle: 'active' as ReturnType<PowerMonitor['getSystemIdleState']>,
  };
  const note = (line: string) => void diary.push(line);
  class Window {
    constructor(chosen: BrowserWindowConstructorOptions) {
      note('window');
      windowOptions.push(chosen);
      const made = new FakeWindow();
      windows.push(made);
      // biome-ignore lint/correctness/noConstructorReturn: stands in for Electron's own class
      return made.real as unknown as Window;
    }
  }
  const real = part<ElectronModule>({
    app: part<App>({
      isPackaged: options.packaged ?? true,
      on: app.on,
      commandLine: part<App['commandLine']>({
        appendSwitch: (name, value) => void switches.set(name, value),
        hasSwitch: (name) => state.inForce.has(name),
        removeSwitch: (name) => void state.inForce.delete(name),
      }),
      enableSandbox: () => note('sandbox'),
      requestSingleInstanceLock: () => {
        note('single instance');
        return state.firstInstance;
      },
      whenReady: async () => {
        if (!state.ready) note('ready');
        state.ready = true;
      },
      exit: (code) => note(`exit ${code}`),
      quit: () => {
        note('quit');
        app.prevented('will-quit');
      },
      getLocale: () => (state.ready ? 'en' : ''),
      getPath: () => options.userData,
      getVersion: () => '0.1.0',
    }),
    BrowserWindow: Window as unknown as ElectronModule['BrowserWindow'],
    clipboard: part<Clipboard>({
      readText: async () => state.clipboard,
      clear: () => {
        state.clipboard = '';
      },
    }),
    dialog: part<Dialog>({
      showErrorBox: (_title, content) => {
        // On Linux nothing is shown before that (shell/browser/ui/message_box_gtk.cc).
        note(
          state.ready || platform !== 'linux' ? `error ${content}` : `written to the terminal: ${content}`,
        );
      },
    }),
    Menu: part<ElectronModule['Menu']>({
      setApplicationMenu: () => note('menu'),
      buildFromTemplate: (template) => {
        menu.push(...(template as MenuItemConstructorOptions[]));
        return part({});
      },
    }),
    MessageChannelMain: MessageChannel as unknown as ElectronModule['MessageChannelMain'],
    nativeTheme: part<NativeTheme>({ shouldUseDarkColors: true }),
    powerMonitor: part<PowerMonitor>({
      on: (event: string, listener: Listener) => {
        const platforms = powerEventPlatforms(event);
        if (platforms.length > 0 && !platforms.includes(platform))
          throw new Error(`${event} never comes on ${platform}`);
        return power.on(event, listener);
      },
      getSystemIdleState: () => state.idle,
    }),
    protocol: part<Protocol>({
      registerSchemesAsPrivileged: (schemes) => note(`scheme ${schemes.map(({ scheme }) => scheme)}`),
    }),
    safeStorage: options.keystore ?? fakeKeystore(),
    session: part<ElectronModule['session']>({
      fromPartition: (partition, chosen) => {
        note(`session ${partition} ${JSON.stringify(chosen)}`);
        app.events.emit('session-created', session.real);
        return session.real;
      },
    }),
    utilityProcess: part<ElectronModule['utilityProcess']>({
      fork: (path, _args, chosen) => {
        note(`fork ${path.split(/[\\/]/).at(-1)} ${chosen?.stdio}`);
        const made = new FakeUtilityProcess();
        processes.push(made);
        return made.real;
      },
    }),
  });
  return { real, diary, app, menu, power, windows, windowOptions, processes, session, switches, state };
}
