import type { SafeStorage } from 'electron';
import { describe, expect, it } from 'vitest';
import { KeystoreFailure, prepareSecret } from '../../../src-main/host-electron/keystore.ts';
import { SeededEntropy } from '../../../src-main/ports/entropy.ts';
import { MemoryFiles } from '../../../src-main/ports/files.ts';
import { PreparedDeviceSecret, SEALED_SECRET } from '../../../src-main/ports/prepared-device-secret.ts';
import { electronTypes, fakeKeystore } from './fake-electron.ts';

type Backend = ReturnType<SafeStorage['getSelectedStorageBackend']>;

const backends = /getSelectedStorageBackend\(\): \(([^)]+)\)/.exec(electronTypes)?.[1] ?? '';
const BACKENDS = [...backends.matchAll(/'([^']+)'/g)].map(([, name]) => name as Backend);

const prepare = (keystore: SafeStorage, platform: NodeJS.Platform = 'linux', files = new MemoryFiles()) =>
  prepareSecret(keystore, files, new SeededEntropy(), platform).then(
    ({ state }) => state,
    (error: unknown) => (error instanceof KeystoreFailure ? error.problem : 'another error'),
  );

const sealedWith = (text: string) => {
  const files = new MemoryFiles();
  files.write(SEALED_SECRET, Buffer.from(text));
  return files;
};

describe('the keystore', () => {
  it.each(BACKENDS)('on Linux, backend %s', async (backend) => {
    const good = ['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'].includes(backend);
    const keystore = fakeKeystore({ getSelectedStorageBackend: () => backend });
    expect(await prepare(keystore)).toBe(good ? 'new' : 'not-secure');
  });

  it('knows six backends from electron.d.ts', () => expect(BACKENDS).toHaveLength(6));

  it('is not asked for its backend where there is but one', async () => {
    const keystore = fakeKeystore({
      getSelectedStorageBackend: () => {
        throw new Error('Linux only');
      },
    });
    expect([await prepare(keystore, 'darwin'), await prepare(keystore, 'win32')]).toEqual(['new', 'new']);
  });

  it.each(['linux', 'win32', 'darwin'] as const)(
    'not available on %s: no plaintext instead',
    async (platform) => {
      const files = new MemoryFiles();
      const gone = fakeKeystore({ isAsyncEncryptionAvailable: async () => false });
      const broken = fakeKeystore({ isAsyncEncryptionAvailable: () => Promise.reject(new Error('D-Bus')) });
      const locked = fakeKeystore({ encryptStringAsync: () => Promise.reject(new Error('locked')) });
      expect([
        await prepare(gone, platform, files),
        await prepare(broken, platform, files),
        await prepare(locked, platform, files),
      ]).toEqual(['unavailable', 'unavailable', 'unavailable']);
      expect(files.read(SEALED_SECRET)).toBeNull();
    },
  );

  it('refuses what Linux seals with the password every program knows, whatever the backend is called', async () => {
    const fixed = fakeKeystore({ encryptStringAsync: async (text) => Buffer.from(`v10${text}`) });
    expect(await prepare(fixed)).toBe('not-secure');
    expect(await prepare(fakeKeystore(), 'linux', sealedWith('v10abc'))).toBe('not-secure');
    expect(await prepare(fixed, 'win32')).toBe('new');
  });

  it.each([
    ['another user', { decryptStringAsync: () => Promise.reject(new Error('no')) }],
    ['a shorter secret', { decryptStringAsync: async () => ({ result: 'AAAA', shouldReEncrypt: false }) }],
    ['an empty secret', { decryptStringAsync: async () => ({ result: '', shouldReEncrypt: false }) }],
  ])('says that it cannot open: %s', async (_case, over) => {
    const files = sealedWith('v11abc');
    expect(await prepare(fakeKeystore(over), 'linux', files)).toBe('cannot-open');
    expect(Buffer.from(files.read(SEALED_SECRET) ?? []).toString()).toBe('v11abc');
  });

  it('seals anew when the keystore has a new key', async () => {
    const files = new MemoryFiles();
    const first = await prepareSecret(fakeKeystore(), files, new SeededEntropy(), 'linux');
    new PreparedDeviceSecret(files, first).create();
    const renewed = fakeKeystore({
      decryptStringAsync: async () => ({
        shouldReEncrypt: true,
        result: Buffer.from(first.secret).toString('base64'),
      }),
      encryptStringAsync: async () => Buffer.from('v11 renewed'),
    });
    expect(await prepareSecret(renewed, files, new SeededEntropy(), 'linux')).toEqual({
      state: 'kept',
      secret: first.secret,
    });
    expect(Buffer.from(files.read(SEALED_SECRET) ?? []).toString()).toBe('v11 renewed');
  });
});

describe('the prepared device secret', () => {
  it('is written down, sealed, when a vault needs it, and is the same ever after', async () => {
    const files = new MemoryFiles();
    const prepared = await prepareSecret(fakeKeystore(), files, new SeededEntropy(), 'linux');
    const secret = new PreparedDeviceSecret(files, prepared);
    expect([secret.read(), files.read(SEALED_SECRET)]).toEqual([null, null]);

    const made = secret.create();
    expect([made, secret.read(), secret.create()]).toEqual([
      prepared.secret,
      prepared.secret,
      prepared.secret,
    ]);
    const stored = Buffer.from(files.read(SEALED_SECRET) ?? []);
    expect(stored.includes(Buffer.from(made))).toBe(false);
    expect(stored.includes(Buffer.from(Buffer.from(made).toString('base64')))).toBe(false);

    const again = await prepareSecret(fakeKeystore(), files, new SeededEntropy(2), 'linux');
    expect(new PreparedDeviceSecret(files, again).read()).toEqual(made);
  });

  it('takes nothing that is not 32 bytes', () => {
    const make = () =>
      new PreparedDeviceSecret(new MemoryFiles(), { state: 'kept', secret: new Uint8Array(16) });
    expect(make).toThrow('damaged');
  });
});
