import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, extractFile, getRawHeader, listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thoroughly } from '../support/thorough.ts';
import {
  electronDist,
  type Packed,
  pack,
  preparedPackage,
  program,
  reasonForNoPackages,
  repository,
} from './a-package.ts';
import { FUSE_SENTINEL, makeFakeElectronDist } from './fake-electron-dist.ts';

const reason = reasonForNoPackages();
const work = mkdtempSync(join(tmpdir(), 'hashline-package-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

function fusesOf(executable: string): string {
  const bytes = readFileSync(executable);
  const at = bytes.indexOf(FUSE_SENTINEL, 0, 'latin1') + FUSE_SENTINEL.length;
  return bytes.subarray(at + 2, at + 2 + (bytes[at + 1] ?? 0)).toString('latin1');
}

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

/** The programs and what they load, by name: one that is missing shows only when a person comes to what needs it. */
const PROGRAMS = [
  'dist/electron/main.cjs',
  'dist/electron/preload.cjs',
  'dist/electron/engine-process.cjs',
  'dist/electron/engine-service.cjs',
  'dist/electron/index-worker.cjs',
  'dist/electron/index-thread.cjs',
  'dist/electron/builder-threads.cjs',
  'dist/electron/reading-worker.cjs',
  'dist/kernel/matching.wasm',
  'dist/kernel/matching-shared.wasm',
];

/** Every file an archive holds, and each at least once. */
const EXPECTED = [
  ...PROGRAMS.map((name) => new RegExp(`^/${name.replaceAll('.', '\\.')}$`)),
  /^\/package\.json$/,
  /^\/LICENSE$/,
  /^\/dist\/page\/index\.html$/,
  /^\/dist\/page\/assets\/[\w.-]+\.js$/,
  /^\/dist\/page\/assets\/[\w.-]+\.css$/,
  /^\/assets\/members\.json$/,
  /^\/assets\/replies\.json$/,
  /^\/assets\/policies\/[\w.-]+\.json$/,
  /^\/assets\/schemas\/[\w.-]+\.json$/,
  /^\/assets\/samples\/(scart\.csv|vics\.json|hashline\.jsonl)$/,
  /^\/assets\/hub\/(README\.md|install\.sh|hub\.sql|hashline\.conf|pg_hba\.part|pg_ident\.part)$/,
  /^\/assets\/icons\/512x512\.png$/,
  /^\/node_modules\/@signalapp\/sqlcipher\/(package\.json|LICENSE|dist\/index\.cjs)$/,
  /^\/node_modules\/@signalapp\/sqlcipher\/prebuilds\/linux-x64\/@signalapp\+sqlcipher\.node$/,
  /^\/node_modules\/node-gyp-build\/(index\.js|node-gyp-build\.js|package\.json|LICENSE)$/,
  /^\/node_modules\/@node-rs\/argon2\/(index\.js|package\.json|LICENSE)$/,
  // npm installs the one for the C library that is there.
  /^\/node_modules\/@node-rs\/argon2-linux-x64-(gnu|musl)\/(package\.json|argon2\.linux-x64-(gnu|musl)\.node)$/,
];

describe.skipIf(reason !== null)(`a package${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let linux: Packed;
  let windows: Packed;
  let archive: string;

  beforeAll(async () => {
    linux = await preparedPackage();
    await makeFakeElectronDist(electronDist(work, 'linux'), 'linux');
    await makeFakeElectronDist(electronDist(work, 'win'), 'win32');
    // Native libraries for Windows are installed on Windows; here everything else of such a package is looked at.
    const unchecked = join(work, 'unchecked.json');
    writeFileSync(
      unchecked,
      JSON.stringify({ extends: join(repository, 'electron-builder.yml'), afterPack: null }),
    );
    windows = pack(work, 'win', 'first', unchecked);
    archive = join(linux.folder, 'resources', 'app.asar');
  }, 120_000);

  it('is made for Linux and Windows without fetching anything', () => {
    expect([linux.status, windows.status], linux.text + windows.text).toEqual([0, 0]);
    expect(existsSync(join(work, 'cache'))).toBe(false);
  });

  it('has the nine fuses as promised, on both systems', () => {
    expect(fusesOf(join(linux.folder, 'hashline'))).toBe('010011001');
    expect(fusesOf(join(windows.folder, 'Hashline.exe'))).toBe('010011001');
  });

  it('carries the hash of its archive in the Windows executable', () => {
    const executable = readFileSync(join(windows.folder, 'Hashline.exe')).toString('latin1');
    const header = getRawHeader(join(windows.folder, 'resources', 'app.asar')).headerString;
    expect(executable).toContain(Buffer.from('ELECTRONASAR', 'utf16le').toString('latin1'));
    expect(executable).toContain(sha256(header));
  });

  it('holds what it needs and nothing else: no test, no source, no tool', () => {
    const names = listPackage(archive, { isPack: false }).map((name) => name.replaceAll('\\', '/'));
    const folders = new Set(names.map((name) => name.slice(0, name.lastIndexOf('/'))));
    const files = names.filter((name) => !folders.has(name));
    expect(files.filter((name) => !EXPECTED.some((pattern) => pattern.test(name)))).toEqual([]);
    expect(EXPECTED.filter((pattern) => !files.some((name) => pattern.test(name))).map(String)).toEqual([]);
  });

  it('keeps the native libraries alone outside the archive, and not Electron’s demonstration', () => {
    const resources = filesBelow(join(linux.folder, 'resources'));
    expect(resources.filter((name) => !name.endsWith('.node'))).toEqual(['app.asar']);
    expect(resources.filter((name) => name.endsWith('.node')).length).toBe(2);
  });

  it('knows the hash of each of them', () => {
    const engine = extractFile(archive, 'dist/electron/engine-process.cjs').toString('utf8');
    const unpacked = join(linux.folder, 'resources', 'app.asar.unpacked', 'node_modules');
    const unknown = filesBelow(unpacked).filter(
      (name) => !engine.includes(sha256(readFileSync(join(unpacked, name)))),
    );
    expect(unknown).toEqual([]);
  });

  it('says how it starts and nothing of how it was made', () => {
    const manifest: unknown = JSON.parse(extractFile(archive, 'package.json').toString('utf8'));
    expect(manifest).toMatchObject({ name: 'hashline', main: 'dist/electron/main.cjs' });
    expect(Object.keys(manifest as object)).not.toEqual(expect.arrayContaining(['scripts']));
    expect(manifest).not.toHaveProperty('devDependencies');
  });

  it('holds no key, no token and no path of the computer it was made on', () => {
    const folder = join(work, 'searched');
    extractAll(archive, folder);
    const found = filesBelow(folder).filter((name) => {
      if (name.endsWith('.node')) return false;
      const text = readFileSync(join(folder, name), 'latin1');
      const secrets = [
        /-----BEGIN [A-Z ]*PRIVATE KEY-----\\?\n?[A-Za-z0-9+/]{32}/,
        /AGE-SECRET-KEY-1[A-Z0-9]{20}/,
        /gh[ps]_[A-Za-z0-9]{30}/,
      ];
      return (
        secrets.some((pattern) => pattern.test(text)) ||
        text.includes(repository) ||
        text.includes('sourceMappingURL=')
      );
    });
    expect(found).toEqual([]);
  });

  it('has everything its engine needs: it starts, connects and locks with nothing but the package', () => {
    const folder = join(work, 'installed');
    extractAll(archive, folder);
    const script = join(work, 'engine.cjs');
    writeFileSync(script, ENGINE_SCRIPT);
    const run = spawnSync(process.execPath, [script, folder, join(work, 'vault')], {
      encoding: 'utf8',
      cwd: work,
    });
    expect(run.stdout, run.stderr).toBe('ready started connected locked closed\n');
  });

  it.each(['main', 'preload'])('loads %s up to the import of Electron', (name) => {
    const folder = join(work, `loaded-${name}`);
    extractAll(archive, folder);
    const run = spawnSync(process.execPath, [join(folder, 'dist', 'electron', `${name}.cjs`)], {
      encoding: 'utf8',
      cwd: work,
    });
    expect(run.stderr).toContain("Cannot find module 'electron'");
  });

  thoroughly(
    'is the same twice',
    () => {
      const second = pack(work, 'linux', 'second');
      const hashes = [archive, join(second.folder, 'resources', 'app.asar')].map((path) =>
        sha256(readFileSync(path)),
      );
      expect(hashes[1]).toBe(hashes[0]);
    },
    60_000,
  );

  it('is refused where it could never open a vault', () => {
    if (existsSync(program('@node-rs', 'argon2-win32-x64-msvc'))) return;
    const refused = pack(work, 'win', 'third');
    expect(refused.status).not.toBe(0);
    expect(refused.text).toContain('no native library for win32-x64: @node-rs/argon2-');
  }, 60_000);
});

/** Plays main: starts the packaged engine in plain Node, with a port that stands for the page's. */
const ENGINE_SCRIPT = `
const { EventEmitter } = require('node:events');
const { MessageChannel } = require('node:worker_threads');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const [, , folder, vault] = process.argv;
const said = [];
const parent = new EventEmitter();
process.parentPort = parent;
parent.postMessage = ({ type }) => said.push(type);
parent.on('newListener', (event) => event === 'message' && setImmediate(begin));
function begin() {
  const send = (data, ports = []) => parent.emit('message', { data, ports });
  send({ type: 'start', vault, assets: join(folder, 'assets'), version: '0', host: { kind: 'electron', capabilities: [] }, secret: { state: 'new', secret: new Uint8Array(32), sealed: new Uint8Array(8) } });
  said.push('started');
  const { port1, port2 } = new MessageChannel();
  send({ type: 'connect' }, [port1]);
  said.push('connected');
  send({ type: 'lock' });
  send({ type: 'close' });
  console.log(said.join(' '));
  process.exit(0);
}
require(join(folder, 'dist', 'electron', 'engine-process.cjs'));
`;
