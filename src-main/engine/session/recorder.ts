import type { DataOf, SignedBy } from '../../../shared/ledger/kinds/all-kinds.ts';

/**
 * Writes ledger entries for the rooms below and above the ledger, which implements it. Called inside the transaction of
 * the effect it records, so that neither exists without the other.
 */
export interface Recorder {
  /** Records what the person at the workstation did. `data.case` links the entry to a case. */
  byPerson<Kind extends SignedBy<'person'>>(kind: Kind, data: DataOf<Kind>): void;
  /** Records what the workstation observed by itself. */
  byDevice<Kind extends SignedBy<'device'>>(kind: Kind, data: DataOf<Kind>): void;
}
