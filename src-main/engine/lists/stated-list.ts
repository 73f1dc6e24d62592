import { z } from 'zod';
import { HashListInfo } from '../../../shared/domain/hash-list.ts';
import type { StoredList } from './stored-list.ts';

/** Everything about a list that counts, as each entry of the record states it. */
export const StatedList = z.object({
  ...HashListInfo.omit({ id: true }).shape,
  list: z.string(),
  pdqDistance: z.int(),
  pdqQuality: z.int(),
  staleAfterDays: z.int(),
});
export type StatedList = z.infer<typeof StatedList>;

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
