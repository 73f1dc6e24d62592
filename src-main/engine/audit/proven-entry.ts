import { fromBase64 } from '../../../shared/ledger/bytes.ts';
import {
  isCheckpointSignedBy,
  originOf,
  parseCheckpoint,
  verifierKey,
} from '../../../shared/ledger/checkpoint.ts';
import { cosignedAt, readWitnessKey, type WitnessKey } from '../../../shared/ledger/cosignature.ts';
import { type Entry, parseEntry } from '../../../shared/ledger/entry.ts';
import { provenUnder, readEntryProof } from '../../../shared/ledger/entry-proof.ts';
import { nodeLedgerCrypto } from '../vault/signing-key.ts';

/** An entry that a proof shows to be in the ledger. Whether it was right to stand there is for the export to show. */
export interface ProvenEntry {
  entry: Entry;
  size: number;
  root: Uint8Array;
  cosigned: { witness: string; at: string }[];
}

/**
 * Checks a C2SP tlog-proof of a ledger entry.
 * @param logKey C2SP verifier key of the ledger
 * @param witnesses C2SP verifier keys of witnesses who must have signed its checkpoint
 * @returns `misuse` where a key given is none, `problem` where the proof does not hold
 */
export function readProvenEntry(
  text: string,
  logKey: string,
  witnesses: readonly string[],
): ProvenEntry | { misuse: string } | { problem: string } {
  const publicKey = fromBase64(logKey.split('+').slice(2).join('+'))?.slice(1);
  const name = logKey.split('+')[0] ?? '';
  if (publicKey?.length !== 32 || verifierKey(name, publicKey, nodeLedgerCrypto) !== logKey)
    return { misuse: 'this is not the verifier key of a ledger' };
  const keys = witnesses.map((witness) => readWitnessKey(witness, nodeLedgerCrypto));
  if (!keys.every((key): key is WitnessKey => key !== null))
    return { misuse: 'this is not the verifier key of a witness' };

  const proof = readEntryProof(text);
  if (proof === null) return { problem: 'this is not the proof of an entry' };
  const checkpoint = provenUnder(proof, nodeLedgerCrypto);
  if (checkpoint === null) return { problem: 'the path does not lead from the entry to the checkpoint' };
  if (checkpoint.origin !== name || !isCheckpointSignedBy(proof.note, publicKey, nodeLedgerCrypto))
    return { problem: 'the checkpoint is not signed with the key of the ledger' };
  const entry = parseEntry(proof.line);
  if (entry === null || entry.seq !== proof.seq || originOf(entry.device) !== name)
    return { problem: 'what is proven is not the entry of this ledger with this number' };
  const { text: signed = '', signatures = [] } = parseCheckpoint(proof.note) ?? {};
  const cosigned = keys.map((key) => {
    const seconds = signatures
      .map((line) => cosignedAt(line, signed, key, nodeLedgerCrypto))
      .find((at) => at !== null);
    return { witness: key.name, seconds: seconds ?? null };
  });
  const missing = cosigned.find(({ seconds }) => seconds === null);
  if (missing) return { problem: `the witness ${missing.witness} did not sign the checkpoint` };
  return {
    entry,
    size: checkpoint.size,
    root: checkpoint.root,
    cosigned: cosigned.map(({ witness, seconds }) => ({
      witness,
      at: new Date((seconds ?? 0) * 1000).toISOString(),
    })),
  };
}
