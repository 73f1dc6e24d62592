/**
 * The two primitives the ledger needs. They are passed as a parameter, because Node, the page and a verifier each
 * provide their own.
 */
export interface LedgerCrypto {
  sha256(bytes: Uint8Array): Uint8Array;
  /**
   * Verifies Ed25519 (RFC 8032) for keys and signatures that `isEd25519Form` accepts. `publicKey` is the raw 32 bytes.
   * Never throws: with a malformed key or signature the answer is false.
   */
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** Signs with one Ed25519 key that never leaves the signer. Returns the raw 64 bytes. */
export type SignEd25519 = (message: Uint8Array) => Uint8Array;
