import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { append, EMPTY_FRONTIER, type Frontier, rootOf } from '../../../shared/ledger/merkle.ts';
import { sha256 } from '../keys/sha256.ts';
import type { StagedRows } from './batch.store.ts';

/** The canonical JSON of a row. */
export const rowText = ({ row, report }: StagedRows): string => canonicalText({ row, report });

/**
 * RFC 6962 root over the imported rows of a file: the canonical JSON of each `{ row, report }`, in order. With this
 * root in the ledger, a single row can be proven to have been in the file without revealing the others.
 */
export class RowsRoot {
  #frontier: Frontier = EMPTY_FRONTIER;

  add(staged: StagedRows): void {
    this.addText(rowText(staged));
  }

  /** @param text of the next row, as `rowText` gives it */
  addText(text: string): void {
    this.#frontier = append(this.#frontier, sha256(`\0${text}`), sha256);
  }

  /** Base64. */
  get text(): string {
    return toBase64(rootOf(this.#frontier, sha256));
  }
}
