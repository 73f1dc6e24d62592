import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findNode, npmCommand, PINNED_NODES } from '../../tools/node-runtime.mjs';

const repository = join(import.meta.dirname, '..', '..');
const Names = z.union([z.string(), z.array(z.string())]).transform((names) => [names].flat());
const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      bin: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
      os: Names.optional(),
      cpu: Names.optional(),
    }),
  ),
});
const lockfile = Lockfile.parse(JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')));

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A node_modules with a pinned Node in it, below a folder whose name has blanks. */
function modulesWith(platform: string): { modules: string; node: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hashline tools '));
  folders.push(folder);
  const modules = join(folder, 'node_modules');
  const node = join(modules, ...(PINNED_NODES[platform as keyof typeof PINNED_NODES] ?? []));
  mkdirSync(join(node, '..'), { recursive: true });
  writeFileSync(node, '');
  return { modules, node };
}

const running = (platform: string, version = '20.0.0') => ({
  platform: platform.split('-')[0] ?? '',
  arch: platform.split('-')[1] ?? '',
  versions: { node: version },
  execPath: '/usr/bin/node',
});

describe('the pinned Node', () => {
  it.each(Object.entries(PINNED_NODES))(
    'for %s is the file its package says',
    (platform, [name, ...path]) => {
      const [os, cpu] = platform.split('-');
      expect(lockfile.packages[`node_modules/${name}`]).toEqual({
        bin: { node: path.join('/') },
        os: [os],
        cpu: [cpu],
      });
    },
  );

  it.each(Object.keys(PINNED_NODES))('is found on %s as a program and not as a script', (platform) => {
    const { modules, node } = modulesWith(platform);
    expect(findNode(modules, running(platform))).toBe(node);
    expect(node).toMatch(platform.startsWith('win32') ? /\.exe$/ : /\/bin\/node$/);
  });

  it.each([
    ['24.1.0', '/usr/bin/node'],
    ['26.0.0', '/usr/bin/node'],
    ['22.12.0', null],
  ])('that is not there leaves it to the one running, of version %s', (version, found) => {
    expect(findNode('/nowhere', running('win32-arm64', version))).toBe(found);
  });

  it.skipIf(process.platform === 'win32')('runs from a path with blanks, without a shell', () => {
    const { node } = modulesWith(`${process.platform}-${process.arch}`);
    copyFileSync(process.execPath, node);
    chmodSync(node, 0o755);
    expect(spawnSync(node, ['-p', '6 * 7'], { encoding: 'utf8' }).stdout).toBe('42\n');
  });
});

describe('npm', () => {
  it('is a script on Windows alone, where only a shell starts it', () => {
    expect(npmCommand('win32')).toEqual({ command: 'npm.cmd', options: { shell: true } });
    expect(npmCommand('linux')).toEqual({ command: 'npm', options: {} });
    expect(npmCommand('darwin')).toEqual({ command: 'npm', options: {} });
  });

  it('is all that any tool gives to a shell', () => {
    const names = [
      'prepare',
      'start',
      'test',
      'demo',
      'hashline',
      'bench',
      'fault',
      'build',
      'make-sbom',
      'chromium',
      'electron-runtime',
    ];
    const shells = names.filter((name) =>
      /shell:/.test(readFileSync(join(repository, 'tools', `${name}.mjs`), 'utf8')),
    );
    const scripts = names.filter((name) =>
      /\.cmd|\.bat/.test(readFileSync(join(repository, 'tools', `${name}.mjs`), 'utf8')),
    );
    expect({ shells, scripts }).toEqual({ shells: [], scripts: [] });
  });
});
