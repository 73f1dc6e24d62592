import type { Applies } from '../session/acts.ts';
import type { HashListStore } from './hash-list.store.ts';
import { statedIn } from './stated-list.ts';

/**
 * How the lists of the vault follow from the record. What stands on them does not: an import writes it beside the list
 * before its entry is made, which names its digests.
 */
export const listApplies = (lists: HashListStore): Applies => ({
  'list.imported': ({ entry, enclosure }) => {
    const list = { ...statedIn(entry.data), ...enclosure };
    if (lists.find(list.id) === null) lists.insert(list, entry.at);
    else lists.update(list);
  },
  'list.changed': ({ entry }) => {
    const { list: id } = entry.data;
    lists.update({ ...statedIn(entry.data), reading: lists.find(id)?.reading ?? null });
  },
  'list.removed': ({ entry }) => lists.remove(entry.data.list, entry.at),
});
