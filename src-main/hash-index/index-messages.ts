import type { ExactHits, NearHits } from './hits.ts';
import type { IndexAlgorithm } from './index-algorithm.ts';
import type { IndexProblem } from './index-error.ts';
import type { LoadResult } from './index-store.ts';
import type { IndexStats } from './match-index.ts';

/** The operations of the index with their arguments and answers, by name. */
export interface IndexOperations {
  exact: {
    ask: { algorithm: IndexAlgorithm; queries: Uint8Array; handBack: boolean };
    /** `queries`: transferred back. */
    answer: ExactHits & { queries?: Uint8Array };
  };
  near: { ask: { queries: Uint8Array; maxDistance: number }; answer: NearHits };
  add: { ask: { algorithm: IndexAlgorithm; values: Uint8Array; refs: Uint32Array }; answer: null };
  remove: { ask: { refs: Uint32Array }; answer: null };
  removeRange: { ask: { first: number; last: number }; answer: null };
  setRange: { ask: { first: number; last: number; enabled: boolean }; answer: null };
  merge: { ask: { thorough: boolean }; answer: null };
  save: { ask: { key: Uint8Array; mark: string }; answer: null };
  load: { ask: { key: Uint8Array }; answer: LoadResult };
  stats: { ask: Record<never, never>; answer: IndexStats };
  zero: { ask: Record<never, never>; answer: null };
}
export type IndexOperation = keyof IndexOperations;

export type IndexRequest = {
  [Operation in IndexOperation]: {
    id: number;
    operation: Operation;
    ask: IndexOperations[Operation]['ask'];
  };
}[IndexOperation];

export type IndexReply =
  | { id: number; answer: IndexOperations[IndexOperation]['answer'] }
  | { id: number; problem: IndexProblem; message: string };

/** A connection to an index, wherever it runs. */
export interface IndexPort {
  send(request: IndexRequest, transfer: ArrayBuffer[]): void;
  onReply(listener: (reply: IndexReply) => void): void;
  /** Calls the listener when the other end is gone. */
  onEnd(listener: () => void): void;
  close(): void;
}
