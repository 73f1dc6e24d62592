import { verify } from 'node:crypto';
import type { LedgerCrypto } from '../../../shared/ledger/crypto.ts';
import { isEd25519Form } from '../../../shared/ledger/ed25519-rule.ts';
import { nodeLedgerCrypto, publicKeyObject } from './signing-key.ts';

/**
 * Signatures under way, above which the reader waits: enough for Node's threads, and a few hundred kilobytes.
 */
const MOST_UNDER_WAY = 1024;

/**
 * Answers that a signature is valid and verifies it meanwhile, in Node's threads. Where every answer proves true, all
 * that was concluded from them is; where one does not, the whole has to be done again with a crypto that answers after it
 * verified. So a ledger that holds is verified on all cores, and what is wrong with one that does not is said as ever.
 */
export class OptimisticCrypto implements LedgerCrypto {
  #underWay = 0;
  #isWrong = false;
  #changed = () => {};

  sha256 = nodeLedgerCrypto.sha256;

  verifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
    if (!isEd25519Form(publicKey, signature)) return false;
    this.#underWay += 1;
    const settle = (isValid: boolean) => {
      this.#underWay -= 1;
      if (!isValid) this.#isWrong = true;
      this.#changed();
    };
    try {
      verify(null, message, publicKeyObject(publicKey), signature, (error, isValid) =>
        settle(error === null && isValid),
      );
    } catch {
      settle(false);
    }
    return true;
  };

  /** Hands the items on, no faster than they are verified. */
  async *paced<Item>(items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<Item, void, void> {
    for await (const item of items) {
      if (this.#underWay >= MOST_UNDER_WAY) await this.#atMost(MOST_UNDER_WAY / 2);
      yield item;
    }
  }

  /** Resolves once everything is verified, with whether all answers since the last call were true. */
  async wasRight(): Promise<boolean> {
    await this.#atMost(0);
    const wasRight = !this.#isWrong;
    this.#isWrong = false;
    return wasRight;
  }

  async #atMost(count: number): Promise<void> {
    while (this.#underWay > count)
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
  }
}
