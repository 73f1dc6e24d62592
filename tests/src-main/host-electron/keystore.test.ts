import type { SafeStorage } from 'electron';
import { describe, expect, it } from 'vitest';
import { KeystoreFailure, prepareSecret } from '../../../src-main/host-electron/keystore.ts';
import { SeededEntropy } from '../../../src-main/ports/entropy.ts';
import { MemoryFiles } from '../../../src-main/ports/files.ts';
import { PreparedDeviceSecret } from '../../../src-main/ports/prepared-device-secret.ts';
import { SEALED_SECRET } from '../../../src-main/ports/secret-files.ts';
import { KEYSTORE_LATER, KEYSTORE_NEVER } from '../../electron-standin/electron-facts.ts';
import { fakeKeystore } from './fake-electron.ts';

/** A clock that lets no time pass and counts what was waited for. */
function impatientClock() {
  const waited: number[] = [];
  return { waited, sleep: async (ms: number) => void waited.push(ms) };
}

const prepareWith = (
  keystore: SafeStorage,
  platform: NodeJS.Platform,
  files: MemoryFiles,
  clock = impatientClock(),
  seed = 1,
) => prepareSecret({ keystore, files, entropy: new SeededEntropy(seed), clock, platform });

const prepare = (
  keystore: SafeStorage,
  platform: NodeJS.Platform = 'linux',
  files = new MemoryFiles(),
  clock = impatientClock(),
) =>
  prepareWith(keystore, platform, files, clock).then(
    ({ state }) => state,
    (error: unknown) => (error instanceof KeystoreFailure ? error.problem : 'another error'),
  );

/** Electron's own words for each (electron_api_safe_storage.cc). */
const LATER = new Error(KEYSTORE_LATER);
const NEVER = new Error(KEYSTORE_NEVER);

const sealedWith = (text: string) => {
  const files = new MemoryFiles();
  files.write(SEALED_SECRET, Buffer.from(text));
  return files;
};

describe('the keystore', () => {
  it.each(['basic_text', 'gnome_libsecret', 'kwallet', 'unknown'])(
    'is judged on Linux by what it seals, not by its name: %s',
    async (backend) => {
      const getSelectedStorageBackend = () => backend as ReturnType<SafeStorage['getSelectedStorageBackend']>;
      const fixed = async (text: string) => Buffer.from(`v10${text}`);
      expect(await prepare(fakeKeystore({ getSelectedStorageBackend }))).toBe('new');
      expect(await prepare(fakeKeystore({ getSelectedStorageBackend, encryptStringAsync: fixed }))).toBe(
        'not-secure',
      );
    },
  );

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

  it('refuses what Linux seals with the password every program knows', async () => {
    const fixed = fakeKeystore({ encryptStringAsync: async (text) => Buffer.from(`v10${text}`) });
    expect(await prepare(fixed)).toBe('not-secure');
    expect(await prepare(fakeKeystore(), 'linux', sealedWith('v10abc'))).toBe('not-secure');
    expect(await prepare(fixed, 'win32')).toBe('new');
  });

  it.each([
    ['another user', { decryptStringAsync: () => Promise.reject(NEVER) }],
    ['a shorter secret', { decryptStringAsync: async () => ({ result: 'AAAA', shouldReEncrypt: false }) }],
    ['an empty secret', { decryptStringAsync: async () => ({ result: '', shouldReEncrypt: false }) }],
  ])('says that it cannot open: %s', async (_case, over) => {
    const files = sealedWith('v11abc');
    expect(await prepare(fakeKeystore(over), 'linux', files)).toBe('cannot-open');
    expect(Buffer.from(files.read(SEALED_SECRET) ?? []).toString()).toBe('v11abc');
  });

  it('that is gone today is not a vault that cannot be opened', async () => {
    const gone = fakeKeystore({
      decryptStringAsync: () => Promise.reject(NEVER),
      encryptStringAsync: async (text) => Buffer.from(`v10${text}`),
    });
    expect(await prepare(gone, 'linux', sealedWith('v11abc'))).toBe('unavailable');
  });

  it.each(['linux', 'win32', 'darwin'] as const)(
    'that will answer later is asked again with growing pauses on %s',
    async (platform) => {
      const files = new MemoryFiles();
      const first = await prepareWith(fakeKeystore(), platform, files);
      new PreparedDeviceSecret(files, first).create();
      let refusals = 3;
      const { decryptStringAsync } = fakeKeystore();
      const slow = fakeKeystore({
        decryptStringAsync: (sealed) => (refusals-- > 0 ? Promise.reject(LATER) : decryptStringAsync(sealed)),
      });
      const clock = impatientClock();
      expect(await prepareWith(slow, platform, files, clock)).toEqual({
        state: 'kept',
        secret: first.secret,
      });
      expect(clock.waited).toEqual([200, 500, 1_000]);
    },
  );

  it('that never answers is called busy, after a quarter of a minute', async () => {
    const files = sealedWith('v11abc');
    const clock = impatientClock();
    const busy = fakeKeystore({ decryptStringAsync: () => Promise.reject(LATER) });
    expect(await prepare(busy, 'linux', files, clock)).toBe('busy');
    expect(clock.waited.reduce((sum, ms) => sum + ms)).toBe(15_700);
    const sealing = fakeKeystore({ encryptStringAsync: () => Promise.reject(LATER) });
    expect(await prepare(sealing)).toBe('busy');
  });

  it.each([
    ['seals with the fixed password now', async (text: string) => Buffer.from(`v10${text}`)],
    ['does not seal now', () => Promise.reject(new Error('no'))],
  ])('that opens and %s leaves the sealed secret as it is', async (_case, encryptStringAsync) => {
    const files = new MemoryFiles();
    const first = await prepareWith(fakeKeystore(), 'linux', files);
    new PreparedDeviceSecret(files, first).create();
    const before = Buffer.from(files.read(SEALED_SECRET) ?? []).toString();
    const worse = fakeKeystore({
      encryptStringAsync,
      decryptStringAsync: async () => ({
        shouldReEncrypt: true,
        result: Buffer.from(first.secret).toString('base64'),
      }),
    });
    expect(await prepare(worse, 'linux', files)).toBe('kept');
    expect(Buffer.from(files.read(SEALED_SECRET) ?? []).toString()).toBe(before);
  });

  it('seals anew when the keystore has a new key', async () => {
    const files = new MemoryFiles();
    const first = await prepareWith(fakeKeystore(), 'linux', files);
    new PreparedDeviceSecret(files, first).create();
    const renewed = fakeKeystore({
      decryptStringAsync: async () => ({
        shouldReEncrypt: true,
        result: Buffer.from(first.secret).toString('base64'),
      }),
      encryptStringAsync: async () => Buffer.from('v11 renewed'),
    });
    expect(await prepareWith(renewed, 'linux', files)).toEqual({
      state: 'kept',
      secret: first.secret,
    });
    expect(Buffer.from(files.read(SEALED_SECRET) ?? []).toString()).toBe('v11 renewed');
  });
});

describe('the prepared device secret', () => {
  it('is written down, sealed, when a vault needs it, and is the same ever after', async () => {
    const files = new MemoryFiles();
    const prepared = await prepareWith(fakeKeystore(), 'linux', files);
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

    const again = await prepareWith(fakeKeystore(), 'linux', files, impatientClock(), 2);
    expect(new PreparedDeviceSecret(files, again).read()).toEqual(made);
  });

  it('takes nothing that is not 32 bytes', () => {
    const make = () =>
      new PreparedDeviceSecret(new MemoryFiles(), { state: 'kept', secret: new Uint8Array(16) });
    expect(make).toThrow('damaged');
  });
});
