import { createRouterClient, implement } from '@orpc/server';
import {
  type HashList,
  type IndexState,
  type ListImportProgress,
  type ListImportResult,
  listsContract,
} from '../../../shared/contract/lists.contract.ts';
import { type ListMatch, matchingContract } from '../../../shared/contract/matching.contract.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { HashListId, ListImportId, UploadId } from '../../../shared/domain/ids.ts';
import type { ListRefusal } from '../../../shared/domain/list-record.ts';
import type { ListsClient } from '../../../src-renderer/features/lists/index.ts';
import { aHashList } from './a-hash-list.ts';
import { anId } from './an-id.ts';

const READY: IndexState = { state: 'ready', rebuiltBecause: null, values: 7, bytes: 224 };

/** The hash lists of an engine, in memory, behind the real contract. Reads nothing: it says what a test wants. */
export class InMemoryLists {
  lists: HashList[];
  readonly asked: string[] = [];
  /** Bytes of the pieces, file by file; an empty piece ends a file. */
  readonly pieces: number[] = [];
  /** Refuses the next import as a whole. */
  refuse: ListRefusal[] = [];
  index: IndexState = READY;
  /** What failed fails again. */
  staysDown = false;
  exact: ListMatch[] = [];
  near: ListMatch[] = [];
  cases: CaseSummary[] = [];
  mappings: { name: string; mapping: unknown }[] = [];
  #files = 0;
  #whole = Promise.withResolvers<'whole' | 'cancelled'>();

  constructor(lists: readonly HashList[] = []) {
    this.lists = [...lists];
  }

  get client(): ListsClient {
    const lists = implement(listsContract);
    const matching = implement(matchingContract);
    const patch = (id: HashListId, change: Partial<HashList>) => {
      this.lists = this.lists.map((list) => (list.id === id ? { ...list, ...change } : list));
      return { list: id };
    };
    const listsRouter = lists.router({
      list: lists.list.handler(() => this.lists),
      index: lists.index.handler(() => this.index),
      restartIndex: lists.restartIndex.handler(({ errors }) => {
        this.asked.push('restart');
        if (this.staysDown)
          throw errors.CONFLICT({
            data: {
              reason: 'index-unusable',
              fault: { problem: 'closed', words: 'closed: the index has ended' },
            },
          });
        this.index = READY;
        return this.index;
      }),
      open: lists.open.handler(({ input }) => {
        this.asked.push(`open ${input.mode} ${input.files.map(({ name }) => name).join(' ')}`);
        this.#files = input.files.length;
        this.#whole = Promise.withResolvers();
        if (typeof input.list !== 'string')
          this.lists.push(aHashList(50, { name: input.list.name, meaning: input.list.meaning }));
        return { upload: UploadId.parse(anId(5)) };
      }),
      append: lists.append.handler(({ input }) => {
        this.pieces.push(input.bytes.size);
        const ended = this.pieces.filter((size) => size === 0).length;
        if (ended === this.#files) this.#whole.resolve('whole');
        return { received: input.bytes.size };
      }),
      run: lists.run.handler(() => this.#run()),
      cancel: lists.cancel.handler(() => {
        this.asked.push('cancel');
        this.#whole.resolve('cancelled');
        return { cancelled: true };
      }),
      change: lists.change.handler(({ input, errors }) => {
        if (this.lists.some(({ id, name }) => id !== input.list && name === input.changes.name))
          throw errors.CONFLICT({ data: { reason: 'list-name-taken' } });
        const given = Object.entries(input.changes).filter(([, value]) => value !== undefined);
        return patch(input.list, Object.fromEntries(given));
      }),
      enable: lists.enable.handler(({ input }) => patch(input.list, { enabled: true })),
      disable: lists.disable.handler(({ input }) => patch(input.list, { enabled: false })),
      remove: lists.remove.handler(({ input }) => {
        this.lists = this.lists.filter(({ id }) => id !== input.list);
        return { list: input.list };
      }),
      imports: lists.imports.handler(() => []),
      refusals: lists.refusals.handler(() => []),
      find: lists.find.handler(({ input }) => {
        this.asked.push(`find ${input.value}`);
        return { asked: ['sha256' as const, 'pdq' as const], matches: this.exact };
      }),
      compare: lists.compare.handler(async function* ({ signal }) {
        for (let done = 0; done < 4 && signal?.aborted !== true; done++) {
          yield { phase: 'comparing' as const, done, total: 4 };
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        yield {
          phase: 'done' as const,
          comparison: { compared: 4, overlap: [], conflicts: [], conflictTotal: 0 },
        };
      }),
      mappings: lists.mappings.handler(() =>
        this.mappings.map(({ name, mapping }) => ({
          name,
          mapping: mapping as never,
          savedAt: '2026-11-02T08:00:00.000Z',
        })),
      ),
      saveMapping: lists.saveMapping.handler(({ input }) => {
        this.mappings = [...this.mappings.filter(({ name }) => name !== input.name), input];
        return { name: input.name };
      }),
      removeMapping: lists.removeMapping.handler(({ input }) => {
        this.mappings = this.mappings.filter(({ name }) => name !== input.name);
        return { name: input.name };
      }),
    });
    const matchingRouter = matching.router({
      lookup: matching.lookup.handler(({ input }) => {
        this.asked.push(`lookup ${input.algorithm}`);
        return { cases: this.cases, waiting: [] };
      }),
      match: matching.match.handler(({ input }) => {
        this.asked.push(`match ${input.algorithm}`);
        return { matches: this.near };
      }),
      matchMany: matching.matchMany.handler(() => ({
        asked: 0,
        found: 0,
        lists: [],
        hits: new Blob([]),
        records: [],
      })),
    });
    return {
      lists: createRouterClient(listsRouter),
      matching: createRouterClient(matchingRouter) as ListsClient['matching'],
    };
  }

  async *#run(): AsyncGenerator<ListImportProgress> {
    yield { phase: 'waiting' };
    yield {
      phase: 'reading',
      file: 'a.xml',
      bytes: 10,
      totalBytes: 20,
      values: 5,
      refused: 0,
      valuesPerSecond: 100,
      remainingMs: 100,
    };
    if ((await this.#whole.promise) === 'cancelled') return;
    if (this.refuse.length > 0) {
      yield { phase: 'refused', refused: this.refuse, refusedTotal: this.refuse.length };
      return;
    }
    yield { phase: 'done', result: anImportResult() };
  }
}

export const anImportResult = (change: Partial<ListImportResult> = {}): ListImportResult => ({
  list: HashListId.parse(anId(450)),
  name: 'List 50',
  import: ListImportId.parse(anId(460)),
  version: 1,
  records: 5,
  added: 5,
  updated: 0,
  deleted: 0,
  values: 5,
  lowQuality: 0,
  notKept: {},
  isIncomplete: false,
  refused: [],
  refusedTotal: 0,
  notices: [],
  noticeCounts: {},
  alreadyImported: false,
  ...change,
});
