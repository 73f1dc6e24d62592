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
