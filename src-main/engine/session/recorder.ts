import type { DataOf, EnclosureOf, EntryKind, SignedBy } from '../../../shared/ledger/kinds/all-kinds.ts';

/** The enclosure of an entry, for the kinds that have one. */
export type Enclosing<Kind extends EntryKind> =
  EnclosureOf<Kind> extends null ? [] : [enclosure: EnclosureOf<Kind>];

/**
 * Writes ledger entries for the rooms below and above the ledger, which implements it, and changes the rows that follow
 * from them. Called inside a transaction, so that neither exists without the other.
 */
export interface Recorder {
  /** Records what the person at the workstation did. `data.case` links the entry to a case. */
  byPerson<Kind extends SignedBy<'person'>>(
    kind: Kind,
    data: DataOf<Kind>,
    ...enclosed: Enclosing<Kind>
  ): void;
  /** Whether acts can be recorded that need contact with the hotline's other seats. */
  canBeFirm(): boolean;
  /** Records what the workstation observed by itself. */
  byDevice<Kind extends SignedBy<'device'>>(
    kind: Kind,
    data: DataOf<Kind>,
    ...enclosed: Enclosing<Kind>
  ): void;
}
