import { cosign, witnessVerifierKey } from '../../shared/ledger/cosignature.ts';
import { nodeLedgerCrypto } from '../../src-main/engine/keys/signing-key.ts';
import { keyOf } from './a-ledger.ts';

/** A witness that is the same for the same name, `w1` of `witness.example`. */
export const witnessOf = (name: string) => ({
  name: `witness.example/${name}`,
  publicKey: keyOf(`witness ${name}`).publicKey,
});

/** The witness's C2SP verifier key. */
export const witnessKeyOf = (name: string): string => witnessVerifierKey(witnessOf(name), nodeLedgerCrypto);

/** The witness's cosignature of a checkpoint; `noteText` is the note without its signatures. */
export const cosignatureOf = (name: string, noteText: string, seconds = 1_795_000_000): string =>
  cosign(noteText, seconds, witnessOf(name), keyOf(`witness ${name}`).sign, nodeLedgerCrypto);
