/** Why the index cannot do what it was asked. */
export type IndexProblem =
  /** Packed values, refs or a distance that do not fit together. */
  | 'wrong-input'
  /** A ref that was removed; it is never given out again. */
  | 'removed-ref'
  /** No memory for another segment, or more entries than one index can hold. */
  | 'no-memory'
  /** The index was overwritten with zeros while this was under way. */
  | 'zeroed'
  /** Files that cannot be written. */
  | 'not-written'
  /** The index is closed, or its thread has ended. */
  | 'closed';

export class IndexError extends Error {
  readonly problem: IndexProblem;

  constructor(problem: IndexProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IndexError';
    this.problem = problem;
  }
}
