import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import {
  append,
  EMPTY_FRONTIER,
  type Frontier,
  rootOf,
  textLeafHash,
} from '../../../shared/ledger/merkle.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { StagedRows } from './batch.store.ts';

const { sha256 } = nodeLedgerCrypto;

/**
 * RFC 6962 root over the imported rows of a file: the canonical JSON of each `{ row, report }`, in order. With this
 * root in the ledger, a single row can be proven to have been in the file without revealing the others.
 */
export class RowsRoot {
  #frontier: Frontier = EMPTY_FRONTIER;

  add({ row, report }: StagedRows): void {
    this.#frontier = append(this.#frontier, textLeafHash(canonicalText({ row, report }), sha256), sha256);
  }

  /** Base64. */
  get text(): string {
    return toBase64(rootOf(this.#frontier, sha256));
  }
}
