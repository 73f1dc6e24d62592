import { parseEntry } from '../../../shared/ledger/entry.ts';
import { applyWitnessed, NOBODY_WITNESSED, type Witnessed } from '../../../shared/ledger/witnessed.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';

const KINDS = ['vault.created', 'policy.activated', 'checkpoint.anchored'] as const;

/**
 * The ledger's witnesses and their signatures, according to its entries. Cached while the vault is open, and updated
 * when asked. Must not be asked inside a transaction, which might be rolled back. Verification checks whether the
 * entries are valid.
 */
export class WitnessRecords {
  readonly #store: StoredRecord;
  readonly #device: string;
  #witnessed: Witnessed = NOBODY_WITNESSED;
  #read = 0;

  /** @param device the workstation after which the log is named */
  constructor(store: StoredRecord, device: string) {
    this.#store = store;
    this.#device = device;
  }

  now(): Witnessed {
    const { size } = this.#store.frontier();
    for (const page of this.#store.search.pages({ kinds: [...KINDS] }, this.#read, size)) {
      for (const { line } of page) {
        const entry = parseEntry(line);
        if (entry) this.#witnessed = applyWitnessed(this.#witnessed, entry, this.#device, nodeLedgerCrypto);
      }
    }
    this.#read = size;
    return this.#witnessed;
  }
}
