import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Files, FolderFiles, MemoryFiles } from '../../../src-main/ports/files.ts';
import { aFolder } from '../../support/a-folder.ts';

const text = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString();
const bytesOf = (words: string) => new Uint8Array(Buffer.from(words));

describe.each<[string, (folder: string) => Files]>([
  ['in a folder', (folder) => new FolderFiles(join(folder, 'vault'))],
  ['in memory', (folder) => new MemoryFiles(folder)],
])('files %s', (_where, make) => {
  test('are read as they were written last, and are null where there are none', () => {
    using folder = aFolder();
    const files = make(folder.path);
    const before = files.read('keyring.json');
    files.write('keyring.json', bytesOf('one'));
    files.write('keyring.json', bytesOf('two, longer'));
    expect([before, text(files.read('keyring.json')), text(files.read('keyring.json', 3))]).toEqual([
      null,
      'two, longer',
      'two',
    ]);
  });

  test('do not change with the bytes they were given', () => {
    using folder = aFolder();
    const files = make(folder.path);
    const bytes = bytesOf('abc');
    files.write('a', bytes);
    bytes.fill(0);
    expect(text(files.read('a'))).toBe('abc');
  });

  test('are listed in order, and removed once or never', () => {
    using folder = aFolder();
    const files = make(folder.path);
    files.prepare();
    for (const name of ['b', 'a', 'c']) files.write(name, bytesOf(name));
    files.remove('b');
    files.remove('b');
    expect([files.list(), files.mode('a') & 0o777]).toEqual([['a', 'c'], 0o600]);
  });

  test('take the place of another, which is kept under a new name or nothing happens', () => {
    using folder = aFolder();
    const files = make(folder.path);
    files.prepare();
    for (const name of ['a', 'b', 'c']) files.write(name, bytesOf(name));
    expect(() => files.replace('a', 'b', 'c')).toThrow();
    const before = ['a', 'b', 'c'].map((name) => text(files.read(name)));
    files.replace('a', 'b', 'old-a');
    const after = files.list().map((name) => [name, text(files.read(name))]);
    expect([before, after]).toEqual([
      ['a', 'b', 'c'],
      [
        ['a', 'b'],
        ['c', 'c'],
        ['old-a', 'a'],
      ],
    ]);
  });
});

describe('files in a folder', () => {
  test.skipIf(process.platform === 'win32')(
    'are written through no link that lies where the new bytes go first',
    () => {
      using folder = aFolder();
      const outside = join(folder.path, 'outside');
      writeFileSync(outside, 'untouched');
      const files = new FolderFiles(join(folder.path, 'vault'));
      files.prepare();
      symlinkSync(outside, files.locate('door.json.new'));
      files.write('door.json', bytesOf('new'));
      expect([readFileSync(outside, 'utf8'), text(files.read('door.json')), files.list()]).toEqual([
        'untouched',
        'new',
        ['door.json'],
      ]);
    },
  );

  test.skipIf(process.platform === 'win32')(
    'that are pipes or folders are refused at once, not waited for',
    () => {
      using folder = aFolder();
      const files = new FolderFiles(folder.path);
      execFileSync('mkfifo', [files.locate('pipe')]);
      mkdirSync(files.locate('folder'));
      for (const name of ['pipe', 'folder']) {
        expect(() => files.read(name), name).toThrow('is not a file');
        expect(() => files.read(name, 10), name).toThrow('is not a file');
      }
    },
  );

  test('and the folder are closed to everybody but their owner', () => {
    using folder = aFolder();
    const path = join(folder.path, 'deep', 'vault');
    new FolderFiles(path).write('a', bytesOf('a'));
    expect([statSync(path).mode & 0o777, statSync(join(path, 'a')).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  test('have names the engine chose: no path leads out of the folder', () => {
    using folder = aFolder();
    const files = new FolderFiles(folder.path);
    for (const name of ['../x', 'a/b', '/etc/passwd', '', '.', '..', 'A', 'a\u0000b', 'a\\b', '.hidden']) {
      expect(() => files.locate(name), name).toThrow('not a file name of the vault');
    }
    expect(files.locate('vault-0123.db-wal')).toBe(join(folder.path, 'vault-0123.db-wal'));
  });

  test('that cannot be written leave the old one and no litter', () => {
    using folder = aFolder();
    const files = new FolderFiles(folder.path);
    writeFileSync(join(folder.path, 'a'), 'old');
    mkdirSync(join(folder.path, 'a.new'));
    expect(() => files.write('a', bytesOf('new'))).toThrow();
    expect(readFileSync(join(folder.path, 'a'), 'utf8')).toBe('old');
  });

  test('leave nothing behind but themselves', () => {
    using folder = aFolder();
    const files = new FolderFiles(folder.path);
    for (let i = 0; i < 5; i++) files.write('a', bytesOf(String(i)));
    expect(readdirSync(folder.path)).toEqual(['a']);
  });

  test('that are folders, or may not be read, are errors and not null', () => {
    using folder = aFolder();
    mkdirSync(join(folder.path, 'a'));
    expect(() => new FolderFiles(folder.path).read('a')).toThrow();
  });
});
