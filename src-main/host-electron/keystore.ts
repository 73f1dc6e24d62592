import type { SafeStorage } from 'electron';
import type { Clock } from '../ports/clock.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { Files } from '../ports/files.ts';
import type { PreparedSecret } from '../ports/prepared-device-secret.ts';
import { SEALED_SECRET } from '../ports/secret-files.ts';

/** Why there is no device secret, without which Hashline cannot start. */
export type KeystoreProblem =
  /** There is no keystore, or it is locked and nobody unlocked it. */
  | 'unavailable'
  /** The keystore exists but did not answer several times: its service is starting, or a prompt of it is still open. */
  | 'busy'
  /** Secrets would only be sealed with a fixed password that every program knows. */
  | 'not-secure'
  /** The secret exists but this keystore cannot open it: another user, another computer, or a new keystore. */
  | 'cannot-open';

export class KeystoreFailure extends Error {
  override readonly name = 'KeystoreFailure';
  readonly problem: KeystoreProblem;

  constructor(problem: KeystoreProblem, options?: ErrorOptions) {
    super(`the system's keystore: ${problem}`, options);
    this.problem = problem;
  }
}

/**
 * On Linux, text that Chromium sealed with its fixed password begins with this; Secret Service gives `v11`, the portal
 * `v12`. Only this mark is reliable: the backend's name follows the name of the desktop and is wrong on Sway and i3
 * (electron/electron#49054), and availability is always reported as true (electron_api_safe_storage.cc). On other
 * systems the same letters mean the real key.
 */
const FIXED_PASSWORD_MARK = 'v10';

/** The wording by which Electron says that a later try may succeed (electron_api_safe_storage.cc). */
const TRY_AGAIN = /temporarily unavailable/i;

/** Pauses between tries; with the tries themselves they add up to about a quarter of a minute. */
const PAUSES_MS = [200, 500, 1_000, 2_000, 4_000, 8_000] as const;

export type KeystoreApi = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>;

export interface KeystoreParts {
  keystore: KeystoreApi;
  files: Files;
  entropy: Entropy;
  clock: Pick<Clock, 'sleep'>;
  platform: NodeJS.Platform;
}

/**
 * Reads or makes the device secret with the system's keystore: Keychain, DPAPI, libsecret, KWallet or the desktop's
 * portal. It fails where none of them is available, rather than store a key in the clear. Must be called when the
 * application is ready.
 * @throws {KeystoreFailure}
 */
export async function prepareSecret(parts: KeystoreParts): Promise<PreparedSecret> {
  const { keystore, files, entropy } = parts;
  if (!(await keystore.isAsyncEncryptionAvailable().catch(() => false))) {
    throw new KeystoreFailure('unavailable');
  }
  const sealed = files.read(SEALED_SECRET);
  if (sealed === null) {
    const secret = entropy.bytes(32);
    return { state: 'new', secret, sealed: await sealNew(parts, secret) };
  }
  if (hasFixedPassword(sealed, parts.platform)) throw new KeystoreFailure('not-secure');
  const opened = await open(parts, sealed);
  const secret = new Uint8Array(Buffer.from(opened.result, 'base64'));
  if (secret.length !== 32) throw new KeystoreFailure('cannot-open');
  if (opened.shouldReEncrypt) await sealAgain(parts, secret);
  return { state: 'kept', secret };
}

async function open(parts: KeystoreParts, sealed: Uint8Array): ReturnType<KeystoreApi['decryptStringAsync']> {
  const { keystore, platform } = parts;
  try {
    return await patiently(parts, () => keystore.decryptStringAsync(Buffer.from(sealed)));
  } catch (cause) {
    if (cause instanceof KeystoreFailure) throw cause;
    // Without the service that sealed the secret, Chromium has only its fixed password: it says that it cannot decrypt,
    // and would seal with that password. In that case the keystore is missing, and nothing is wrong with the vault.
    const trial = await keystore.encryptStringAsync('trial').catch(() => null);
    const gone = trial === null || hasFixedPassword(trial, platform);
    throw new KeystoreFailure(gone ? 'unavailable' : 'cannot-open', { cause });
  }
}

async function sealNew(parts: KeystoreParts, secret: Uint8Array): Promise<Uint8Array> {
  const sealed = await seal(parts, secret).catch((cause: unknown) => {
    throw cause instanceof KeystoreFailure ? cause : new KeystoreFailure('unavailable', { cause });
  });
  if (hasFixedPassword(sealed, parts.platform)) throw new KeystoreFailure('not-secure');
  return sealed;
}

/**
 * Seals the secret again, but keeps the present file where the keystore would now seal it less well or not at all: that
 * file opened, and will open again.
 */
async function sealAgain(parts: KeystoreParts, secret: Uint8Array): Promise<void> {
  const sealed = await seal(parts, secret).catch(() => null);
  if (sealed !== null && !hasFixedPassword(sealed, parts.platform)) parts.files.write(SEALED_SECRET, sealed);
}

async function seal(parts: KeystoreParts, secret: Uint8Array): Promise<Uint8Array> {
  const text = Buffer.from(secret).toString('base64');
  return new Uint8Array(await patiently(parts, () => parts.keystore.encryptStringAsync(text)));
}

/**
 * Asks again, with growing pauses, as long as the keystore says that it may answer later.
 * @throws {KeystoreFailure} `busy`
 */
async function patiently<Answer>({ clock }: KeystoreParts, ask: () => Promise<Answer>): Promise<Answer> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await ask();
    } catch (error) {
      if (!mayAnswerLater(error)) throw error;
      await clock.sleep(pauseMs);
    }
  }
  return ask().catch((error: unknown) => {
    throw mayAnswerLater(error) ? new KeystoreFailure('busy', { cause: error }) : error;
  });
}

const mayAnswerLater = (error: unknown): boolean => error instanceof Error && TRY_AGAIN.test(error.message);

function hasFixedPassword(sealed: Uint8Array, platform: NodeJS.Platform): boolean {
  const mark = Buffer.from(sealed.subarray(0, FIXED_PASSWORD_MARK.length)).toString('latin1');
  return platform === 'linux' && mark === FIXED_PASSWORD_MARK;
}
