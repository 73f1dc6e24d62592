import type { Anchors, EntryView, ProofView } from '../../../shared/contract/audit.contract.ts';
import { equalBytes, fromBase64, toBase64, utf8 } from '../../../shared/ledger/bytes.ts';
import {
  isCheckpointSignedBy,
  originOf,
  parseCheckpoint,
  readLogKey,
} from '../../../shared/ledger/checkpoint.ts';
import { cosignedAt, readWitnessKey } from '../../../shared/ledger/cosignature.ts';
import type { LedgerCrypto } from '../../../shared/ledger/crypto.ts';
import { parseEntry } from '../../../shared/ledger/entry.ts';
import { leafHash } from '../../../shared/ledger/merkle.ts';
import { inclusionSteps } from '../../../shared/ledger/proof.ts';
import { holdersIn, type OutsideHolder } from './outside-holder.ts';
import { withPageCrypto } from './page-crypto.ts';

/** A witness or desk that holds the checkpoint itself, or a later one, which covers the entry too. */
export interface Holder extends OutsideHolder {
  at: string;
  exactly: boolean;
}

/** A proof with the result of each step that this page checked; hashes are base64. */
export interface FollowedProof {
  fits: boolean;
  /** The hash of the line equals the hash of the entry in the list. */
  leafFits: boolean;
  leaf: string;
  steps: { side: 'left' | 'right'; sibling: string; hash: string }[];
  /** The last hash is the root of the checkpoint. */
  rootFits: boolean;
  /** The checkpoint belongs to this workstation's ledger and is signed by its key. */
  signatureFits: boolean;
  size: number;
  root: string;
  holders: Holder[];
}

/**
 * Recomputes a proof in the page, from the signed line up; the engine's statements about it are compared and not
 * believed.
 */
export const followProof = (proof: ProofView, entry: EntryView, anchors: Anchors): Promise<FollowedProof> =>
  withPageCrypto((crypto) => follow(proof, entry, anchors, crypto));

function follow(proof: ProofView, shown: EntryView, anchors: Anchors, crypto: LedgerCrypto): FollowedProof {
  const entry = parseEntry(proof.line);
  const leaf = leafHash(utf8(proof.line), crypto.sha256);
  const leafFits = toBase64(leaf) === shown.leafHash && entry?.id === shown.id && entry.seq === shown.seq;
  const checkpoint = parseCheckpoint(proof.note);
  const path = proof.path.map((hash) => fromBase64(hash) ?? new Uint8Array(0));
  const size = checkpoint?.size ?? 0;
  const steps = inclusionSteps({ index: shown.seq, size, leaf, path }, crypto.sha256);
  const last = steps?.at(-1)?.hash ?? leaf;
  const rootFits = steps !== null && checkpoint !== null && equalBytes(last, checkpoint.root);
  const key = readLogKey(proof.key, crypto);
  const signatureFits =
    key !== null &&
    key.name === originOf(shown.device) &&
    checkpoint?.origin === key.name &&
    isCheckpointSignedBy(proof.note, key.publicKey, crypto);
  return {
    fits: leafFits && rootFits && signatureFits,
    leafFits,
    leaf: toBase64(leaf),
    steps: (steps ?? []).map(({ side, sibling, hash }) => ({
      side,
      sibling: toBase64(sibling),
      hash: toBase64(hash),
    })),
    rootFits,
    signatureFits,
    size,
    root: checkpoint === null ? '' : toBase64(checkpoint.root),
    holders: holdersIn(anchors)
      .filter(({ standing }) => standing !== 'unnamed')
      .flatMap(({ at, ...holder }) => (at === null || holder.size < size ? [] : [{ ...holder, at }]))
      .map((holder) => ({ ...holder, exactly: holder.size === size }))
      .filter(
        (holder) => !holder.exactly || holder.kind !== 'witness' || signs(holder.by, proof.note, crypto),
      )
      .sort((a, b) => a.size - b.size),
  };
}

/** Whether the note carries the witness's cosignature, which this page can check. */
function signs(witness: string, note: string, crypto: LedgerCrypto): boolean {
  const key = readWitnessKey(witness, crypto);
  const { text = '', signatures = [] } = parseCheckpoint(note) ?? {};
  return key !== null && signatures.some((line) => cosignedAt(line, text, key, crypto) !== null);
}
