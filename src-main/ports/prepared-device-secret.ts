import type { DeviceSecret } from './device-secret.ts';
import type { Files } from './files.ts';
import { SEALED_SECRET } from './secret-files.ts';

/** The device secret as the host provides it: opened with the system's keystore, or new and already sealed with it. */
export type PreparedSecret =
  | { state: 'kept'; secret: Uint8Array }
  | { state: 'new'; secret: Uint8Array; sealed: Uint8Array };

/**
 * A device secret sealed with the system's keystore. Only the host's main process can use the keystore, so that process
 * seals and opens; here the sealed form is stored at the moment a vault needs it, and not before.
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
