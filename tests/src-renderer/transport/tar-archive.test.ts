import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tarOf } from '../../../src-renderer/transport/tar-archive.ts';
import { aFolder } from '../../support/a-folder.ts';

const AT_MS = Date.parse('2026-11-29T21:00:00.500Z');

/** What the system's own tar takes out of an archive. */
function unpacked(archive: Uint8Array) {
  using folder = aFolder();
  writeFileSync(join(folder.path, 'archive.tar'), archive);
  execFileSync('tar', ['-xf', 'archive.tar'], { cwd: folder.path, stdio: 'pipe' });
  return readdirSync(folder.path)
    .filter((name) => name !== 'archive.tar')
    .sort()
    .map((name) => {
      const path = join(folder.path, name);
      return { name, text: readFileSync(path, 'utf8'), atMs: statSync(path).mtimeMs };
    });
}

test('an archive gives every file back as it was, whatever its length', () => {
  const files = [0, 1, 511, 512, 513, 1024, 70_000].map((length) => ({
    name: `file-${String(length).padStart(6, '0')}.txt`,
    text: 'é'.repeat(length >> 1) + 'a'.repeat(length & 1),
  }));
  const atMs = Math.floor(AT_MS / 1000) * 1000;
  expect(unpacked(tarOf(files, AT_MS))).toEqual(files.map((file) => ({ ...file, atMs })));
});

test('an archive keeps a key for its owner alone', () => {
  const modes = (mode: number | undefined) => {
    using folder = aFolder();
    const path = join(folder.path, 'a.tar');
    writeFileSync(
      path,
      tarOf([{ name: 'a.key', text: 'a', ...(mode === undefined ? {} : { mode }) }], AT_MS),
    );
    execFileSync('tar', ['-xpf', 'a.tar'], { cwd: folder.path, stdio: 'pipe' });
    return statSync(join(folder.path, 'a.key')).mode & 0o777;
  };
  expect([modes(0o600), modes(0o755), modes(undefined)]).toEqual([0o600, 0o755, 0o644]);
});

test('an archive is whole blocks, and says nothing of who made it', () => {
  const archive = tarOf([{ name: 'a.txt', text: 'a' }], AT_MS);
  expect(archive.length).toBe(4 * 512);
  const text = Buffer.from(archive).toString('latin1');
  expect([text.slice(108, 124), text.slice(265, 329)]).toEqual(['0000000\0'.repeat(2), '\0'.repeat(64)]);
});

test('an archive with one byte changed in a head is refused', () => {
  const archive = tarOf([{ name: 'a.txt', text: 'a' }], AT_MS);
  archive[0]! ^= 1;
  expect(() => unpacked(archive)).toThrow();
});
