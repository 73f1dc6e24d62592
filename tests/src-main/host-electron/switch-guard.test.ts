import { describe, expect, it } from 'vitest';
import { judgeCommandLine, NEVER_IN_FORCE } from '../../../src-main/host-electron/switch-guard.ts';

const packaged = { packaged: true, platform: 'linux' } as const;

const REFUSED = [
  ['--remote-debugging-port=9222'],
  ['--remote-debugging-port'],
  ['--remote-debugging-pipe'],
  ['--remote-debugging-address=0.0.0.0'],
  ['--remote-allow-origins=*'],
  ['--inspect'],
  ['--inspect=0.0.0.0:9229'],
  ['--inspect-brk'],
  ['--inspect-port=1'],
  ['--inspect-wait'],
  ['--js-flags=--allow-natives-syntax'],
  ['--js-flags', '--expose-gc'],
  ['--no-sandbox'],
  ['--disable-setuid-sandbox'],
  ['--disable-gpu-sandbox'],
  ['--disable-seccomp-filter-sandbox'],
  ['--load-extension=/tmp/x'],
  ['--disable-extensions-except=/tmp/x'],
  ['--disable-web-security'],
  ['--allow-file-access-from-files'],
  ['--disable-site-isolation-trials'],
  ['--user-data-dir=/tmp/x'],
  ['--proxy-server=evil:1'],
  ['--host-rules=MAP * evil'],
  ['--enable-logging'],
  ['--log-net-log=/tmp/x'],
  ['--ssl-key-log-file=/tmp/x'],
  ['--ignore-certificate-errors'],
  ['--v=1'],
  ['--renderer-cmd-prefix=gdb'],
  ['--utility-cmd-prefix=gdb'],
  ['--gpu-launcher=gdb'],
  ['--single-process'],
  ['--in-process-gpu'],
  ['--no-zygote'],
  ['--type=renderer'],
  ['--enable-blink-features=X'],
  ['--app=https://x.test'],
  ['--auto-open-devtools-for-tabs'],
  ['--trace-startup'],
  ['--crash-dumps-dir=/tmp'],
  ['--require=/tmp/x.js'],
  ['-r', '/tmp/x.js'],
  ['-e', '1'],
  ['--eval=1'],
  ['-i'],
  ['--password-store=basic'],
  ['--password-store'],
  ['--password-store=kwallet6 --no-sandbox'],
  ['--vault=relative'],
  ['--vault'],
  ['--vault='],
  ['--VAULT=/tmp/x'],
  ['--lang=../../x'],
  ['--lang'],
  ['--'],
  ['-'],
  ['file.jsonl'],
  ['/tmp/app.asar'],
  ['https://x.test'],
  ['app://hashline/'],
  ['/remote-debugging-port=1'],
  ['/js-flags=x'],
  ['-no-sandbox'],
  ['-disable-gpu'],
  ['-vault=/srv/vault'],
  ['---disable-gpu'],
  ['-remote-debugging-port=1'],
  ['--disable-gpu=1'],
  ['--lang=en', '--no-sandbox'],
  ['\u2013\u2013no-sandbox'],
  ['--no-sandbox\0'],
  [''],
  ['--lang=en\n--no-sandbox'],
  ['-psn_0_1234'],
  ['--ozone-platform=headless'],
  ['--force-device-scale-factor=99'],
];

const ALLOWED = [
  [],
  ['--vault=/srv/vault'],
  ['--password-store=gnome-libsecret'],
  ['--password-store=kwallet'],
  ['--password-store=kwallet5'],
  ['--password-store=kwallet6'],
  ['--lang=nl'],
  ['--lang=fr-BE'],
  ['--ozone-platform=wayland'],
  ['--ozone-platform-hint=auto'],
  ['--disable-gpu'],
  ['--force-device-scale-factor=1.5'],
  ['--lang=de', '--vault=/srv/vault', '--disable-gpu'],
];

describe('the command line of a package', () => {
  it.each(REFUSED.map((args) => [args]))('refuses %j', (args) => {
    expect(judgeCommandLine(args, packaged).allowed).toBe(false);
  });

  it.each(ALLOWED.map((args) => [args]))('allows %j', (args) => {
    expect(judgeCommandLine(args, packaged).allowed).toBe(true);
  });

  it('knows more than sixty that must not pass', () => expect(REFUSED.length).toBeGreaterThan(60));

  it('names the argument it refuses, and the vault it was given', () => {
    expect(judgeCommandLine(['--lang=nl', '--no-sandbox'], packaged)).toEqual({
      allowed: false,
      argument: '--no-sandbox',
    });
    expect(judgeCommandLine(['--vault=/srv/v'], packaged)).toEqual({ allowed: true, vault: '/srv/v' });
  });

  it('refuses every switch that must never be in force', () => {
    const passed = NEVER_IN_FORCE.filter((name) => judgeCommandLine([`--${name}=1`], packaged).allowed);
    expect(passed).toEqual([]);
  });

  it('takes the process serial number from the Finder, on macOS alone', () => {
    expect(judgeCommandLine(['-psn_0_1234'], { packaged: true, platform: 'darwin' }).allowed).toBe(true);
    expect(judgeCommandLine(['-psn_0_1234'], { packaged: true, platform: 'win32' }).allowed).toBe(false);
  });
});

describe('the command line of an unpackaged run', () => {
  it.each([
    ['--inspect=0', true],
    ['--remote-debugging-port=0', true],
    ['--user-data-dir=/tmp/x', true],
    ['--no-sandbox', false],
    ['--js-flags=x', false],
    ['--load-extension=/x', false],
    ['-r', false],
  ])('%s: %s', (argument, allowed) => {
    expect(judgeCommandLine([argument], { packaged: false, platform: 'linux' }).allowed).toBe(allowed);
  });
});
