import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startUp } from '../../../src-main/host-electron/start-up.ts';
import { type FakeUtilityProcess, fakeElectron, fakeKeystore } from './fake-electron.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An application folder with a page in it, and a fake Electron started on it. */
async function started(
  options: {
    argv?: string[];
    env?: NodeJS.ProcessEnv;
    packaged?: boolean;
    page?: boolean;
    platform?: NodeJS.Platform;
    keystore?: ReturnType<typeof fakeKeystore>;
    before?: (electron: ReturnType<typeof fakeElectron>) => void;
  } = {},
) {
  const root = mkdtempSync(join(tmpdir(), 'hashline-electron-'));
  folders.push(root);
  mkdirSync(join(root, 'dist', 'page'), { recursive: true });
  if (options.page ?? true)
    writeFileSync(join(root, 'dist', 'page', 'index.html'), '<meta nonce="__CSP_NONCE__">');
  const electron = fakeElectron({
    userData: root,
    packaged: options.packaged ?? true,
    platform: options.platform ?? 'linux',
    keystore: options.keystore,
  });
  options.before?.(electron);
  await startUp(electron.real, {
    argv: ['/opt/hashline', ...(options.argv ?? [])],
    env: { PATH: '/bin', NODE_OPTIONS: '--inspect', ...options.env },
    platform: options.platform ?? 'linux',
    root,
  });
  const [window] = electron.windows;
  return { ...electron, root, contents: window?.contents };
}

/** Plays an engine that answers lock and close. */
function answering(engine: FakeUtilityProcess): FakeUtilityProcess {
  engine.answer = ({ type }) => {
    if (type === 'lock') engine.events.emit('message', { type: 'locked' });
    if (type === 'close') engine.events.emit('message', { type: 'closed' });
  };
  return engine;
}

const types = (engine: FakeUtilityProcess | undefined) => engine?.received.map(({ message }) => message.type);

describe('starting', () => {
  it('does everything in its order', async () => {
    const { diary, windows, switches } = await started();
    expect(diary).toEqual([
      'single instance',
      'sandbox',
      'scheme app',
      'ready',
      'session hashline {"cache":false}',
      'menu',
      'fork engine-process.cjs ignore',
      'window',
    ]);
    expect(windows[0]?.calls).toEqual(['menu bar false', 'load app://hashline/']);
    expect(Object.fromEntries(switches)).toMatchObject({ 'host-resolver-rules': 'MAP * ~NOTFOUND' });
  });

  it.each([['--remote-debugging-port=9222'], ['--no-sandbox'], ['--js-flags=x'], ['report.jsonl']])(
    'ends at %s before anything is made, and says so where a person sees it',
    async (argument) => {
      const { diary } = await started({ argv: [argument] });
      expect(diary).toEqual([
        'ready',
        `error Hashline does not start with this argument:\n${argument}`,
        'exit 2',
      ]);
    },
  );

  it.each(['linux', 'darwin', 'win32'] as const)(
    'starts with what Electron itself adds on %s',
    async (platform) => {
      const { windows, diary } = await started({ platform });
      expect([windows.length, diary.at(-1)]).toEqual([1, 'window']);
    },
  );

  it('takes back what a refused start asked of Chromium before that begins, and keeps the sandbox’s own', async () => {
    const { state } = await started({
      argv: ['--remote-debugging-port=9222', '-remote-debugging-pipe'],
      before: ({ state }) => {
        for (const name of ['remote-debugging-port', 'remote-debugging-pipe', 'js-flags', 'no-sandbox'])
          state.inForce.add(name);
      },
    });
    expect([...state.inForce]).toEqual(['allow-file-access-from-files', 'no-sandbox']);
  });

  it.each(['NODE_COMPILE_CACHE', 'ELECTRON_ENABLE_LOGGING', 'ELECTRON_LOG_FILE'])(
    'ends where %s is set for a package, and not for a developer',
    async (name) => {
      const { diary } = await started({ env: { [name]: '/tmp/x' } });
      expect(diary.slice(1)).toEqual([
        `error Hashline does not start with this argument:\n${name}`,
        'exit 2',
      ]);
      expect((await started({ env: { [name]: '/tmp/x' }, packaged: false })).windows).toHaveLength(1);
    },
  );

  it('ends at a switch that is in force without having been named', async () => {
    const { diary } = await started({ before: ({ state }) => state.inForce.add('no-sandbox') });
    expect(diary.at(-1)).toBe('exit 2');
    expect(diary).not.toContain('window');
  });

  it('runs once; the first window comes to the front for the second', async () => {
    const second = await started({
      before: ({ state }) => {
        state.firstInstance = false;
      },
    });
    expect(second.diary).toEqual(['single instance', 'exit 0']);
    const first = await started();
    first.app.events.emit('second-instance');
    expect(first.windows[0]?.calls.slice(2)).toEqual(['restore', 'show', 'focus']);
  });

  it.each([
    [
      'there is no keystore',
      fakeKeystore({ isAsyncEncryptionAvailable: async () => false }),
      /keystore is not available/,
    ],
    [
      'it is no keystore',
      fakeKeystore({ encryptStringAsync: async (text) => Buffer.from(`v10${text}`) }),
      /fixed password/,
    ],
  ])('says so and ends where %s', async (_case, keystore, words) => {
    const { diary, windows, processes } = await started({ keystore });
    expect(diary.at(-2)).toMatch(words);
    expect([diary.at(-1), windows.length, processes.length]).toEqual(['exit 1', 0, 0]);
  });

  it('says so and ends where the page is not built', async () => {
    const { diary, windows, processes } = await started({ page: false });
    expect(diary.at(-2)).toMatch(/^error Hashline could not start/);
    expect([diary.at(-1), windows.length, processes.length]).toEqual(['exit 1', 0, 0]);
  });

  it('tells the engine where things are, and forgets the secret', async () => {
    const { processes, root } = await started();
    expect(processes[0]?.received[0]?.message).toMatchObject({
      type: 'start',
      vault: join(root, 'vault'),
      assets: join(root, 'assets'),
      version: '0.1.0',
      secret: { state: 'new' },
    });
  });

  it('takes the vault it was given', async () => {
    const { processes } = await started({ argv: ['--vault=/srv/vault'] });
    expect(processes[0]?.received[0]?.message).toMatchObject({ vault: '/srv/vault' });
  });

  it('takes what Electron adds when it is run unpackaged', async () => {
    const run = await started({ packaged: false, argv: ['--inspect=0', '--remote-debugging-port=0'] });
    expect(run.windows).toHaveLength(1);
  });
});

describe('the page', () => {
  it('gets a port when it is there, and another after every load', async () => {
    const { contents, processes } = await started();
    expect(contents?.calls).toEqual([]);
    contents?.events.emit('dom-ready');
    contents?.events.emit('dom-ready');
    expect(contents?.calls).toEqual(['post hashline:engine-port', 'post hashline:engine-port']);
    expect(types(processes[0])).toEqual(['start', 'connect', 'connect']);
    expect(processes[0]?.received.map(({ ports }) => ports.length)).toEqual([0, 1, 1]);
  });

  it.each([
    ['about:blank', 'null'],
    ['', 'app://hashline'],
    ['https://example.test/', 'https://example.test'],
    ['app://hashline.evil/', 'app://hashline.evil'],
  ])('gets none at %j', async (url, origin) => {
    const { contents, processes } = await started();
    Object.assign(contents?.frame ?? {}, { url, origin });
    contents?.events.emit('dom-ready');
    expect([contents?.calls, types(processes[0])]).toEqual([[], ['start']]);
  });

  it('is loaded again when its process ends, and not for ever', async () => {
    const { contents, processes, diary } = await started();
    answering(processes[0]!);
    for (let times = 0; times < 5; times++)
      contents?.events.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(contents?.calls).toEqual(Array(5).fill('reload'));
    contents?.events.emit('render-process-gone', {}, { reason: 'oom' });
    await vi.waitFor(() => expect(diary.at(-1)).toBe('exit 1'));
    expect(types(processes[0])).toEqual(['start', 'close']);
  });
});

describe('locking with the system', () => {
  it.each([
    ['suspend', 'linux'],
    ['suspend', 'win32'],
    ['suspend', 'darwin'],
    ['lock-screen', 'win32'],
    ['lock-screen', 'darwin'],
    ['user-did-resign-active', 'darwin'],
    ['shutdown', 'linux'],
    ['shutdown', 'darwin'],
  ] as const)('%s on %s locks the vault, then takes the page’s memory', async (event, platform) => {
    const { contents, power, processes, state } = await started({ platform });
    answering(processes[0]!);
    contents?.events.emit('dom-ready');
    state.clipboard = 'not ours';
    power.events.emit(event);
    power.events.emit('suspend');
    await vi.waitFor(() => expect(contents?.calls.at(-1)).toBe('reload'));
    contents?.events.emit('render-process-gone', {}, { reason: 'killed' });
    expect(contents?.calls).toEqual(['post hashline:engine-port', 'crash', 'reload']);
    expect(types(processes[0])).toEqual(['start', 'connect', 'lock']);
    expect(state.clipboard).toBe('not ours');
  });

  it('a screen that Linux calls locked locks once, however long it stays so', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { contents, processes, state } = await started();
      answering(processes[0]!);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(types(processes[0])).toEqual(['start']);
      state.idle = 'locked';
      await vi.advanceTimersByTimeAsync(60_000);
      // The lock ends with the page loaded anew, by the real clock.
      await vi.waitFor(() => expect(contents?.calls.at(-1)).toBe('reload'));
      state.idle = 'active';
      await vi.advanceTimersByTimeAsync(10_000);
      state.idle = 'locked';
      await vi.advanceTimersByTimeAsync(10_000);
      await vi.waitFor(() => expect(types(processes[0])).toEqual(['start', 'lock', 'lock']));
    } finally {
      vi.useRealTimers();
    }
  });

  it('locks when Windows ends the session', async () => {
    const { windows, processes } = await started({ platform: 'win32' });
    windows[0]?.events.emit('session-end');
    expect(types(processes[0])).toEqual(['start', 'lock']);
  });

  it('ends an engine that does not answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { power, processes } = await started();
      power.events.emit('suspend');
      await vi.advanceTimersByTimeAsync(5_001);
      expect(processes[0]?.killed).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the engine', () => {
  it('is begun again when it ends, and the page gets a port to the new one', async () => {
    const { contents, processes } = await started();
    contents?.events.emit('dom-ready');
    processes[0]?.events.emit('exit', 1);
    await vi.waitFor(() => expect(processes).toHaveLength(2));
    expect(types(processes[1])).toEqual(['start', 'connect']);
    expect(contents?.calls).toHaveLength(2);
  });

  it('is begun again after a fatal error of V8, which comes as `error` and ends nothing else', async () => {
    const { contents, processes } = await started();
    contents?.events.emit('dom-ready');
    processes[0]?.events.emit('error', 'FatalError', 'Reached heap limit', '{}');
    await vi.waitFor(() => expect(processes).toHaveLength(2));
    expect([processes[0]?.killed, types(processes[1])]).toEqual([true, ['start', 'connect']]);
  });

  it('is begun again where it could not be begun: then there is an `error`, and never an `exit`', async () => {
    const { processes } = await started();
    processes[0]!.spawned = false;
    processes[0]?.events.emit('error', 'Failed to create null handle for ignoring stdio');
    await vi.waitFor(() => expect(processes).toHaveLength(2));
  });

  it('is not begun for ever', async () => {
    const { processes, diary } = await started();
    for (let times = 1; times <= 6; times++) {
      processes.at(-1)?.events.emit('exit', 1);
      if (times < 6) await vi.waitFor(() => expect(processes).toHaveLength(times + 1));
    }
    await vi.waitFor(() => expect(diary.at(-1)).toBe('exit 1'));
    expect(diary.at(-2)).toMatch(/engine ended several times/);
    expect(processes).toHaveLength(6);
  });

  it('is not begun again where its libraries were changed', async () => {
    const { processes, diary } = await started();
    processes[0]?.events.emit('exit', 86);
    await sleep(20);
    expect(processes).toHaveLength(1);
    expect(diary.slice(-2)).toEqual([expect.stringMatching(/is not the one that was shipped/), 'exit 1']);
  });

  it('locks and closes when the window is closed, and only then Hashline ends', async () => {
    const { app, processes, diary } = await started();
    answering(processes[0]!);
    app.events.emit('window-all-closed');
    expect(diary.slice(-1)).toEqual(['quit']);
    await vi.waitFor(() => expect(diary.at(-1)).toBe('exit 0'));
    expect([types(processes[0]), processes[0]?.killed]).toEqual([['start', 'close'], true]);
  });

  it.each([[null], ['text'], [{}], [{ type: 'open' }], [{ type: 'locked', more: 1 }]])(
    'is not believed %j',
    async (answer) => {
      const { processes } = await started();
      expect(() => processes[0]?.events.emit('message', answer)).not.toThrow();
    },
  );
});

describe('what the application is asked', () => {
  it('trusts no certificate, shows none, logs in nowhere', async () => {
    const { app } = await started();
    const answers: unknown[] = [];
    const answer = (...given: unknown[]) => answers.push(given);
    const prevented = [
      app.prevented('certificate-error', {}, 'https://x', 'net::ERR', {}, answer, true),
      app.prevented('select-client-certificate', {}, 'https://x', [{}], answer),
      app.prevented('login', {}, {}, {}, answer),
    ];
    expect([prevented, answers]).toEqual([
      [true, true, true],
      [[false], [], []],
    ]);
  });

  it('serves the page from the session the window uses, and no other', async () => {
    const { session, windowOptions } = await started();
    expect([...session.protocolHandlers.keys()]).toEqual(['app']);
    expect(windowOptions[0]?.webPreferences?.session).toBe(session.real);
  });
});
