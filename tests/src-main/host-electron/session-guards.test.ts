import type { DownloadItem, SaveDialogOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { SAVED_FILE_KINDS, savedFileName } from '../../../shared/contract/saved-file.ts';
import { guardSession } from '../../../src-main/host-electron/session-guards.ts';
import { electronTypes } from '../../electron-standin/electron-facts.ts';
import { FakeSession, part } from './fake-electron.ts';

/** Every permission name Electron knows, from its own types. */
const PERMISSIONS = [
  ...new Set(
    [
      ...electronTypes.matchAll(/setPermission(?:Check|Request)Handler\(handler: .*?permission: ([^,]+),/g),
    ].flatMap(([, names]) => [...(names ?? '').matchAll(/'([^']+)'/g)].map(([, name]) => name ?? '')),
  ),
];

const PAGE = 'app://hashline/';
const ASKERS = [
  { isMainFrame: true, requestingUrl: PAGE, ours: true },
  { isMainFrame: true, requestingUrl: 'app://hashline/#queue', ours: true },
  { isMainFrame: false, requestingUrl: PAGE, ours: false },
  { isMainFrame: true, requestingUrl: 'app://hashline.evil/', ours: false },
  { isMainFrame: true, requestingUrl: 'https://hashline/', ours: false },
  { isMainFrame: true, requestingUrl: 'about:blank', ours: false },
  { isMainFrame: true, requestingUrl: '', ours: false },
  { isMainFrame: true, requestingUrl: undefined, ours: false },
];

function guarded(packaged = true) {
  const session = new FakeSession();
  let writes = 0;
  guardSession(session.real, packaged, () => writes++);
  const ask = (permission: string, asker: (typeof ASKERS)[number]) => {
    let requested = true;
    const checked = session.handlers.setPermissionCheckHandler?.(
      null,
      permission as never,
      '',
      asker as never,
    );
    session.handlers.setPermissionRequestHandler?.(
      null as never,
      permission as never,
      (granted) => (requested = granted),
      asker as never,
    );
    return [checked, requested];
  };
  return { session, ask, writes: () => writes };
}

describe('permissions', () => {
  it('reads the names from electron.d.ts', () => {
    expect(PERMISSIONS).toContain('geolocation');
    expect(PERMISSIONS).toContain('clipboard-sanitized-write');
    expect(PERMISSIONS.length).toBeGreaterThan(40);
  });

  it.each(PERMISSIONS.filter((name) => name !== 'clipboard-sanitized-write'))(
    'refuses %s to everybody',
    (name) => {
      const { ask } = guarded();
      expect(ASKERS.flatMap((asker) => ask(name, asker))).toEqual(ASKERS.flatMap(() => [false, false]));
    },
  );

  it('lets our own page write to the clipboard, tells the guard of it, and lets no other page', () => {
    const { ask, writes } = guarded();
    const answers = ASKERS.map((asker) => ask('clipboard-sanitized-write', asker));
    expect(answers).toEqual(ASKERS.map(({ ours }) => [ours, ours]));
    expect(writes()).toBe(4);
  });

  it.each(['', 'clipboard-write', 'CLIPBOARD-SANITIZED-WRITE', 'a-permission-of-tomorrow'])(
    'refuses %j',
    (name) => {
      expect(guarded().ask(name, ASKERS[0]!)).toEqual([false, false]);
    },
  );
});

describe('devices', () => {
  it('hands out none', () => {
    const { session } = guarded();
    const { handlers } = session;
    let pairing: unknown;
    let streams: unknown = 'unanswered';
    handlers.setBluetoothPairingHandler?.({} as never, (response) => (pairing = response));
    handlers.setDisplayMediaRequestHandler?.({} as never, (answer) => (streams = answer));
    expect(handlers.setDevicePermissionHandler?.({} as never)).toBe(false);
    expect([pairing, streams]).toEqual([{ confirmed: false }, null]);
    const classes = ['audio', 'hid', 'mass-storage', 'smart-card', 'video', 'wireless'] as const;
    expect(handlers.setUSBProtectedClassesHandler?.({ protectedClasses: [...classes] })).toEqual(classes);
  });

  it('sets every handler a session has for permissions and devices', () => {
    const offered = [
      ...electronTypes.matchAll(
        /^ {4}(set(?:\w*Permission\w*|DisplayMedia\w*|Bluetooth\w*|USB\w*)Handler)\(/gm,
      ),
    ];
    const names = [...new Set(offered.map(([, name]) => name))];
    expect(Object.keys(guarded().session.handlers).sort()).toEqual(names.sort());
  });

  it.each([
    ['select-hid-device', [{}], null],
    ['select-usb-device', [{}], undefined],
    ['select-serial-port', [[], {}], ''],
  ])('%s chooses nothing', (event, args, expected) => {
    const { session } = guarded();
    let chosen: unknown = 'unanswered';
    expect(session.prevented(event, ...args, (id: unknown) => (chosen = id))).toBe(true);
    expect(chosen).toBe(expected);
  });

  it('refuses restricted files', () => {
    const { session } = guarded();
    let action = '';
    session.prevented('file-system-access-restricted', {}, (answer: string) => (action = answer));
    expect(action).toBe('deny');
  });
});

describe('the network', () => {
  const cancelled = (url: string, packaged = true) => {
    let cancel: boolean | undefined;
    guarded(packaged).session.beforeRequest?.({ url }, (response) => (cancel = response.cancel));
    return cancel;
  };

  it.each([
    'http://127.0.0.1/',
    'https://example.test/',
    'ws://127.0.0.1:1/',
    'wss://example.test/',
    'ftp://example.test/',
    'file:///etc/passwd',
    'data:text/html,x',
    'blob:https://example.test/1',
    'blob:null/1',
    'about:blank',
    'chrome://gpu/',
    'chrome-extension://x/',
    'devtools://devtools/bundled/inspector.html',
    'app://hashline',
    'app://hashline.evil/',
    'app://other/',
    'APP://hashline/',
    'javascript:1',
    'filesystem:app://hashline/x',
    '',
    'blob:app://hashline.evil/1',
    'view-source:app://hashline/',
  ])('cancels %j', (url) => expect(cancelled(url)).toBe(true));

  it.each(['app://hashline/', 'app://hashline/assets/a.js', 'blob:app://hashline/1a2b'])(
    'lets %s through',
    (url) => expect(cancelled(url)).toBe(false),
  );

  it('lets the developer tools through where there is no package', () =>
    expect(cancelled('devtools://devtools/bundled/inspector.html', false)).toBe(false));

  it('leads to a proxy that is not there, accepts no certificate and fetches no dictionary', () => {
    const { session } = guarded();
    let verdict: number | undefined;
    session.verify?.({} as never, (result) => (verdict = result));
    expect({ proxy: session.proxy, verdict, spellChecker: session.spellChecker }).toEqual({
      proxy: { mode: 'fixed_servers', proxyRules: 'socks5://127.0.0.1:9', proxyBypassRules: '<-loopback>' },
      verdict: -2,
      spellChecker: false,
    });
  });
});

describe('downloads', () => {
  const download = (url: string, name: string) => {
    let dialog: SaveDialogOptions | null = null;
    const item = part<DownloadItem>({
      getURL: () => url,
      getFilename: () => name,
      setSaveDialogOptions: (options) => {
        dialog = options;
      },
    });
    return { prevented: guarded().session.prevented('will-download', item, {}), dialog };
  };

  const NAMES = [
    savedFileName('ledger', '1a2b3c4d'),
    savedFileName('case', '0190f5fe-7c00-7a00-8000-000000000001-1a2b3c4d'),
    savedFileName('selection', '1a2b3c4d'),
    savedFileName('dossier', '0190f5fe-7c00-7a00-8000-000000000001'),
    savedFileName('report', 'national-2026-01-01-2026-12-31-nl'),
    savedFileName('figures', 'inhope-2026-10-01-2026-12-31-en'),
    savedFileName('texts', 'v1'),
    savedFileName('entry', '4711'),
    savedFileName('policy', 'be-2017-v3'),
    savedFileName('refused', '1a2b3c'),
    savedFileName('feedback', '1-md5'),
    'hashline-backup-1a2b3c4d-2026-11-29.age',
    'hashline-sealed-police-2026-11-29.age',
    'hashline-blocklist-1795988649.tar',
    'hashline-hub-1a2b3c4d.tar',
    'hashline-seat-1a2b3c4d.json',
  ];

  it('knows every kind of file the page saves', () => {
    expect(NAMES.map((name) => name.split(/[-.]/)[1])).toEqual(SAVED_FILE_KINDS);
  });

  it.each(NAMES)('asks where %s goes', (name) => {
    expect(download('blob:app://hashline/1a2b', name)).toEqual({
      prevented: false,
      dialog: {
        defaultPath: name,
        properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
      },
    });
  });

  it.each([
    ['https://example.test/x', 'hashline-ledger-1.jsonl'],
    ['app://hashline/x', 'hashline-ledger-1.jsonl'],
    ['blob:https://example.test/1', 'hashline-ledger-1.jsonl'],
    ['data:text/plain,x', 'hashline-ledger-1.jsonl'],
    ['blob:app://hashline/1', 'picture.png'],
    ['blob:app://hashline/1', 'hashline-ledger-1.xml'],
    ['blob:app://hashline/1', 'hashline-ledger-.jsonl'],
    ['blob:app://hashline/1', 'hashline-ledger-1.JSONL'],
    ['blob:app://hashline/1', 'hashline-other-1.jsonl'],
    ['blob:app://hashline/1', 'x-hashline-ledger-1.jsonl'],
    ['blob:app://hashline/1', 'hashline-x.exe'],
    ['blob:app://hashline/1', '../hashline-x.jsonl'],
    ['blob:app://hashline/1', 'hashline-x.jsonl.exe'],
    ['blob:app://hashline/1', 'hashline-a/b.jsonl'],
    ['blob:app://hashline/1', ''],
  ])('refuses %s as %j', (url, name) =>
    expect(download(url, name)).toEqual({ prevented: true, dialog: null }),
  );
});
