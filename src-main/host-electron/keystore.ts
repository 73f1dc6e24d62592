import type { SafeStorage } from 'electron';
import type { Entropy } from '../ports/entropy.ts';
import type { Files } from '../ports/files.ts';
import { type PreparedSecret, SEALED_SECRET } from '../ports/prepared-device-secret.ts';

/** Why there is no device secret, and so no Hashline. */
export type KeystoreProblem =
  /** There is no keystore, or it is locked and nobody opened it. */
  | 'unavailable'
  /** There is only a fixed password that every program knows. */
  | 'not-secure'
  /** The secret is there and this keystore does not open it: another user, another computer, a new keystore. */
  | 'cannot-open';

export class KeystoreFailure extends Error {
  override readonly name = 'KeystoreFailure';
  readonly problem: KeystoreProblem;

  constructor(problem: KeystoreProblem, options?: ErrorOptions) {
    super(`the system's keystore: ${problem}`, options);
    this.problem = problem;
  }
}

/** Backends on Linux that keep a secret; `basic_text` and `unknown` do not. */
const LINUX_BACKENDS: ReadonlySet<string> = new Set(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6']);

/** On Linux, what Chromium seals with its fixed password starts so. Elsewhere the same letters mean the real key. */
const FIXED_PASSWORD_MARK = 'v10';

export type KeystoreApi = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>;

/**
 * Reads or makes the device secret with the system's keystore: Keychain, DPAPI, libsecret or KWallet. Fails where none
 * of them is there; a key is never kept in the clear instead. To be called when the application is ready.
 * @throws {KeystoreFailure}
 */
export async function prepareSecret(
  keystore: KeystoreApi,
  files: Files,
  entropy: Entropy,
  platform: NodeJS.Platform,
): Promise<PreparedSecret> {
  if (!(await keystore.isAsyncEncryptionAvailable().catch(() => false))) {
    throw new KeystoreFailure('unavailable');
  }
  if (platform === 'linux' && !LINUX_BACKENDS.has(keystore.getSelectedStorageBackend())) {
    throw new KeystoreFailure('not-secure');
  }
  const sealed = files.read(SEALED_SECRET);
  if (sealed === null) {
    const secret = entropy.bytes(32);
    return { state: 'new', secret, sealed: await seal(keystore, secret, platform) };
  }
  refuseFixedPassword(sealed, platform);
  const opened = await keystore.decryptStringAsync(Buffer.from(sealed)).catch((cause: unknown) => {
    throw new KeystoreFailure('cannot-open', { cause });
  });
  const secret = new Uint8Array(Buffer.from(opened.result, 'base64'));
  if (secret.length !== 32) throw new KeystoreFailure('cannot-open');
  if (opened.shouldReEncrypt) files.write(SEALED_SECRET, await seal(keystore, secret, platform));
  return { state: 'kept', secret };
}

async function seal(
  keystore: KeystoreApi,
  secret: Uint8Array,
  platform: NodeJS.Platform,
): Promise<Uint8Array> {
  const text = Buffer.from(secret).toString('base64');
  const sealed = await keystore.encryptStringAsync(text).catch((cause: unknown) => {
    throw new KeystoreFailure('unavailable', { cause });
  });
  refuseFixedPassword(sealed, platform);
  return new Uint8Array(sealed);
}

function refuseFixedPassword(sealed: Uint8Array, platform: NodeJS.Platform): void {
  const mark = Buffer.from(sealed.subarray(0, FIXED_PASSWORD_MARK.length)).toString('latin1');
  if (platform === 'linux' && mark === FIXED_PASSWORD_MARK) throw new KeystoreFailure('not-secure');
}
