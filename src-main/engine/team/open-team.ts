import type { Frontier } from '../../../shared/ledger/merkle.ts';
import type { SharedOrder } from '../ledger/shared-order.ts';
import type { Database } from '../storage/database.ts';
import { TeamStore } from './team.store.ts';

/** What a new seat is given before its rooms are open. */
export interface NewSeat {
  /** Makes the vault a seat. @param settled the whole log so far */
  begin(settled: Frontier, foreignTo: number, stated: number): void;
  /** Keeps the key of an epoch, 32 bytes. */
  putKey(epoch: number, key: Uint8Array): void;
}

export const openNewSeat = (db: Database): NewSeat => new TeamStore(db);

/** The order for what is recorded before the rooms are open, as the use of the recovery key is: with contact or without. */
export function atTheDoor(db: Database): SharedOrder {
  const order = new TeamStore(db);
  order.isInContact = () => true;
  return order;
}
