import type { Asked } from '../../../shared/ledger/kinds/record.ts';
import type { FoundEntry, StoredRecord } from './stored-record.ts';

/** As much of a record as rows are made from anew. */
export interface ReplayRecord extends Pick<StoredRecord, 'frontier' | 'linesFrom' | 'enclosureAt'> {
  pageFrom(seq: number, limit: number): { entries: FoundEntry[]; checkpoints: Map<number, string> };
  readonly search: { pages(asked: Asked, from: number, below: number): Generator<FoundEntry[]> };
}
