import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { reasonForNoElectron } from './electron-runtime.ts';
import { CANARY, createVault, type RunningHashline, startHashline } from './running-hashline.ts';

const reason = reasonForNoElectron();

if (reason !== null) process.stdout.write(`Hashline in Electron: not looked at here, because ${reason}.\n`);

describe.skipIf(reason !== null)(`Hashline in Electron${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let hashline: RunningHashline;
  beforeAll(async () => {
    hashline = await startHashline();
    await hashline.page.getByRole('heading', { name: 'Create the hotline’s vault' }).waitFor();
  }, 60_000);
  afterAll(() => hashline.close());

  const inPage = <Result>(act: () => Result | Promise<Result>) => hashline.page.evaluate(act);
  /** Tries something in the page. @returns `done`, or the name of what refused it */
  const attempt = (source: string): Promise<string> =>
    hashline.page.evaluate(`(async () => { ${source} })().then(() => 'done', (error) => error.name)`);
  const windows = () => hashline.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

  it('row 1: the page has nothing of Node and nothing of Electron', async () => {
    const seen = await inPage(() =>
      ['require', 'process', 'Buffer', 'module', 'global', '__dirname', 'ipcRenderer', 'electron'].filter(
        (name) => name in globalThis,
      ),
    );
    expect(seen).toEqual([]);
  });

  it('row 1: the page runs in the sandbox of the system', async () => {
    const metrics = await hashline.app.evaluate(({ app }) =>
      app.getAppMetrics().map(({ type, sandboxed }) => ({ type, sandboxed })),
    );
    const pages = metrics.filter(({ type }) => type === 'Tab');
    expect(pages.length).toBeGreaterThan(0);
    if (process.platform !== 'linux') expect(pages.every(({ sandboxed }) => sandboxed)).toBe(true);
  });

  it('row 1: features without a use are not there', async () => {
    const there = await inPage(() =>
      [
        'showSaveFilePicker',
        'showOpenFilePicker',
        'Notification',
        'PushManager',
        'EyeDropper',
        'queryLocalFonts',
      ]
        .filter((name) => name in globalThis)
        .concat(['usb', 'hid', 'serial', 'bluetooth', 'share'].filter((name) => name in navigator)),
    );
    expect(there).toEqual([]);
  });

  it('row 6: only files of the page are served', async () => {
    const answers = await inPage(async () => {
      const paths = [
        '/../package.json',
        '/%2e%2e/package.json',
        '/..%5cpackage.json',
        '/index.html%00',
        '/C:/',
        '/?x',
        '/none',
      ];
      return Promise.all(
        paths.map((path) =>
          fetch(path).then(
            ({ status }) => status,
            () => 0,
          ),
        ),
      );
    });
    expect(answers.every((status) => status === 404 || status === 0)).toBe(true);
    expect(await inPage(() => fetch('/', { method: 'POST' }).then(({ status }) => status))).toBe(405);
  });

  it.each([
    ['text as markup', "document.createElement('div').innerHTML = '<b>x</b>'"],
    ['a policy for it', "trustedTypes.createPolicy('x', { createHTML: (text) => text })"],
    ['text as code', "(0, eval)('1')"],
    ['a function from text', "new Function('return 1')()"],
    ['another origin', "await fetch('https://127.0.0.1:9/')"],
    ['a file', "await fetch('file:///etc/passwd')"],
    ['a worker', "new Worker('data:text/javascript,1'); throw new DOMException('', 'WorkerStarted')"],
  ])('row 7: %s is refused by the policy', async (_case, source) => {
    expect(await attempt(source)).not.toBe('done');
  });

  it('row 7: an inline script does not run, a picture does not load', async () => {
    const outcome = await inPage(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        violations.push(event.effectiveDirective),
      );
      const image = new Image();
      image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
      const loaded = await new Promise((resolve) => {
        image.onload = () => resolve(true);
        image.onerror = () => resolve(false);
        setTimeout(() => resolve(false), 1_000);
      });
      return { loaded, violations };
    });
    expect(outcome.loaded).toBe(false);
  });

  it.each([
    ['location', "location.href = 'https://example.test/'"],
    ['another page of ours', "location.href = 'app://hashline/assets/'"],
    ['a window', "if (window.open('https://example.test/') === null) throw new Error()"],
    ['a window of ours', "if (window.open('app://hashline/') === null) throw new Error()"],
    [
      'a link',
      "const a = document.createElement('a'); a.href = 'https://example.test/'; a.target = '_blank'; a.click()",
    ],
    [
      'a form',
      "const f = document.createElement('form'); f.action = 'https://example.test/'; document.body.append(f); f.submit()",
    ],
    [
      'a frame',
      "const f = document.createElement('iframe'); f.src = 'https://example.test/'; document.body.append(f)",
    ],
    [
      'a webview',
      "const w = document.createElement('webview'); w.setAttribute('src', 'https://example.test/'); document.body.append(w)",
    ],
    [
      'a download',
      "const a = document.createElement('a'); a.href = 'app://hashline/index.html'; a.download = 'x.exe'; a.click()",
    ],
  ])('row 8: %s leads nowhere', async (_case, source) => {
    await attempt(source);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(hashline.page.url()).toBe('app://hashline/');
    expect(await windows()).toBe(1);
    expect(hashline.page.frames().every((frame) => !frame.url().startsWith('http'))).toBe(true);
  });

  it('row 9: every permission is refused', async () => {
    const states = await inPage(async () => {
      const names = [
        'geolocation',
        'camera',
        'microphone',
        'midi',
        'persistent-storage',
        'screen-wake-lock',
        'clipboard-read',
      ];
      return Promise.all(
        names.map((name) =>
          navigator.permissions.query({ name: name as PermissionName }).then(
            ({ state }) => state,
            () => 'denied',
          ),
        ),
      );
    });
    expect(new Set(states)).toEqual(new Set(['denied']));
    expect(await attempt('await navigator.mediaDevices.getUserMedia({ audio: true })')).not.toBe('done');
    expect(await attempt('await navigator.mediaDevices.getDisplayMedia()')).not.toBe('done');
  });

  it('row 10: five listeners and one for datagrams hear nothing', async () => {
    let heard = 0;
    const servers = Array.from({ length: 5 }, () =>
      createServer((_request, response) => response.end()).on('connection', () => heard++),
    );
    for (const server of servers) server.listen(0, '127.0.0.1');
    await Promise.all(servers.map((server) => once(server, 'listening')));
    const datagrams = createSocket('udp4').on('message', () => heard++);
    datagrams.bind(0, '127.0.0.1');
    await once(datagrams, 'listening');
    const ports = servers.map((server) => (server.address() as AddressInfo).port);
    const udp = datagrams.address().port;
    await hashline.page.evaluate(
      async ({ ports: [a, b, c, d, e], udp }) => {
        await fetch(`http://127.0.0.1:${a}/`).catch(() => {});
        navigator.sendBeacon(`http://127.0.0.1:${b}/`, 'x');
        try {
          new WebSocket(`ws://127.0.0.1:${c}/`);
        } catch {
          // Refused outright is as good as refused later.
        }
        const link = Object.assign(document.createElement('link'), {
          rel: 'preconnect',
          href: `http://127.0.0.1:${d}/`,
        });
        document.head.append(link);
        new Image().src = `http://127.0.0.1:${e}/`;
        const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${udp}` }] });
        peer.createDataChannel('x');
        await peer.setLocalDescription(await peer.createOffer());
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        peer.close();
      },
      { ports, udp },
    );
    for (const server of servers) server.close();
    datagrams.close();
    expect(heard).toBe(0);
  }, 20_000);

  it('row 12: main listens on no channel', async () => {
    const channels = await hashline.app.evaluate(({ ipcMain, BrowserWindow }) => [
      ...ipcMain.eventNames().map(String),
      ...(BrowserWindow.getAllWindows()[0]?.webContents.ipc.eventNames().map(String) ?? []),
    ]);
    expect(channels).toEqual([]);
  });

  it('row 2: the engine is ended and the page finds the new one', async () => {
    const pid = () =>
      hashline.app.evaluate(
        ({ app }) =>
          app
            .getAppMetrics()
            .find(({ name, serviceName }) => `${name}${serviceName}`.includes('Hashline engine'))?.pid,
      );
    const before = await pid();
    expect(before).toBeDefined();
    process.kill(before ?? 0, 'SIGKILL');
    await vi.waitFor(async () => expect(await pid()).not.toBe(before), { timeout: 5_000 });
    await hashline.page.getByRole('heading', { name: 'Create the hotline’s vault' }).waitFor();
  });

  it('rows 13 and 15: a vault is made with the system’s keystore', async () => {
    await createVault(hashline.page);
    expect(readdirSync(join(hashline.userData, 'vault'))).toContain('device-secret.sealed');
  }, 30_000);

  it('row 19: a copied text is there, and gone after half a minute', async () => {
    await hashline.page.evaluate(() => navigator.clipboard.writeText('d41d8cd98f00b204e9800998ecf8427e'));
    const text = () => hashline.app.evaluate(({ clipboard }) => clipboard.readText());
    expect(await text()).toBe('d41d8cd98f00b204e9800998ecf8427e');
    await new Promise((resolve) => setTimeout(resolve, 32_000));
    expect(await text()).toBe('');
  }, 45_000);

  it('row 17: a computer that sleeps locks the vault and ends the page’s process', async () => {
    const processId = () =>
      hashline.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
      );
    const before = await processId();
    await hashline.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'));
    await hashline.page.getByRole('heading', { name: 'Unlock the vault' }).waitFor();
    await vi.waitFor(async () => expect(await processId()).not.toBe(before), { timeout: 5_000 });
    await hashline.page.getByRole('heading', { name: 'Unlock the vault' }).waitFor();
  });

  it('row 16: nothing of the vault stands in any file of the profile', () => {
    const forms = [
      Buffer.from(CANARY),
      Buffer.from(CANARY, 'utf16le'),
      Buffer.from(Buffer.from(CANARY).toString('base64').slice(0, 20)),
    ];
    const found = readdirSync(hashline.userData, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => forms.some((form) => readFileSync(path).includes(form)));
    expect(found).toEqual([]);
  });

  it('row 20: a page that ended left no dump', async () => {
    const folder = await hashline.app.evaluate(({ app }) => app.getPath('crashDumps'));
    const names = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
    expect(names.filter((name) => name.endsWith('.dmp'))).toEqual([]);
  });
});
