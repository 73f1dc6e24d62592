import { giveBack } from './give-back.ts';
import { type ExactHits, HitCollector } from './hits.ts';
import { type IndexAlgorithm, VALUE_BYTES } from './index-algorithm.ts';
import { IndexError } from './index-error.ts';
import type { IndexOperation, IndexOperations, IndexReply, IndexRequest } from './index-messages.ts';
import type { IndexStore } from './index-store.ts';
import { type Steps, WorkLine } from './index-work.ts';
import type { MatchIndex } from './match-index.ts';

type Ask<Operation extends IndexOperation> = IndexOperations[Operation]['ask'];
type Answer<Operation extends IndexOperation> = IndexOperations[Operation]['answer'];

/** Queries per step: well below a millisecond. */
const EXACT_STEP = 4096;
const NEAR_STEP = 1;
/** The same for PDQ: each step scans the unsealed entries, which takes a few milliseconds at most. */
const EQUAL_STEP = 1024;

/**
 * Carries out requests to an index. Three lines of work take turns, each in the order of its requests: queries,
 * changes, and long operations (merge, save, load), so that no query waits for an import to end and no import for a
 * merge.
 */
export class IndexService {
  readonly #index: MatchIndex;
  readonly #store: IndexStore;
  readonly #queries = new WorkLine();
  readonly #changes = new WorkLine();
  readonly #long = new WorkLine();
  #mergeAsked = false;

  constructor(index: MatchIndex, store: IndexStore) {
    this.#index = index;
    this.#store = store;
  }

  /** @param reply receives the answer, and those of its buffers that may be transferred rather than copied */
  async handle(
    request: IndexRequest,
    reply: (reply: IndexReply, transfer: ArrayBuffer[]) => void,
  ): Promise<void> {
    const { id } = request;
    try {
      const answer = await this.#answer(request);
      const transfer =
        answer !== null && 'query' in answer
          ? Object.values(answer).map((array: Uint32Array<ArrayBuffer>) => array.buffer)
          : [];
      reply({ id, answer }, transfer);
    } catch (error) {
      if (!(error instanceof IndexError)) throw error;
      reply({ id, problem: error.problem, message: error.message }, []);
    }
  }

  async #answer({ operation, ask }: IndexRequest): Promise<Answer<IndexOperation>> {
    switch (operation) {
      case 'exact':
        return this.#queries.do(this.#exact(ask));
      case 'near':
        return this.#queries.do(this.#near(ask));
      case 'stats':
        return this.#index.stats();
      case 'zero':
        this.#zero();
        return null;
      case 'add':
        await this.#changes.do(this.#add(ask));
        this.#mergeInTime();
        return null;
      case 'merge':
        return this.#long.do(this.#merge(ask.thorough));
      case 'save':
        return this.#long.do(this.#save(ask));
      case 'load':
        return this.#long.do(this.#load(ask));
      case 'remove':
        return this.#change(() => this.#index.remove(ask.refs));
      case 'removeRange':
        return this.#change(() => this.#index.removeRange(ask.first, ask.last));
      case 'setRange':
        return this.#change(() => this.#index.setRange(ask.first, ask.last, ask.enabled));
    }
  }

  #change(work: () => void): Promise<null> {
    return this.#changes.do(
      (function* (): Steps<null> {
        work();
        yield undefined;
        return null;
      })(),
    );
  }

  #zero(): void {
    const error = new IndexError('zeroed', 'the index was overwritten');
    for (const line of [this.#queries, this.#changes, this.#long]) line.abandon(error);
    this.#index.zero();
  }

  *#exact({ algorithm, queries, handBack }: Ask<'exact'>): Steps<Answer<'exact'>> {
    const hits = yield* this.#exactHits(algorithm, queries);
    if (handBack) return { ...hits, queries };
    giveBack(queries);
    return hits;
  }

  *#exactHits(algorithm: IndexAlgorithm, queries: Uint8Array): Steps<ExactHits> {
    const bytes = (algorithm === 'pdq' ? EQUAL_STEP : EXACT_STEP) * VALUE_BYTES[algorithm];
    if (queries.length <= bytes) return this.#index.exact(algorithm, queries);
    const hits = new HitCollector();
    for (let from = 0; from < queries.length; from += bytes) {
      const { query, ref } = this.#index.exact(algorithm, queries.subarray(from, from + bytes));
      const first = from / VALUE_BYTES[algorithm];
      hits.pushAll(query, ref, null, first);
      yield undefined;
    }
    return hits.exactHits(queries.length / VALUE_BYTES[algorithm]);
  }

  *#near({ queries, maxDistance }: Ask<'near'>): Steps<Answer<'near'>> {
    const bytes = NEAR_STEP * VALUE_BYTES.pdq;
    if (queries.length <= bytes) return this.#index.near(queries, maxDistance);
    const hits = new HitCollector();
    for (let from = 0; from < queries.length; from += bytes) {
      const { query, ref, distance } = this.#index.near(queries.subarray(from, from + bytes), maxDistance);
      const first = from / VALUE_BYTES.pdq;
      hits.pushAll(query, ref, distance, first);
      yield undefined;
    }
    return hits.nearHits(queries.length / VALUE_BYTES.pdq);
  }

  *#add({ algorithm, values, refs }: Ask<'add'>): Steps<null> {
    for (const _ of this.#index.adding(algorithm, values, refs)) yield undefined;
    giveBack(values, refs);
    return null;
  }

  *#merge(thorough: boolean): Steps<null> {
    for (const _ of this.#index.merging(thorough)) yield undefined;
    return null;
  }

  *#save({ key, mark }: Ask<'save'>): Steps<null> {
    try {
      yield this.#store.save(this.#index, key, mark);
    } finally {
      key.fill(0);
    }
    return null;
  }

  *#load({ key }: Ask<'load'>): Steps<Answer<'load'>> {
    let result: Answer<'load'> | null = null;
    yield this.#store.load(this.#index, key).then((loaded) => {
      key.fill(0);
      result = loaded;
    });
    if (result === null) throw new IndexError('closed', 'loading has not ended');
    // Files hold no bucket tables, and segments that were never merged come back in pieces.
    this.#mergeSoon();
    return result;
  }

  /** New entries are scanned until a merge has sorted them; the service starts that merge by itself. */
  #mergeInTime(): void {
    if (this.#index.wantsMerge) this.#mergeSoon();
  }

  #mergeSoon(): void {
    if (this.#mergeAsked) return;
    this.#mergeAsked = true;
    const again = () => {
      this.#mergeAsked = false;
    };
    // If memory for a merge is short, everything is still found; after zeroing there is nothing to merge.
    this.#long.do(this.#merge(false)).then(again, again);
  }
}
