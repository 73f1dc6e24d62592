import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagePort as NodePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import type { IpcRenderer } from 'electron';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { ToEngine } from '../../../src-main/engine-process/engine-message.ts';
import { EngineService } from '../../../src-main/engine-process/engine-service.ts';
import { portLine } from '../../../src-main/host-electron/port-line.ts';
import { type PageWindow, relayPort } from '../../../src-main/host-electron/relay-port.ts';
import { startUp } from '../../../src-main/host-electron/start-up.ts';
import { connectByMessagePort } from '../../../src-renderer/transport/message-port-transport.ts';
import { RenewableLink } from '../../../src-renderer/transport/renewable-link.ts';
import { asElectronPort, FakeEvents, type FakeUtilityProcess, fakeElectron, part } from './fake-electron.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
const PASSPHRASE = 'correct horse battery staple';
const folders: string[] = [];
const open: { close(): void }[] = [];
/** The windows that are there. */
const windows = new Set<PageWindow>();

afterEach(() => {
  windows.clear();
  vi.unstubAllGlobals();
  for (const port of open.splice(0)) port.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The engine process without a process: the real service behind main's messages. */
function runEngine(process: FakeUtilityProcess): void {
  const service = new EngineService({
    reply: (answer) => process.events.emit('message', answer),
    exit: () => process.events.emit('exit', 0),
  });
  process.answer = (message, ports) => {
    open.push(...ports);
    const port = ports[0] as NodePort | undefined;
    if (message.type === 'connect') service.connect(portLine(asElectronPort(port!)));
    else service.receive(ToEngine.parse(message));
  };
}

/** The page's window with the preload in it. Messages arrive later, with their ports, as in a browser. */
function openPage(origin = 'app://hashline') {
  const target = new EventTarget();
  const ipc = new FakeEvents();
  const posted: unknown[] = [];
  const page: PageWindow & { readonly top: unknown } = {
    location: { origin },
    addEventListener: target.addEventListener.bind(target),
    postMessage: (data: unknown, _origin?: unknown, ports: unknown = []) => {
      posted.push(data);
      setImmediate(() => {
        // A browser delivers none to a window that is gone, whenever it was sent.
        if (!windows.has(page)) return;
        target.dispatchEvent(Object.assign(new Event('message'), { data, ports, source: page }));
      });
    },
    get top() {
      return page;
    },
  };
  windows.add(page);
  relayPort(part<IpcRenderer>({ on: ipc.on }), page);
  return { page, target, ipc, posted };
}

async function hashline() {
  const root = mkdtempSync(join(tmpdir(), 'hashline-handshake-'));
  folders.push(root);
  mkdirSync(join(root, 'dist', 'page'), { recursive: true });
  writeFileSync(join(root, 'dist', 'page', 'index.html'), '');
  symlinkSync(join(repository, 'assets'), join(root, 'assets'), 'junction');
  const electron = fakeElectron({ userData: root });
  await startUp(electron.real, { argv: ['/opt/hashline'], env: {}, platform: 'linux', root });
  const contents = electron.windows[0]!.contents;
  /** Loads the page, anew if it was there: a new window object, a new preload, a new client. */
  const load = () => {
    const { page, ipc, posted } = openPage();
    contents.frame.postMessage = (channel, _message, transfer) => {
      open.push(...((transfer ?? []) as NodePort[]));
      ipc.events.emit(channel, { ports: transfer });
    };
    vi.stubGlobal('window', page);
    const link = new RenewableLink();
    return { link, client: createORPCClient<EngineClient>(link), posted };
  };
  return { ...electron, contents, load, ...load(), root };
}

describe('the page, the preload, main and the engine', () => {
  it('find each other whichever is ready first', async () => {
    const early = await hashline();
    runEngine(early.processes[0]!);
    early.contents.events.emit('dom-ready');
    connectByMessagePort(early.link);
    expect(await early.client.vault.hello()).toMatchObject({ product: 'hashline', vault: 'absent' });

    const late = await hashline();
    runEngine(late.processes[0]!);
    connectByMessagePort(late.link);
    late.contents.events.emit('dom-ready');
    expect(await late.client.vault.hello()).toMatchObject({ version: '0.1.0' });
  });

  it('say that they are Electron and what that gives', async () => {
    const { processes, contents, link, client } = await hashline();
    runEngine(processes[0]!);
    contents.events.emit('dom-ready');
    connectByMessagePort(link);
    expect((await client.vault.hello()).host).toEqual({
      kind: 'electron',
      capabilities: ['ephemeral-indexeddb', 'locks-on-close', 'keystore'],
    });
  });

  it.each([
    ['text that is no message', 'hello'],
    ['bytes that are no message', new Uint8Array([1, 2, 3]).buffer],
    ['an object', { type: 'start' }],
    ['nothing', null],
  ])('end a connection that says %s, and the engine goes on', async (_, words) => {
    const { processes, contents, link, client, load } = await hashline();
    runEngine(processes[0]!);
    contents.events.emit('dom-ready');
    connectByMessagePort(link);
    expect(await client.vault.hello()).toMatchObject({ vault: 'absent' });
    (open.at(-2) as unknown as NodePort).postMessage(words);
    await vi.waitFor(() => expect(link.status.getState().phase).toBe('lost'));

    const page = load();
    contents.events.emit('dom-ready');
    connectByMessagePort(page.link);
    expect(await page.client.vault.hello()).toMatchObject({ vault: 'absent' });
  });

  it('make a vault, lock it with the screen, survive an engine that ends, and open it again', async () => {
    const { processes, contents, link, client, state, root, load } = await hashline();
    runEngine(processes[0]!);
    contents.events.emit('dom-ready');
    connectByMessagePort(link);
    await client.vault.create({
      hotline: 'Test hotline',
      name: 'Ada',
      passphrase: PASSPHRASE,
      policy: 'be-2017',
      sample: false,
    });
    expect(await client.vault.hello()).toMatchObject({ vault: 'open' });

    state.idle = 'locked';
    await vi.waitFor(() => expect(processes).toHaveLength(2), 5_000);
    runEngine(processes[1]!);
    await vi.waitFor(
      async () => expect(await client.vault.hello()).toMatchObject({ vault: 'locked' }),
      5_000,
    );
    await expect(client.vault.session()).rejects.toMatchObject({ code: 'LOCKED' });
    await vi.waitFor(() => expect(contents.calls).toContain('reload'));

    const page = load();
    contents.events.emit('dom-ready');
    connectByMessagePort(page.link);
    expect(await page.client.vault.hello()).toMatchObject({ vault: 'locked' });

    for (const port of open.splice(0)) port.close();
    await vi.waitFor(() => expect(page.link.status.getState().phase).toBe('lost'));
    processes[1]!.events.emit('exit', 9);
    await vi.waitFor(() => expect(processes).toHaveLength(3));
    runEngine(processes[2]!);
    const opened = await page.client.vault.unlock({ name: 'Ada', passphrase: PASSPHRASE });
    expect(opened.person.name).toBe('Ada');

    const names = readdirSync(join(root, 'vault'));
    expect(names).toContain('device-secret.sealed');
    expect(names).not.toContain('device-secret');
    expect(
      readFileSync(join(root, 'vault', 'device-secret.sealed'))
        .subarray(0, 3)
        .toString(),
    ).toBe('v11');
  }, 30_000);
});

describe('the preload', () => {
  it.each(['https://example.test', 'null', 'app://evil', 'app://hashline.evil', ''])(
    'hands %j no port',
    (origin) => {
      const { ipc, posted } = openPage(origin);
      expect(ipc.events.listenerCount('hashline:engine-port')).toBe(0);
      expect(posted).toEqual([]);
    },
  );

  it('does nothing in a frame', () => {
    const ipc = new FakeEvents();
    const frame = part<PageWindow>({ location: { origin: 'app://hashline' }, top: {} });
    relayPort(part<IpcRenderer>({ on: ipc.on }), frame);
    expect(ipc.events.eventNames()).toEqual([]);
  });

  it('keeps only the newest port for a page that is not ready, and closes the one before', () => {
    const { ipc, posted } = openPage();
    const closed: string[] = [];
    const port = (name: string) => ({ close: () => closed.push(name) });
    ipc.events.emit('hashline:engine-port', { ports: [port('first')] });
    ipc.events.emit('hashline:engine-port', { ports: [port('second')] });
    expect([closed, posted]).toEqual([['first'], []]);
  });

  it.each([null, 'hashline-page', 7, {}, { type: 'hashline-pages' }, { type: 'hashline-engine' }])(
    'does not take %j for the page’s word',
    async (data) => {
      const { page, ipc, posted } = openPage();
      ipc.events.emit('hashline:engine-port', { ports: [{ close: () => {} }] });
      page.postMessage(data, '*');
      await new Promise((resolve) => setImmediate(resolve));
      expect(posted).toEqual([data]);
    },
  );

  it('does not take another window’s word for the page’s', () => {
    const { target, ipc, posted } = openPage();
    ipc.events.emit('hashline:engine-port', { ports: [{ close: () => {} }] });
    for (const source of [null, {}, undefined]) {
      target.dispatchEvent(Object.assign(new Event('message'), { data: { type: 'hashline-page' }, source }));
    }
    expect(posted).toEqual([]);
  });

  it('listens to one channel and has no way to send', () => {
    const { ipc } = openPage();
    expect(ipc.events.eventNames()).toEqual(['hashline:engine-port']);
  });
});
