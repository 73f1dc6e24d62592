import type { ListDetails } from '../../../shared/contract/lists.contract.ts';
import type { HashListInfo, ListReading } from '../../../shared/domain/hash-list.ts';
import type { HashListId } from '../../../shared/domain/ids.ts';

export type ListValueCounts = HashListInfo['counts'];

/** A list as it is stored. */
export interface StoredList extends ListDetails {
  id: HashListId;
  version: number;
  enabled: boolean;
  reading: ListReading | null;
  counts: ListValueCounts;
}

/** The lists that exist, as other rooms look them up. */
export interface StoredLists {
  find(id: string): StoredList | null;
}
