import type { EnginePorts } from '../../ports/engine-ports.ts';
import { type KeyringPerson, loadKeyring } from '../keys/keyring.ts';
import { openKeys } from '../keys/person-keys.ts';
import { Failure, notFound } from '../storage/failure.ts';
import type { DoorLog } from './door-log.ts';
import type { KeyMemory } from './key-memory.ts';
import type { Admitted } from './own-access.ts';
import { readDeviceSecret } from './read-device-secret.ts';

/** Lets people in by their passphrase or code, and notes who came with a wrong one. */
export class Knock {
  readonly #ports: EnginePorts;
  readonly #door: DoorLog;
  readonly #memory: KeyMemory;

  constructor(ports: EnginePorts, door: DoorLog, memory: KeyMemory) {
    this.#ports = ports;
    this.#door = door;
    this.#memory = memory;
  }

  /** Opens a person's keys with their passphrase. Every wrong try is noted and lengthens the wait before the next. */
  async admit(name: string, state: KeyringPerson['state'], secretText: string): Promise<Admitted> {
    this.#door.admit();
    const keyring = loadKeyring(this.#ports.files);
    if (!keyring) throw notFound({ what: 'vault' });
    const secret = readDeviceSecret(this.#ports.deviceSecret);
    const found = keyring.people.find((other) => other.name === name && other.state === state);
    const keys = found ? await openKeys(found, secretText, secret, this.#ports.passphraseHash) : null;
    if (!found || !keys) throw this.refuse(name);
    this.#memory.holdsKeys();
    const { id, role, publicKey } = found;
    return { keyring, person: { id, name, role, publicKey }, keys, secret };
  }

  /** The failure of a wrong secret, which is noted. */
  refuse(name: string): Failure {
    return new Failure({ code: 'WRONG_PASSPHRASE', data: { retryInMs: this.#door.failed(name) } });
  }
}
