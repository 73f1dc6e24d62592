/**
 * The two primitives the ledger needs. They come in as a parameter because Node, the page and a verifier each bring
 * their own.
 */
export interface LedgerCrypto {
  sha256(bytes: Uint8Array): Uint8Array;
  /**
   * Ed25519 (RFC 8032), where `isEd25519Form` takes key and signature. `publicKey` is the raw 32 bytes. Never throws: a
   * malformed key or signature is not valid.
   */
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** Signs with one Ed25519 key that never leaves the signer. Answers the raw 64 bytes. */
export type SignEd25519 = (message: Uint8Array) => Uint8Array;
