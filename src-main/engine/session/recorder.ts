import type { EntryKind } from '../../../shared/ledger/entry.ts';

/**
 * Writes the record for the rooms below the ledger and above it; the ledger implements it. Called inside the transaction of the
 * effect it records, so that there is never one without the other.
 */
export interface Recorder {
  /** Records what the person at the workstation did. `data.case` links the entry to a case. */
  byPerson(kind: EntryKind, data: Record<string, unknown>): void;
  /** Records what the workstation observed by itself. */
  byDevice(kind: EntryKind, data: Record<string, unknown>): void;
}
