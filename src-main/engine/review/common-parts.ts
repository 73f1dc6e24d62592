import { countTrigrams, rarestOf } from '../../../shared/domain/search-text.ts';

/** Rows whose texts are counted, spread over all that are indexed. */
const SAMPLE = 200;
/** Counted anew once so many times more are indexed. */
const GROWN = 1.5;

/** Which parts of texts are common among those that are indexed, by a sample of them. */
export class CommonParts {
  readonly #textAt: (row: number) => string;
  #counts: ReadonlyMap<string, number> = new Map();
  #of = 0;

  /** @param textAt the text of an indexed row */
  constructor(textAt: (row: number) => string) {
    this.#textAt = textAt;
  }

  /** The parts to ask the index for. @param indexed the last row that is indexed */
  rarestOf(text: string, indexed: number): string[] {
    if (indexed > this.#of * GROWN) {
      const rows = Math.min(SAMPLE, indexed);
      const spread = Array.from({ length: rows }, (_, at) => 1 + Math.floor((at * indexed) / rows));
      this.#counts = countTrigrams(spread.map(this.#textAt));
      this.#of = indexed;
    }
    return rarestOf(text, this.#counts);
  }
}
