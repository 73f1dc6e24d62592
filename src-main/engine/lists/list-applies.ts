import type { ReadOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Applies } from '../session/acts.ts';
import type { HashListStore } from './hash-list.store.ts';
import type { StoredList } from './stored-list.ts';

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

const statedIn = (data: ReadOf<'list.changed'> | ReadOf<'list.imported'>): Omit<StoredList, 'reading'> => ({
  id: data.list,
  name: data.name,
  owner: data.owner,
  purpose: data.purpose,
  meaning: data.meaning,
  trust: data.trust,
  licence: data.licence,
  asOf: data.asOf,
  pdqDistance: data.pdqDistance,
  pdqQuality: data.pdqQuality,
  staleAfterDays: data.staleAfterDays,
  version: data.version,
  enabled: data.enabled,
  counts: data.counts,
});
