import type { ReadOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { StatedList } from '../../../shared/ledger/kinds/list.ts';
import type { StoredList } from './stored-list.ts';

/** A list as the ledger's entries about it state it. */
export const statedList = (list: StoredList): StatedList => ({
  list: list.id,
  name: list.name,
  owner: list.owner,
  purpose: list.purpose,
  meaning: list.meaning,
  trust: list.trust,
  licence: list.licence,
  asOf: list.asOf,
  pdqDistance: list.pdqDistance,
  pdqQuality: list.pdqQuality,
  staleAfterDays: list.staleAfterDays,
  version: list.version,
  enabled: list.enabled,
  counts: list.counts,
});

/** The list that an entry states, without how its files were read. */
export const statedIn = (
  data: ReadOf<'list.changed'> | ReadOf<'list.imported'>,
): Omit<StoredList, 'reading'> => ({
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
