import type { PersonId } from '../../../shared/domain/ids.ts';
import type { EntryBody } from '../../../shared/ledger/entry.ts';
import type {
  DataOf,
  EnclosureOf,
  EntryKind,
  ReadOf,
  SignedBy,
} from '../../../shared/ledger/kinds/all-kinds.ts';

/** An entry of a kind with its enclosure: all that the rows which follow from it may depend on. */
export interface Act<Kind extends EntryKind> {
  readonly entry: Omit<EntryBody, 'kind' | 'data'> & { readonly kind: Kind; readonly data: ReadOf<Kind> };
  readonly enclosure: EnclosureOf<Kind>;
  /** The place of the entry in the log. */
  readonly position: number;
  /** Whether its signer had seen the entry at a place, besides those of their own workstation. */
  readonly hasSeen: (position: number) => boolean;
}

/** An entry by the workstation that follows from another one. */
export type Consequence = {
  [Kind in SignedBy<'device'>]: { readonly kind: Kind; readonly data: DataOf<Kind> };
}[SignedBy<'device'>];

/** Adds an entry by the workstation that follows from the one being applied. */
export type Follow = (consequence: Consequence) => void;

/**
 * How a room's rows follow from an act, for each kind of entry that changes them. It uses only the act and the rows so
 * far: no clock, no chance, no file and no setting of the machine, so that the record read again gives the same rows.
 * The times and ids it needs are in the entry. Entries it adds are written once; when the record is read again, they
 * are in it.
 */
export type Applies = { readonly [Kind in EntryKind]?: (act: Act<Kind>, follow: Follow) => void };

/** What all rooms do when an entry is made, or when the record is read again. */
export class Acts {
  readonly #rooms: Applies[] = [];

  /** Rooms are added from the lowest up and change their rows in this order. */
  add(applies: Applies): void {
    this.#rooms.push(applies);
  }

  /**
   * Changes the rows that follow from the act. Called inside the transaction in which its entry is stored.
   * @returns the entries that follow from it
   */
  apply<Kind extends EntryKind>(act: Act<Kind>): Consequence[] {
    const following: Consequence[] = [];
    for (const applies of this.#rooms) applies[act.entry.kind]?.(act, (one) => following.push(one));
    return following;
  }
}

/** The person who signed an entry. @throws where nobody did: only for kinds that a person signs */
export function signerOf({ actor }: Pick<EntryBody, 'actor'>): PersonId {
  if ('person' in actor) return actor.person;
  throw new Error('this entry is not signed by a person');
}
