import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..', '..');
const tool = (name: string, ...parameters: string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'tools', name), ...parameters], { encoding: 'utf8', cwd: ROOT });
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const lock: { packages: Record<string, { version?: string; dev?: boolean; os?: string[] }> } = JSON.parse(
  readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
);

describe('THIRD-PARTY-NOTICES.md', () => {
  const text = readFileSync(join(ROOT, 'THIRD-PARTY-NOTICES.md'), 'utf8');

  test('is what the lockfile makes of it', () => {
    expect(tool('make-notices.mjs', '--check')).toMatchObject({ status: 0, stderr: '' });
  });

  test('names every package the engine needs and every one the page is built from, with its licence', () => {
    const rows = [...text.matchAll(/^\| ([@a-z][^ ]*) \| (\d[^ ]*) \| ([^|]+) \|$/gm)].map((row) => row[1]);
    const needed = Object.keys(manifest.dependencies);
    const ofPage = ['react', 'react-dom', 'dexie', 'i18next', 'react-aria-components', 'zustand', 'uqr'];
    expect([...needed, ...ofPage].filter((name) => !rows.includes(name))).toEqual([]);
    // Tools that build and test Hashline are not part of it.
    expect(
      rows.filter((name) => /^(vite|vitest|typescript|electron|@playwright|@types|knip)/.test(name ?? '')),
    ).toEqual([]);
  });

  test('holds the text of the licence that Hashline has because of its database, and of the others', () => {
    expect(text).toContain('GNU AFFERO GENERAL PUBLIC LICENSE');
    expect(text).toMatch(/### .*react 19.*\n\n```+text\n.*MIT License/);
    expect(text).toContain('Apache License');
  });
});

const Bill = z.object({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.object({ component: z.object({ name: z.string(), version: z.string() }) }),
  components: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      purl: z.string(),
      hashes: z.array(z.object({ alg: z.string() })),
    }),
  ),
});

describe('the bill of materials', () => {
  test('is made offline, lists what reaches a workstation with its hashes, and comes out the same twice', () => {
    const read = () => {
      const { status, stderr } = tool('make-sbom.mjs');
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      return readFileSync(join(ROOT, 'dist', 'sbom.json'), 'utf8');
    };
    const first = read();
    expect(read()).toBe(first);
    const bill = Bill.parse(JSON.parse(first));
    expect(bill.metadata.component).toEqual({ name: manifest.name, version: manifest.version });
    const names = bill.components.map(({ name }) => name);
    const runtime = Object.entries(lock.packages).filter(([path, { dev, os }]) => path !== '' && !dev && !os);
    const tools = new Set(Object.keys(manifest.optionalDependencies));
    const missing = runtime
      .map(([path]) => path.replace(/^.*node_modules\//, ''))
      .filter((name) => !tools.has(name) && !names.includes(name));
    expect(missing).toEqual([]);
    expect(bill.components.filter(({ hashes }) => !hashes.some(({ alg }) => alg === 'SHA-512'))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['react', '@signalapp/sqlcipher', 'zod']));
    expect(
      names.filter((name) => ['vite', 'vitest', 'electron-builder', 'typescript'].includes(name)),
    ).toEqual([]);
  });
});
