import { isCheckpointSignedBy, parseCheckpoint, readLogKey } from '../../../shared/ledger/checkpoint.ts';
import { cosignedAt, readWitnessKey, type WitnessKey } from '../../../shared/ledger/cosignature.ts';
import { type Entry, parseEntry } from '../../../shared/ledger/entry.ts';
import { provenUnder, readEntryProof } from '../../../shared/ledger/entry-proof.ts';
import { asHandedOut } from '../../../shared/ledger/kept-notes.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';

/** An entry that a proof shows to be in the ledger. Only a full export can show whether it was rightly there. */
export interface ProvenEntry {
  entry: Entry;
  size: number;
  root: Uint8Array;
  cosigned: Cosigned[];
}

/** A witness who signed a checkpoint. */
export interface Cosigned {
  witness: string;
  at: string;
}

/** @returns null where one of the texts is no witness's key */
export function readWitnessKeys(texts: readonly string[]): WitnessKey[] | null {
  const keys = texts.map((text) => readWitnessKey(text.trim(), nodeLedgerCrypto));
  return keys.every((key): key is WitnessKey => key !== null) ? keys : null;
}

/** When each of these witnesses signed the note, or the first one that did not. */
export function whoCosigned(
  note: string,
  witnesses: readonly WitnessKey[],
): Cosigned[] | { missing: string } {
  const { text = '', signatures = [] } = parseCheckpoint(note) ?? {};
  const cosigned: Cosigned[] = [];
  for (const key of witnesses) {
    const seconds = signatures
      .map((line) => cosignedAt(line, text, key, nodeLedgerCrypto))
      .find((at) => at !== null);
    if (seconds === undefined) return { missing: key.name };
    cosigned.push({ witness: key.name, at: new Date((seconds ?? 0) * 1000).toISOString() });
  }
  return cosigned;
}

/**
 * Checks a C2SP tlog-proof of a ledger entry.
 * @param logKey C2SP verifier key of the ledger
 * @param witnesses C2SP verifier keys of witnesses who must have signed its checkpoint
 * @returns `misuse` where a key is malformed or the text is no proof, `problem` where the proof is invalid
 */
export function readProvenEntry(
  text: string,
  logKey: string,
  witnesses: readonly string[],
): ProvenEntry | { misuse: string } | { problem: string } {
  const key = readLogKey(logKey.trim(), nodeLedgerCrypto);
  if (key === null) return { misuse: 'this is not the verifier key of a ledger' };
  const { name, publicKey } = key;
  const keys = readWitnessKeys(witnesses);
  if (keys === null) return { misuse: 'this is not the verifier key of a witness' };

  const proof = readEntryProof(asHandedOut(text));
  if (proof === null) return { misuse: 'this is not the proof of an entry, or its text was changed' };
  const checkpoint = provenUnder(proof, nodeLedgerCrypto);
  if (checkpoint === null) return { problem: 'the path does not lead from the entry to the checkpoint' };
  if (checkpoint.origin !== name || !isCheckpointSignedBy(proof.note, publicKey, nodeLedgerCrypto))
    return { problem: 'the checkpoint is not signed with the key of the ledger' };
  const entry = parseEntry(proof.line);
  if (entry === null) return { problem: 'what is proven is not an entry' };
  const cosigned = whoCosigned(proof.note, keys);
  if ('missing' in cosigned)
    return { problem: `the witness ${cosigned.missing} did not sign the checkpoint` };
  return { entry, size: checkpoint.size, root: checkpoint.root, cosigned };
}
