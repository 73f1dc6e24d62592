import type { Files } from '../../ports/files.ts';
import { recoveryFileOf } from '../keys/recovery.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';

export interface RecoveryParts {
  vault: VaultFacts;
  ledger: Ledger;
  files: Files;
}

/** What the recovery key opens, sealed, and the public key that signs its use. */
export interface SealedRecovery {
  sealed: Uint8Array;
  /** Raw Ed25519 public key, base64. */
  publicKey: string;
}

/**
 * Which recovery key holds. The vault keeps what is sealed to it and the file beside the vault is a copy, put right at each
 * unlock: so a crash while the key is changed leaves no vault without a way in, and an old file put back does not stay.
 */
export class RecoveryKeeper {
  readonly #parts: RecoveryParts;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** Another key from now on. Giving the same again changes nothing, so that a lost reply can be asked for once more. */
  change(recovery: SealedRecovery): void {
    const { vault, ledger } = this.#parts;
    vault.transaction(() => {
      if (vault.fact('recovery-key') === recovery.publicKey) return;
      keepRecovery(vault, recovery);
      ledger.byPerson('vault.recovery-key-changed', { recoveryPublicKey: recovery.publicKey });
    });
    this.putFileRight();
  }

  isFileRight(): boolean {
    const there = this.#parts.files.read(this.#fileName);
    return there !== null && Buffer.from(there).equals(this.#sealed);
  }

  /** @throws where the disk refuses */
  putFileRight(): void {
    if (!this.isFileRight()) this.#parts.files.write(this.#fileName, this.#sealed);
  }

  get #fileName(): string {
    return recoveryFileOf(this.#parts.vault.fact('database'));
  }

  get #sealed(): Buffer {
    return Buffer.from(this.#parts.vault.fact('recovery'), 'base64');
  }
}

/** Writes down which recovery key holds; part of the transaction that says so in the ledger. */
export function keepRecovery(vault: VaultFacts, { sealed, publicKey }: SealedRecovery): void {
  vault.setFact('recovery', Buffer.from(sealed).toString('base64'));
  vault.setFact('recovery-key', publicKey);
}
