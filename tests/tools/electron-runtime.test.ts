import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  electronEnvironment,
  endedUnasked,
  fetchRuntime,
  findRuntime,
  isRefusal,
  reasonNotToStart,
} from '../../tools/electron-runtime.mjs';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The npm package `electron`, with these files in it. */
function anElectronPackage(files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'hashline electron '));
  folders.push(folder);
  for (const [name, text] of Object.entries({ 'package.json': '{"version":"45.3.2"}', ...files })) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const whole = { 'dist/electron': '', 'dist/version': '45.3.2', 'path.txt': 'electron' };
const here = { env: {}, platform: 'linux' as const };

describe('finding the runtime', () => {
  it('takes one that is whole', () => {
    const folder = anElectronPackage(whole);
    expect(findRuntime(folder, here)).toEqual({ path: join(folder, 'dist', 'electron') });
  });

  it.each([
    ['nothing', {}],
    ['a download that was cut off before its last file', { 'dist/electron': '', 'path.txt': 'electron' }],
    ['one that was not finished', { 'dist/electron': '', 'dist/version': '45.3.2' }],
    ['one without its program', { 'dist/version': '45.3.2', 'path.txt': 'electron' }],
    ['one of another version', { ...whole, 'dist/version': 'v44.0.0' }],
  ])('takes %s for none', (_what, files) => expect(findRuntime(anElectronPackage(files), here)).toEqual({}));

  it('takes a folder that was brought, which has no path.txt, and says what is wrong with it', () => {
    const folder = anElectronPackage({ 'brought/electron': '', 'brought/version': 'v45.3.2' });
    const brought = (name: string) => ({ ...here, env: { ELECTRON_OVERRIDE_DIST_PATH: join(folder, name) } });
    expect(findRuntime(folder, brought('brought'))).toEqual({ path: join(folder, 'brought', 'electron') });
    expect(findRuntime(folder, brought('none')).problem).toContain('There is no whole Electron in');
    writeFileSync(join(folder, 'brought', 'version'), '44.0.0');
    expect(findRuntime(folder, brought('brought')).problem).toContain(
      'is version 44.0.0; Hashline is made for 45.3.2',
    );
  });
});

describe('fetching the runtime', () => {
  const fetchWith = async (installer: string, limits = {}) => {
    const said: string[] = [];
    const folder = anElectronPackage({ 'install.js': installer });
    const outcome = await fetchRuntime(
      folder,
      process.execPath,
      (text: string) => void said.push(text),
      limits,
    );
    return { outcome, said: said.slice(1) };
  };

  it('ends when the installer does', async () => {
    expect(await fetchWith('process.exit(0)')).toEqual({ outcome: 'fetched', said: [] });
  });

  it('says again and again that it still does, and waits', async () => {
    const { outcome, said } = await fetchWith('setTimeout(() => {}, 700)', { tellEveryMs: 200 });
    expect([outcome, said.length >= 2, said[0]]).toEqual(['fetched', true, '... still fetching after 0 s']);
  });

  it.each([
    ['HTTPError: Response code 403 (Forbidden)', 'refused'],
    ['HTTPError: Response code 407 (Proxy Authentication Required)', 'refused'],
    ['RequestError: getaddrinfo ENOTFOUND github.com', 'failed'],
    ['RequestError: connect ECONNREFUSED 127.0.0.1:9', 'failed'],
    ['RequestError: read ECONNRESET', 'failed'],
    ['HTTPError: Response code 503 (Service Unavailable)', 'failed'],
  ])('that ends with %j is %s, and the reason is said', async (words, outcome) => {
    const run = await fetchWith(`console.error(${JSON.stringify(words)}); process.exit(1)`);
    expect(run).toEqual({ outcome, said: [`The Electron runtime could not be fetched: ${words}`] });
    expect(isRefusal(words)).toBe(outcome === 'refused');
  });

  it('that takes longer than its limit is ended, and tried again another day', async () => {
    const { outcome, said } = await fetchWith('setInterval(() => {}, 1000)', { limitMs: 200 });
    expect([outcome, said]).toEqual([
      'failed',
      ['The Electron runtime could not be fetched: it took too long'],
    ]);
  });

  it('hands the installer no ELECTRON_RUN_AS_NODE and none of it to Electron', () => {
    const env = {
      PATH: '/bin',
      Node_Options: '-r x',
      NODE_COMPILE_CACHE: '/x',
      ELECTRON_RUN_AS_NODE: '1',
      ELECTRON_ENABLE_LOGGING: '1',
      ELECTRON_OVERRIDE_DIST_PATH: '/opt/electron',
      DISPLAY: ':0',
    };
    expect(electronEnvironment(env)).toEqual({ PATH: '/bin', DISPLAY: ':0' });
  });
});

describe('whether Electron would start on this Linux', () => {
  const fine = {
    root: false,
    display: true,
    userNamespaces: true,
    setuidHelper: false,
    missingLibraries: [] as string[],
  };

  it.each([
    ['a usual desktop', {}, null],
    ['namespaces restricted, with the helper installed', { userNamespaces: false, setuidHelper: true }, null],
    ['namespaces restricted, and no helper', { userNamespaces: false }, /user namespaces/],
    ['root', { root: true }, /root/],
    ['no display', { display: false, root: true }, /display/],
    [
      'a library that is not there',
      { missingLibraries: ['libgtk-3.so.0', 'libnss3.so'] },
      /lacks libgtk-3\.so\.0, libnss3\.so/,
    ],
  ])('%s', (_name, change, reason) => {
    const said = reasonNotToStart({ ...fine, ...change });
    if (reason === null) expect(said).toBeNull();
    else expect(said).toMatch(reason);
  });

  it.each([
    [{ status: null, signal: 'SIGTRAP' }, true],
    [{ status: null, signal: 'SIGABRT' }, true],
    [{ status: 127, signal: null }, true],
    [{ status: null, signal: null, error: new Error('ENOENT') }, true],
    [{ status: 0, signal: null }, false],
    [{ status: 2, signal: null }, false],
    [{ status: null, signal: 'SIGTERM' }, false],
  ] as const)('an end with %j is one by itself: %s', (ended, unasked) =>
    expect(endedUnasked(ended)).toBe(unasked),
  );
});
