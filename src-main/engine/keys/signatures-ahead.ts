import { verify } from 'node:crypto';
import type { LedgerCrypto } from '../../../shared/ledger/crypto.ts';
import { isEd25519Form } from '../../../shared/ledger/ed25519-rule.ts';
import type { SignedBytes } from '../../../shared/ledger/entry.ts';
import { nodeLedgerCrypto, publicKeyObject } from './signing-key.ts';

/** Those of a few pages of deeds; the ones that were checked first are forgotten first. */
const KEPT = 2000;

/**
 * Checks signatures on the threads of the process, beside other work, for whoever verifies entries after that. A
 * signature that was not checked ahead, or under another key, or of other bytes, is checked when it is asked for.
 */
export class SignaturesAhead implements LedgerCrypto {
  readonly sha256 = nodeLedgerCrypto.sha256;
  readonly #valid = new Map<string, SignedBytes>();

  /** Resolves when all are checked. What is not valid is not told: whoever verifies finds it. */
  async check(all: readonly SignedBytes[]): Promise<void> {
    await Promise.all(all.map((signed) => this.#check(signed)));
    for (const oldest of this.#valid.keys()) {
      if (this.#valid.size <= KEPT) break;
      this.#valid.delete(oldest);
    }
  }

  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
    const known = this.#valid.get(nameOf(signature));
    if (known !== undefined && isSame(known.publicKey, publicKey) && isSame(known.message, message))
      return true;
    return nodeLedgerCrypto.verifyEd25519(publicKey, message, signature);
  }

  #check(signed: SignedBytes): Promise<void> {
    const { publicKey, message, signature } = signed;
    if (!isEd25519Form(publicKey, signature)) return Promise.resolve();
    return new Promise((done) => {
      try {
        verify(null, message, publicKeyObject(publicKey), signature, (error, isValid) => {
          if (error === null && isValid) this.#valid.set(nameOf(signature), signed);
          done();
        });
      } catch {
        // Bytes that are no point of the curve.
        done();
      }
    });
  }
}

const view = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length);

const nameOf = (signature: Uint8Array): string => view(signature).toString('latin1');

const isSame = (one: Uint8Array, other: Uint8Array): boolean => view(one).equals(other);
