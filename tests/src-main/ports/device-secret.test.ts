import { chmodSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  DeviceSecretDamaged,
  DeviceSecretExposed,
  FileDeviceSecret,
  MemoryDeviceSecret,
} from '../../../src-main/ports/device-secret.ts';
import { SeededEntropy } from '../../../src-main/ports/entropy.ts';
import { FolderFiles, MemoryFiles } from '../../../src-main/ports/files.ts';
import { PreparedDeviceSecret } from '../../../src-main/ports/prepared-device-secret.ts';
import { SEALED_SECRET } from '../../../src-main/ports/secret-files.ts';
import { aFolder } from '../../support/a-folder.ts';

const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex');

describe('a device secret in a file', () => {
  test('is not there until it is made, and then stays', () => {
    const files = new MemoryFiles();
    const secret = new FileDeviceSecret(files, new SeededEntropy(1));
    const before = secret.read();
    const made = secret.create();
    const again = new FileDeviceSecret(files, new SeededEntropy(2));
    expect([before, made.length, hex(secret.read()), hex(again.create()), hex(again.read())]).toEqual([
      null,
      32,
      hex(made),
      hex(made),
      hex(made),
    ]);
  });

  test.skipIf(process.platform === 'win32').each([0o640, 0o604, 0o666])(
    'with the mode %o is exposed, and not used',
    (mode) => {
      using folder = aFolder();
      const files = new FolderFiles(folder.path);
      const secret = new FileDeviceSecret(files, new SeededEntropy(1));
      secret.create();
      chmodSync(files.locate('device-secret'), mode);
      expect(() => secret.read()).toThrow(DeviceSecretExposed);
      chmodSync(files.locate('device-secret'), 0o600);
      expect(secret.read()?.length).toBe(32);
    },
  );

  test('that is cut short is reported as damaged, and made anew for a vault that starts again', () => {
    const files = new MemoryFiles();
    files.write('device-secret', new Uint8Array(31));
    const secret = new FileDeviceSecret(files, new SeededEntropy(1));
    expect(() => secret.read()).toThrow(DeviceSecretDamaged);
    const made = secret.create();
    expect([made.length, hex(secret.read())]).toEqual([32, hex(made)]);
  });
});

describe('a device secret the host has prepared', () => {
  const secret = new Uint8Array(32).fill(4);
  const sealed = new Uint8Array([1, 2, 3]);

  test('is written down sealed in the moment a vault needs it, and not before', () => {
    const files = new MemoryFiles();
    const prepared = new PreparedDeviceSecret(files, { state: 'new', secret, sealed });
    const before = [prepared.read(), files.list()];
    const made = prepared.create();
    expect([before, hex(made), hex(prepared.read()), hex(files.read(SEALED_SECRET))]).toEqual([
      [null, []],
      hex(secret),
      hex(secret),
      '010203',
    ]);
  });

  test('that was kept is there at once and written no more', () => {
    const files = new MemoryFiles();
    const prepared = new PreparedDeviceSecret(files, { state: 'kept', secret });
    expect([hex(prepared.read()), hex(prepared.create()), files.list()]).toEqual([
      hex(secret),
      hex(secret),
      [],
    ]);
  });

  test('of another length is refused', () => {
    const short = { state: 'kept' as const, secret: new Uint8Array(16) };
    expect(() => new PreparedDeviceSecret(new MemoryFiles(), short)).toThrow('damaged');
  });
});

test('the twin in memory always has one', () => {
  const secret = new MemoryDeviceSecret();
  expect([secret.read().length, secret.create()]).toEqual([32, secret.read()]);
});
