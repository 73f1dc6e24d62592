import type { HashList } from '../../../shared/contract/lists.contract.ts';
import type { ListMatch } from '../../../shared/contract/matching.contract.ts';
import { HashListId } from '../../../shared/domain/ids.ts';
import { anId } from './an-id.ts';

/** A list in use, imported once. */
export const aHashList = (number: number, change: Partial<HashList> = {}): HashList => ({
  id: HashListId.parse(anId(400 + number)),
  name: `List ${number}`,
  owner: 'unknown',
  purpose: '',
  meaning: 'baseline',
  trust: 'medium',
  licence: '',
  asOf: '2026-11-01',
  version: 1,
  enabled: true,
  counts: { records: 3, urls: 1, hashes: { md5: 2, pdq: 4 } },
  pdqDistance: 31,
  pdqQuality: 50,
  staleAfterDays: 90,
  isStale: false,
  reading: null,
  importedAt: '2026-11-02T08:00:00.000Z',
  recentHits: 0,
  arrival: null,
  ...change,
});

/** A record of the first list that holds a value. */
export const aListMatch = (change: Partial<ListMatch> = {}): ListMatch => ({
  list: aHashList(1).id,
  listName: 'List 1',
  trust: 'medium',
  meaning: 'baseline',
  record: 'record-1',
  ref: 1,
  algorithm: 'pdq',
  value: 'ab'.repeat(32),
  distance: 0,
  quality: 100,
  classification: 'A1',
  tags: [],
  member: null,
  updatedAt: null,
  ...change,
});
