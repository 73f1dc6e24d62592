import { toHex } from '../../../shared/ledger/bytes.ts';
import type { LedgerCrypto } from '../../../shared/ledger/crypto.ts';
import { isEd25519Form } from '../../../shared/ledger/ed25519-rule.ts';

class Missing extends Error {
  readonly key: string;
  readonly make: () => Promise<Uint8Array | boolean>;

  constructor(key: string, make: () => Promise<Uint8Array | boolean>) {
    super(key);
    this.key = key;
    this.make = make;
  }
}

/**
 * Runs work of shared/ledger with the browser's own cryptography. The ledger's functions are synchronous and the
 * browser's are not: each time an answer is missing it is fetched and the work starts again, which costs little for the
 * few hashes of a proof. Rejected: a SHA-256 and an Ed25519 of our own in the page.
 * @param work has no effects; it is called several times
 */
export async function withPageCrypto<Result>(work: (crypto: LedgerCrypto) => Result): Promise<Result> {
  const known = new Map<string, Uint8Array | boolean>();
  const answer = <Kind extends Uint8Array | boolean>(key: string, make: () => Promise<Kind>): Kind => {
    const found = known.get(key);
    if (found === undefined) throw new Missing(key, make);
    return found as Kind;
  };
  const crypto: LedgerCrypto = {
    sha256: (bytes) => answer(`sha256 ${toHex(bytes)}`, () => digest(bytes)),
    verifyEd25519: (key, message, signature) =>
      answer(`ed25519 ${toHex(key)} ${toHex(message)} ${toHex(signature)}`, () =>
        isSigned(key, message, signature),
      ),
  };
  for (;;) {
    try {
      return work(crypto);
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      known.set(error.key, await error.make());
    }
  }
}

const digest = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes.slice()));

async function isSigned(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (!isEd25519Form(publicKey, signature)) return false;
  const { subtle } = globalThis.crypto;
  try {
    const key = await subtle.importKey('raw', publicKey.slice(), 'Ed25519', false, ['verify']);
    return await subtle.verify('Ed25519', key, signature.slice(), message.slice());
  } catch {
    return false;
  }
}
