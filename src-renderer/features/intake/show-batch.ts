import type { BatchId } from '../../../shared/domain/ids.ts';

/** Shows the cases of which a report came in a file. */
export type ShowBatch = (batch: BatchId) => void;
