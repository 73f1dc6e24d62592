import type { RecoveryKey } from '../../../shared/contract/vault.contract.ts';
import type { Files } from '../../ports/files.ts';
import type { Keyring } from '../keys/keyring.ts';
import { type PersonKeys, zeroKeys } from '../keys/person-keys.ts';
import {
  readRecipient,
  recoveryFileOf,
  recoverySigningKey,
  sealRecovery,
  stateRecipient,
} from '../keys/recovery.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { Failure } from '../storage/failure.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';

export interface RecoveryParts {
  vault: VaultFacts;
  ledger: Ledger;
  files: Files;
}

/** The secret that the recovery key opens, sealed, and the public key that verifies its signatures. */
export interface SealedRecovery {
  sealed: Uint8Array;
  /** Raw Ed25519 public key, base64. */
  publicKey: string;
  /** As `stateRecipient` writes it. */
  recipient: string;
}

/**
 * Keeps which recovery key is valid. The vault holds the sealed secret; the file beside the vault is a copy, corrected
 * at each unlock. So a crash during a change never leaves a vault without a way in, and an old file that was put back
 * does not stay.
 */
export class RecoveryKeeper {
  readonly #parts: RecoveryParts;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /**
   * Makes another recovery key the valid one. Repeating the call changes nothing, so that a caller who lost the reply
   * can ask again.
   */
  change(recovery: SealedRecovery): void {
    const { vault, ledger } = this.#parts;
    vault.transaction(() => {
      if (vault.fact('recovery-key') === recovery.publicKey) return;
      keepRecovery(vault, recovery);
      ledger.byPerson('vault.recovery-key-changed', { recoveryPublicKey: recovery.publicKey });
    });
    this.putFileRight();
  }

  /** The recipient of the recovery key that the ledger names; null where the vault has another, or none. */
  recipient(recoveryPublicKey: string | null): string | null {
    return readRecipient(this.#parts.vault.findFact('recovery-recipient'), recoveryPublicKey);
  }

  /** Keeps the secret sealed anew to the same recovery key. */
  keep(sealed: Uint8Array): void {
    const { vault } = this.#parts;
    vault.transaction(() => keepSealed(vault, sealed));
    this.putFileRight();
  }

  isFileRight(): boolean {
    const there = this.#parts.files.read(this.#fileName);
    return there !== null && Buffer.from(there).equals(this.#sealed);
  }

  /** @throws a file error where the copy cannot be written */
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

/** Stores which recovery key is valid; runs in the transaction that records the change in the ledger. */
export function keepRecovery(vault: VaultFacts, { sealed, publicKey, recipient }: SealedRecovery): void {
  keepSealed(vault, sealed);
  vault.setFact('recovery-key', publicKey);
  vault.setFact('recovery-recipient', recipient);
}

/** Stores the secret sealed anew to the same recovery key. */
export const keepSealed = (vault: VaultFacts, sealed: Uint8Array): void =>
  vault.setFact('recovery', Buffer.from(sealed).toString('base64'));

/**
 * The secret sealed to another recovery key. Zeroes the keys it is given.
 * @throws Failure NOT_PERMITTED where the person has no key to content
 */
export async function sealedTo(
  recovery: RecoveryKey,
  { keyring: { device, database }, keys }: { keyring: Keyring; keys: PersonKeys },
): Promise<SealedRecovery> {
  const { contentKey } = keys;
  try {
    if (contentKey === null) throw new Failure({ code: 'NOT_PERMITTED', data: { duty: 'manage-people' } });
    return {
      sealed: await sealRecovery(recovery.recipient, { device, database, contentKey }),
      publicKey: recoverySigningKey(recovery.identity).publicKeyText,
      recipient: stateRecipient(recovery),
    };
  } finally {
    zeroKeys(keys);
  }
}
