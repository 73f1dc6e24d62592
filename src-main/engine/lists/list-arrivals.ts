import type { ListArrival } from '../../../shared/contract/lists.contract.ts';
import type { HashListId } from '../../../shared/domain/ids.ts';
import type { Session } from '../session/session.ts';
import type { ArrivingContentStore } from './arriving-content.store.ts';
import type { HashListStore } from './hash-list.store.ts';
import { IndexFeeder } from './index-feeder.ts';
import type { ListContentStore } from './list-content.store.ts';
import type { ListDigestStore } from './list-digest.store.ts';
import { readPiece, refsOf } from './list-pieces.ts';
import type { RefRange } from './list-ranges.ts';
import type { ListVersion, ListVersionStore } from './list-version.store.ts';
import type { MatchingIndex } from './matching-index.ts';
import type { Questions } from './questions.ts';

/** What an import's content consists of. */
export interface ContentManifest {
  parcels: number;
  refs: number;
}

/** Where the content of other seats' imports is fetched. Null is what is not there, `unfit` what is not what it is given for. */
export interface ContentSource {
  manifest(id: string): Promise<ContentManifest | null | 'unfit'>;
  parcel(id: string, number: number): Promise<Uint8Array | null | 'unfit'>;
}

export interface ListArrivalsParts {
  session: Pick<Session, 'announce'>;
  lists: HashListStore;
  versions: ListVersionStore;
  content: ListContentStore;
  arriving: ArrivingContentStore;
  index: MatchingIndex;
  digests: ListDigestStore;
  questions: Questions;
}

type Place = Pick<RefRange, 'first' | 'last'>;

/** Parcels after which it is told how far a list has come. */
const TOLD_EVERY = 4;

/**
 * Brings what answers here in line with the record, where that comes from other seats: content of imports made elsewhere
 * is fetched parcel by parcel beside other work, across locks and crashes, and compared with what its entry says. Then
 * one transaction makes it answer, in the place of what it replaces.
 */
export class ListArrivals {
  readonly #parts: ListArrivalsParts;
  /** Imports that were refused since the unlock: fetching them again would give the same. */
  readonly #refused = new Set<string>();

  constructor(parts: ListArrivalsParts) {
    this.#parts = parts;
  }

  /** How far the content of a list has come; null where all of it is here. */
  of(list: string): ListArrival | null {
    const { arriving } = this.#parts;
    const missing = arriving.missingOf(list);
    if (missing.length === 0) return null;
    const found = missing.map((id) => arriving.find(id));
    const parcels = found.map((one) => one?.parcels ?? null);
    return {
      answers: arriving.answering(list),
      taken: found.reduce((sum, one) => sum + (one?.taken ?? 0), 0),
      of: parcels.includes(null) ? null : parcels.reduce<number>((sum, count) => sum + (count ?? 0), 0),
      isUnfit: missing.some((id) => arriving.isUnfit(id)),
    };
  }

  /** Of every list that is not all here. */
  all(): (ListArrival & { list: HashListId; name: string; version: number })[] {
    return this.#parts.lists.list().flatMap(({ id, name, version }) => {
      const arrival = this.of(id);
      return arrival === null ? [] : [{ list: id, name, version, ...arrival }];
    });
  }

  /** Deletes content that no list needs: of lists that were removed elsewhere, and of imports without effect. */
  async follow(): Promise<void> {
    const { arriving, content, index, session } = this.#parts;
    if (!arriving.hasUnneeded()) return;
    const leave = await index.takeTurn();
    try {
      content.transaction(() => arriving.discardUnneeded());
      index.recount();
      session.announce('lists');
      await index.settle();
      await index.compact();
    } finally {
      leave();
    }
  }

  /**
   * Takes in what is missing, as far as it is there.
   * @throws Failure CONFLICT, LOCKED, and whatever the source throws
   */
  async take(source: ContentSource, isStopped: () => boolean): Promise<void> {
    for (const { id } of this.#parts.lists.list()) {
      // What is on the list may have changed while its content was fetched.
      while (!isStopped() && (await this.#takeList(id, source, isStopped)) === 'changed');
      if (isStopped()) return;
    }
  }

  async #takeList(
    list: HashListId,
    source: ContentSource,
    isStopped: () => boolean,
  ): Promise<'whole' | 'missing' | 'changed'> {
    const { arriving } = this.#parts;
    const wanted = this.#wanted(list);
    const missing = arriving.missingOf(list);
    if (missing.length === 0) return 'whole';
    if (missing.some((id) => this.#refused.has(id))) return 'missing';
    for (const [at, version] of wanted.entries()) {
      if (!missing.includes(version.import)) continue;
      const isWhole = await this.#takeImport(version, wanted.slice(0, at), source, isStopped);
      if (isStopped() || !isWhole) return 'missing';
      if (!this.#isWanted(list, wanted)) return 'changed';
    }
    return this.#complete(list, wanted, isStopped);
  }

  /** @returns whether all of it is here */
  async #takeImport(
    version: ListVersion,
    before: readonly ListVersion[],
    source: ContentSource,
    isStopped: () => boolean,
  ): Promise<boolean> {
    const { arriving, questions, session } = this.#parts;
    const { import: id } = version;
    if (arriving.find(id) === null && !(await this.#begin(version, source, isStopped))) return false;
    for (let at = arriving.find(id); at !== null && at.taken < at.parcels; at = arriving.find(id)) {
      const bytes = await source.parcel(id, at.taken);
      if (isStopped()) return false;
      if (bytes === 'unfit') this.#tellUnfit([id], true);
      if (bytes === 'unfit' || bytes === null) return false;
      if (!arriving.missingOf(version.list).includes(id)) return true;
      const rows = readPiece(bytes);
      const earlier = before.map((one) => this.#placeOf(one)).filter((place) => place !== null);
      if (rows === null || !arriving.take(version, rows, refsOf(rows), earlier)) {
        await this.#refuse(version.list, [id]);
        return false;
      }
      this.#tellUnfit([id], false);
      if (at.taken % TOLD_EVERY === 0) session.announce('lists');
      await questions.letPass();
      if (isStopped()) return false;
    }
    return true;
  }

  async #begin(version: ListVersion, source: ContentSource, isStopped: () => boolean): Promise<boolean> {
    const { arriving, index } = this.#parts;
    const manifest = await source.manifest(version.import);
    if (isStopped() || manifest === null) return false;
    if (manifest === 'unfit') {
      this.#tellUnfit([version.import], true);
      return false;
    }
    // An import here takes its refs as it goes, and has the turn meanwhile.
    const leave = await index.takeTurn();
    try {
      if (isStopped() || !arriving.missingOf(version.list).includes(version.import)) return false;
      arriving.begin(version, manifest.parcels, manifest.refs);
    } finally {
      leave();
    }
    return true;
  }

  async #complete(
    list: HashListId,
    wanted: readonly ListVersion[],
    isStopped: () => boolean,
  ): Promise<'whole' | 'missing' | 'changed'> {
    const { arriving, content, index, session } = this.#parts;
    const places = wanted.map((version) => this.#placeOf(version)).filter((place) => place !== null);
    if (places.length !== wanted.length) return 'changed';
    const missing = arriving.missingOf(list);
    const isAsSigned = await this.#isAsSigned(list, wanted, places, isStopped);
    if (isStopped()) return 'missing';
    if (!this.#isWanted(list, wanted)) return 'changed';
    if (!isAsSigned) {
      await this.#refuse(list, missing);
      return 'missing';
    }
    const leave = await index.takeTurn();
    const fresh = wanted.flatMap((version, at) => (missing.includes(version.import) ? [places[at]!] : []));
    let isAccepted = false;
    try {
      await this.#feed(fresh);
      if (isStopped() || !this.#isWanted(list, wanted)) return 'changed';
      const dropped = arriving.droppedBy(list);
      content.transaction(() => {
        arriving.accept(list);
        for (const id of missing) arriving.setUnfit(id, false);
      });
      isAccepted = true;
      index.recount(dropped);
      session.announce('lists');
      await index.settle(dropped);
      return 'whole';
    } finally {
      if (!isAccepted) for (const { first, last } of fresh) await index.withdraw(first, last);
      leave();
    }
  }

  /** Compares everything on a list with what its entries say, so that records of one import that another drops are seen too. */
  async #isAsSigned(
    list: HashListId,
    wanted: readonly ListVersion[],
    places: readonly Place[],
    isStopped: () => boolean,
  ): Promise<boolean> {
    const { digests } = this.#parts;
    for (const [at, { import: id, content }] of wanted.entries()) {
      const values = await this.#inTurns(digests.values({ import: id, ...places[at]! }), isStopped);
      if (values !== content.valuesSha256) return false;
    }
    const newest = wanted.at(-1)!;
    const records = await this.#inTurns(digests.records(newest.import, places, list), isStopped);
    return records === newest.content.recordsSha256;
  }

  async #inTurns<Result>(pieces: Generator<void, Result>, isStopped: () => boolean): Promise<Result | null> {
    while (!isStopped()) {
      const { done, value } = pieces.next();
      if (done) return value;
      await this.#parts.questions.letPass();
    }
    return null;
  }

  async #feed(places: readonly Place[]): Promise<void> {
    const { content, index, questions } = this.#parts;
    const feeder = new IndexFeeder((...values) => index.add(...values));
    for (const place of places) {
      for (const block of content.blocks(place)) {
        await feeder.block(block);
        await questions.letPass();
      }
      for (const { first, record } of content.records(place)) await feeder.record(first, record);
    }
    await feeder.flush();
  }

  /** What came is not what the entries say: it is discarded, and told. */
  async #refuse(list: HashListId, missing: readonly string[]): Promise<void> {
    const { arriving, content, index } = this.#parts;
    const leave = await index.takeTurn();
    try {
      content.transaction(() => {
        arriving.discard(list);
        for (const id of missing) arriving.setUnfit(id, true);
      });
      for (const id of missing) this.#refused.add(id);
      this.#parts.session.announce('lists');
      await index.sweep();
    } finally {
      leave();
    }
  }

  #tellUnfit(ids: readonly string[], isUnfit: boolean): void {
    const { arriving, content, session } = this.#parts;
    const other = ids.filter((id) => arriving.isUnfit(id) !== isUnfit);
    if (other.length === 0) return;
    content.transaction(() => {
      for (const id of other) arriving.setUnfit(id, isUnfit);
    });
    session.announce('lists');
  }

  /** What is to be on a list, the oldest import first. */
  #wanted(list: string): ListVersion[] {
    return this.#parts.versions.current().filter((version) => version.list === list);
  }

  #isWanted(list: string, before: readonly ListVersion[]): boolean {
    const ids = (versions: readonly ListVersion[]): string =>
      versions.map((version) => version.import).join();
    return ids(this.#wanted(list)) === ids(before);
  }

  #placeOf({ import: id }: ListVersion): Place | null {
    const { arriving, lists } = this.#parts;
    return arriving.find(id) ?? lists.currentRanges().find((range) => range.import === id) ?? null;
  }
}
