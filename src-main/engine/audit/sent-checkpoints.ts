import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeskAnchor } from '../../../shared/contract/audit.contract.ts';
import { equalBytes, fromBase64, toBase64 } from '../../../shared/ledger/bytes.ts';
import { isCheckpointSignedBy, originOf, parseCheckpoint } from '../../../shared/ledger/checkpoint.ts';
import type { Seen } from '../../../shared/ledger/entry.ts';
import type { LedgerHeader, Problem } from '../../../shared/ledger/verify.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import { LogTree } from '../ledger/log-tree.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import type { SentCheckpoint, SentCheckpointRows } from '../referral/sent-checkpoint.ts';

const PAGE = 500;

/** Compares the checkpoints that were sent with referrals with those of the ledger. */
export class SentCheckpoints {
  readonly #sent: SentCheckpointRows;
  readonly #store: StoredRecord;
  readonly #tree: LogTree;

  constructor(sent: SentCheckpointRows, store: StoredRecord) {
    this.#sent = sent;
    this.#store = store;
    this.#tree = new LogTree(store);
  }

  /** The desks that hold a checkpoint and signed its receipt. */
  desks(): DeskAnchor[] {
    return this.#sent.latest().flatMap(({ destination, note, deliveredAt }) => {
      const size = parseCheckpoint(note)?.size;
      return size === undefined || deliveredAt === null ? [] : [{ by: destination, size, at: deliveredAt }];
    });
  }

  /**
   * Sent checkpoints that are not part of this ledger: it was reset or rewritten since they were sent.
   * @param isOfBranch whether a root is that of a branch that was joined
   */
  async *strays(log: LedgerHeader, isOfBranch: (seen: Seen) => boolean): AsyncGenerator<Problem> {
    let page: SentCheckpoint[] = [];
    do {
      page = this.#sent.after(page.at(-1)?.line ?? 0, PAGE);
      for (const { note, referral, destination } of page) {
        const size = parseCheckpoint(note)?.size ?? 0;
        if (this.#store.checkpointAt(size) === note || this.#isOf(log, note, isOfBranch)) continue;
        yield {
          seq: Math.max(0, size - 1),
          fault: { code: 'sent-checkpoint-differs', destination, referral },
        };
      }
      await nextTurn();
    } while (page.length === PAGE);
  }

  /** Whether it is one of this log that another seat made, which keeps its own: the same key over the same entries. */
  #isOf({ device, publicKey }: LedgerHeader, note: string, isOfBranch: (seen: Seen) => boolean): boolean {
    const sent = parseCheckpoint(note);
    const key = fromBase64(publicKey);
    if (sent === null || key === null || sent.origin !== originOf(device)) return false;
    const { size, root } = sent;
    if (size === 0 || !isCheckpointSignedBy(note, key, nodeLedgerCrypto)) return false;
    const isHere = size <= this.#store.frontier().size && equalBytes(root, this.#tree.rootAt(size));
    return isHere || isOfBranch({ size, root: toBase64(root) });
  }
}
