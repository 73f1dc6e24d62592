import type { Entropy } from './entropy.ts';
import type { Files } from './files.ts';
import { FILE_SECRET } from './secret-files.ts';

/**
 * A secret of this workstation that is mixed into every key, so that a copied vault cannot be opened elsewhere with a
 * passphrase alone.
 */
export interface DeviceSecret {
  /**
   * 32 bytes, or null where this workstation has none yet. The caller must not keep or change them.
   * @throws DeviceSecretDamaged, DeviceSecretExposed
   */
  read(): Uint8Array | null;
  /** Makes the secret for a new vault; returns the existing one otherwise, unless it is damaged. */
  create(): Uint8Array;
}

/** Thrown where the stored device secret is unusable. Keys wrapped with it open only with the recovery key. */
export class DeviceSecretDamaged extends Error {}

/**
 * Thrown where other accounts of this computer can read the device secret, so that it does not protect a copied vault
 * from them.
 */
export class DeviceSecretExposed extends Error {}

/**
 * The secret as a file beside the vault that only its owner can read. Weaker than a keystore: an attacker who copies
 * the whole folder has it too. The loopback host and the terminal use this, and say so.
 */
export class FileDeviceSecret implements DeviceSecret {
  readonly #files: Files;
  readonly #entropy: Entropy;

  constructor(files: Files, entropy: Entropy) {
    this.#files = files;
    this.#entropy = entropy;
  }

  read(): Uint8Array | null {
    const stored = this.#files.read(FILE_SECRET);
    if (stored !== null && stored.length !== 32)
      throw new DeviceSecretDamaged('the device secret is damaged');
    // On Windows, the mode does not say who may read.
    if (stored !== null && process.platform !== 'win32' && (this.#files.mode(FILE_SECRET) & 0o077) !== 0)
      throw new DeviceSecretExposed('the device secret can be read by other accounts');
    return stored;
  }

  create(): Uint8Array {
    const stored = this.#files.read(FILE_SECRET);
    if (stored?.length === 32) return stored;
    const made = this.#entropy.bytes(32);
    this.#files.write(FILE_SECRET, made);
    return made;
  }
}

export class MemoryDeviceSecret implements DeviceSecret {
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array = new Uint8Array(32).fill(7)) {
    this.#secret = secret;
  }

  read(): Uint8Array {
    return this.#secret;
  }

  create(): Uint8Array {
    return this.#secret;
  }
}
