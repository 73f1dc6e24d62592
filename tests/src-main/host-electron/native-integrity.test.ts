import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findAlteredNatives, missingNatives } from '../../../src-main/host-electron/native-integrity.ts';

const SQLCIPHER = '@signalapp/sqlcipher/prebuilds/linux-x64/@signalapp+sqlcipher.node';
const ARGON2 = '@node-rs/argon2-linux-x64-gnu/argon2.linux-x64-gnu.node';
const BYTES = Buffer.from('a library that is not one, made for this test');
const HASH = createHash('sha256').update(BYTES).digest('hex');
const HASHES = { [SQLCIPHER]: HASH, [ARGON2]: HASH };
const linux = { platform: 'linux', arch: 'x64' };

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function modules(files: Record<string, Buffer> = { [SQLCIPHER]: BYTES, [ARGON2]: BYTES }): string {
  const folder = mkdtempSync(join(tmpdir(), 'hashline-natives-'));
  folders.push(folder);
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

describe('native libraries', () => {
  it('are loaded when they are those that were shipped', () => {
    expect(findAlteredNatives(modules(), HASHES, linux)).toEqual([]);
  });

  it('are refused for every single byte that changed', () => {
    const folder = modules();
    const missed = [...BYTES.keys()].filter((index) => {
      const flipped = Buffer.from(BYTES);
      flipped[index] = (flipped[index] ?? 0) ^ 1;
      writeFileSync(join(folder, ARGON2), flipped);
      return findAlteredNatives(folder, HASHES, linux)[0] !== ARGON2;
    });
    expect(missed).toEqual([]);
  });

  it.each([
    ['cut short', { [SQLCIPHER]: BYTES.subarray(1), [ARGON2]: BYTES }, [SQLCIPHER]],
    ['empty', { [SQLCIPHER]: Buffer.alloc(0), [ARGON2]: BYTES }, [SQLCIPHER]],
    ['one gone', { [SQLCIPHER]: BYTES }, ['@node-rs/argon2-']],
    ['all gone', {}, ['@signalapp/sqlcipher/prebuilds/', '@node-rs/argon2-']],
    [
      'one more beside it',
      { [SQLCIPHER]: BYTES, [ARGON2]: BYTES, '@signalapp/sqlcipher/prebuilds/linux-x64/evil.node': BYTES },
      ['@signalapp/sqlcipher/prebuilds/linux-x64/evil.node'],
    ],
    [
      'another platform’s changed',
      { [SQLCIPHER]: BYTES, [ARGON2]: BYTES, '@node-rs/argon2-win32-x64-msvc/a.node': BYTES },
      [],
    ],
  ])('%s', (_case, files, expected) => {
    expect(findAlteredNatives(modules(files), HASHES, linux)).toEqual(expected);
  });

  it('are the signature’s business on macOS', () => {
    expect(findAlteredNatives(modules({}), HASHES, { platform: 'darwin', arch: 'arm64' })).toEqual([]);
  });

  it('of this repository are there for this computer', () => {
    const here = join(import.meta.dirname, '..', '..', '..', 'node_modules');
    expect(missingNatives(here, process)).toEqual([]);
  });
});
