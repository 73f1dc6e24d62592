import type { Entropy } from './entropy.ts';
import type { Files } from './files.ts';

/**
 * A secret that belongs to this workstation and is mixed into every key, so that a copied vault cannot be opened
 * elsewhere with a passphrase alone.
 */
export interface DeviceSecret {
  /**
   * 32 bytes, or null where this workstation has none yet. The caller must not keep or change them.
   * @throws DeviceSecretDamaged, DeviceSecretExposed
   */
  read(): Uint8Array | null;
  /** Makes the secret once, for a new vault; answers the one already there otherwise, unless it is damaged. */
  create(): Uint8Array;
}

/** There is a device secret, and it is none. What was wrapped with it opens with the recovery key alone. */
export class DeviceSecretDamaged extends Error {}

/** Other accounts of this computer can read the device secret: it keeps a copied vault closed to nobody there. */
export class DeviceSecretExposed extends Error {}

const NAME = 'device-secret';

/**
 * The secret as a file beside the vault, readable by its owner alone. Weaker than a keystore: who copies the whole
 * folder has it too. The loopback host and the terminal use this and say so.
 */
export class FileDeviceSecret implements DeviceSecret {
  readonly #files: Files;
  readonly #entropy: Entropy;

  constructor(files: Files, entropy: Entropy) {
    this.#files = files;
    this.#entropy = entropy;
  }

  read(): Uint8Array | null {
    const stored = this.#files.read(NAME);
    if (stored !== null && stored.length !== 32)
      throw new DeviceSecretDamaged('the device secret is damaged');
    // Windows answers no mode that says who may read.
    if (stored !== null && process.platform !== 'win32' && (this.#files.mode(NAME) & 0o077) !== 0)
      throw new DeviceSecretExposed('the device secret can be read by other accounts');
    return stored;
  }

  create(): Uint8Array {
    const stored = this.#files.read(NAME);
    if (stored?.length === 32) return stored;
    const made = this.#entropy.bytes(32);
    this.#files.write(NAME, made);
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
