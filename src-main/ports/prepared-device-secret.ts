import type { DeviceSecret } from './device-secret.ts';
import type { Files } from './files.ts';

/** The device secret as the host brings it: opened with the system's keystore, or fresh and sealed with it already. */
export type PreparedSecret =
  | { state: 'kept'; secret: Uint8Array }
  | { state: 'new'; secret: Uint8Array; sealed: Uint8Array };

/** The file beside the vault that holds the secret as only the system's keystore can read it. */
export const SEALED_SECRET = 'device-secret.sealed';

/**
 * A device secret sealed with the system's keystore. The keystore speaks to the host's main process only, so that one
 * seals and opens; here the sealed form is written down in the moment a vault needs it, and not before.
 */
export class PreparedDeviceSecret implements DeviceSecret {
  readonly #files: Files;
  readonly #prepared: PreparedSecret;
  #written: boolean;

  constructor(files: Files, prepared: PreparedSecret) {
    if (prepared.secret.length !== 32) throw new Error('the device secret is damaged');
    this.#files = files;
    this.#prepared = prepared;
    this.#written = prepared.state === 'kept';
  }

  read(): Uint8Array | null {
    return this.#written ? this.#prepared.secret : null;
  }

  create(): Uint8Array {
    if (!this.#written && this.#prepared.state === 'new') {
      this.#files.write(SEALED_SECRET, this.#prepared.sealed);
      this.#written = true;
    }
    return this.#prepared.secret;
  }
}
