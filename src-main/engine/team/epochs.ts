import { DeviceId } from '../../../shared/domain/ids.ts';
import { utf8 } from '../../../shared/ledger/bytes.ts';
import type { DataOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import { devicesAtWork, type Signers } from '../../../shared/ledger/signers.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { type SealedKey, sealTo, unsealWith } from '../keys/sealing-key.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import type { TeamStore } from './team.store.ts';

export interface EpochsParts {
  facts: Pick<VaultFacts, 'key'>;
  team: Pick<TeamStore, 'epochKey' | 'putKey' | 'dropKey'>;
  entropy: Entropy;
  /** Id of the hotline's log. */
  log: string;
  /** This workstation. */
  device: string;
}

const KEY_BYTES = 32;

interface Learned {
  epoch: number;
  keySha256: string;
  seats: readonly { device: string; sealed: SealedKey }[];
}

/**
 * The keys under which seats seal what they share. An entry of the record opens each epoch, and carries its key sealed to
 * each seat that is not removed: so the hub can put no other key in its place, and a seat that comes back after weeks
 * gets it with the record.
 */
export class Epochs {
  readonly #parts: EpochsParts;

  constructor(parts: EpochsParts) {
    this.#parts = parts;
  }

  /** What an entry says that opens the next epoch, with a new key. @param signers as the entry will find them */
  next({ devices, epoch: { number } }: Signers): DataOf<'epoch.opened'> {
    const [key, epoch] = [this.#parts.entropy.bytes(KEY_BYTES), number + 1];
    const seats = devicesAtWork(devices).map((id) => {
      const device = DeviceId.parse(id);
      return { device, sealed: this.#sealTo(devices.get(device)?.sealingKey ?? '', key, device, epoch) };
    });
    const keySha256 = digestOf(key);
    key.fill(0);
    return { epoch, keySha256, seats };
  }

  /**
   * Keeps the key that an entry with effect gives this seat, or that it was given with the others when it joined. A key
   * that the entry does not name is kept by nobody: the seat is then without, and says so.
   */
  learn(said: Learned): void {
    const { team } = this.#parts;
    const had = team.epochKey(said.epoch);
    const key = had !== null && digestOf(had) === said.keySha256 ? had : this.keyIn(said);
    if (key !== null) team.putKey(said.epoch, key);
    else team.dropKey(said.epoch);
  }

  /** The key that an entry gives this seat; null where it gives none, or another than it names. */
  keyIn({ epoch, keySha256, seats }: Learned): Uint8Array | null {
    const key = this.#open(epoch, seats);
    return key !== null && digestOf(key) === keySha256 ? key : null;
  }

  /** For a seat that stated a key to which nothing can be sealed it is empty: the others must not wait for it. */
  #sealTo(publicKey: string, key: Uint8Array, device: string, epoch: number): SealedKey {
    const { entropy, log } = this.#parts;
    try {
      return sealTo({ publicKey }, key, { purpose: 'epoch-key', log, device, epoch }, entropy);
    } catch {
      return { ephemeral: '', nonce: '', box: '' };
    }
  }

  #open(epoch: number, seats: Learned['seats']): Uint8Array | null {
    const { facts, log, device } = this.#parts;
    const mine = seats.find((seat) => seat.device === device);
    if (mine === undefined) return null;
    const seed = Buffer.from(facts.key('device'), 'base64');
    return unsealWith(seed)(mine.sealed, { purpose: 'epoch-key', log, device, epoch });
  }
}

/** Of a key with 256 random bits: it says nothing of it. */
const digestOf = (key: Uint8Array): string => sha256Hex(Buffer.concat([utf8('hashline-epoch/1\n'), key]));
