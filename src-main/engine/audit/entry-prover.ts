import type { ProofView } from '../../../shared/contract/audit.contract.ts';
import { fromBase64, toBase64 } from '../../../shared/ledger/bytes.ts';
import { parseCheckpoint, verifierKey } from '../../../shared/ledger/checkpoint.ts';
import { entryProofText, provenUnder } from '../../../shared/ledger/entry-proof.ts';
import { textLeafHash } from '../../../shared/ledger/merkle.ts';
import type { LedgerHeader } from '../../../shared/ledger/verify.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { LogTree } from '../ledger/log-tree.ts';
import type { StoredEntry } from '../ledger/stored-entry.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import { damaged } from '../storage/failure.ts';

/** The C2SP verifier key of the workstation's ledger. */
export const logKey = ({ device, publicKey }: LedgerHeader): string =>
  verifierKey(`hashline/${device}`, fromBase64(publicKey) ?? new Uint8Array(0), nodeLedgerCrypto);

/**
 * Proves that an entry is in the ledger: under the first cosigned checkpoint that covers it, otherwise under the last
 * checkpoint, otherwise under one made now. Called inside a transaction.
 * @throws Failure INTEGRITY where the stored hashes do not lead to the checkpoint
 */
export function proveEntry(
  store: StoredRecord,
  ledger: Ledger,
  header: LedgerHeader,
  { seq, line }: Pick<StoredEntry, 'seq' | 'line'>,
): ProofView {
  const cosignatures = store.cosignatures.covering(seq + 1);
  const cosigned = cosignatures[0] ? store.lastCheckpoint(cosignatures[0].size) : null;
  const last = store.lastCheckpoint(store.frontier().size);
  const checkpoint = cosigned ?? (last !== null && last.size > seq ? last : ledger.statedCheckpoint());
  const { size } = checkpoint;
  const note = checkpoint.note + cosignatures.map((cosignature) => `${cosignature.line}\n`).join('');
  const proof = { seq, line, path: new LogTree(store).inclusion(seq, size), note };
  const root = parseCheckpoint(note)?.root;
  if (root === undefined || provenUnder(proof, nodeLedgerCrypto) === null) {
    throw damaged({ problem: 'entry-not-under-checkpoint', seq, size });
  }
  return {
    seq,
    line,
    leafHash: toBase64(textLeafHash(line, nodeLedgerCrypto.sha256)),
    path: proof.path.map(toBase64),
    size,
    root: toBase64(root),
    note,
    key: logKey(header),
    text: entryProofText(proof),
  };
}
