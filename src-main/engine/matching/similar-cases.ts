import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SimilarCase } from '../../../shared/contract/case-match.ts';
import { MatchIndex } from '../../hash-index/match-index.ts';
import { type CaseSubject, valuesOf } from '../lists/case-values.ts';
import { packHash } from '../lists/index-feeder.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { CasePrint, SimilarCasesStore } from './similar-cases.store.ts';

export interface SimilarCasesParts {
  store: SimilarCasesStore;
  blindness: Blindness;
  /** The kernel of the matching index, compiled; null where it was not built. */
  kernel: () => WebAssembly.Module | null;
}

/**
 * The PDQ distance within which its authors take two pictures for the same (facebook/ThreatExchange, pdq/README.md).
 */
const SIMILAR_DISTANCE = 31;
const SHOWN = 50;
const PAGE = 2000;

/**
 * Tells which cases hold the same or a similar picture, by perceptual values, which identify no file. (Values that do
 * identify a file merge cases.) This index is separate from that of the lists and lives in the engine's thread: it is
 * asked about one case at a time, and answers from a million values in less than a millisecond. Each unlock rebuilds it
 * from the rows in the background; until then it answers from what is loaded.
 */
export class SimilarCases {
  readonly #parts: SimilarCasesParts;
  #index: MatchIndex | null = null;
  #nextRef: number;
  #isStopped = false;
  #isMerging = false;

  constructor(parts: SimilarCasesParts) {
    this.#parts = parts;
    this.#nextRef = parts.store.lastRef() + 1;
  }

  /** Loads the values stored in the vault. */
  async load(): Promise<void> {
    const { store } = this.#parts;
    const last = this.#nextRef - 1;
    for (let ref = 0; !this.#isStopped; ) {
      const page = store.after(ref, PAGE).filter((print) => print.ref <= last);
      if (page.length === 0) break;
      this.#add(page);
      ref = page.at(-1)!.ref;
      await nextTurn();
    }
    await this.settle();
  }

  /** Takes the present values of a case, or null where it was merged into another. Runs inside a transaction. */
  keep(id: string, subject: CaseSubject | null): void {
    const { store } = this.#parts;
    const wanted = subject ? valuesOf(subject).filter(isPrint) : [];
    const gone = store.ofCase(id).filter((print) => {
      const at = wanted.findIndex(
        ({ algorithm, value }) => algorithm === print.algorithm && value === print.value,
      );
      if (at >= 0) wanted.splice(at, 1);
      return at < 0;
    });
    for (const { ref } of gone) store.delete(ref);
    this.#index?.remove(Uint32Array.from(gone, ({ ref }) => ref));
    const added = wanted.map(({ algorithm, value }) => ({ ref: this.#nextRef++, algorithm, value }));
    for (const print of added) store.insert(id, print);
    this.#add(added);
  }

  /** Sorts the values that were added, in pieces between other work. */
  async settle(): Promise<void> {
    if (!this.#index?.wantsMerge || this.#isMerging) return;
    this.#isMerging = true;
    try {
      for (const _ of this.#index.merging()) {
        await nextTurn();
        if (this.#isStopped) return;
      }
    } finally {
      this.#isMerging = false;
    }
  }

  /** Similar cases, the nearest first, without those that must be hidden from the person at the workstation. */
  of(subject: CaseSubject): SimilarCase[] {
    const { store, blindness } = this.#parts;
    const index = this.#index;
    if (!index) return [];
    const hidden = blindness.hiddenCases();
    const similar = new Map<string, SimilarCase>();
    for (const { algorithm, value } of valuesOf(subject).filter(isPrint)) {
      const bytes = packHash(algorithm, value);
      const near = algorithm === 'pdq' ? index.near(bytes, SIMILAR_DISTANCE) : null;
      const { ref: refs } = near ?? index.exact(algorithm, bytes);
      const nearest = Array.from(refs, (ref, at) => ({ ref, distance: near?.distance[at] ?? 0 })).sort(
        (a, b) => a.distance - b.distance || a.ref - b.ref,
      );
      for (const { ref, distance } of nearest) {
        if (similar.size >= 2 * SHOWN) break;
        const found = store.caseOf(ref);
        if (!found || found.case === subject.id || hidden.has(found.case)) continue;
        const known = similar.get(found.case);
        if (!known || distance < known.distance) similar.set(found.case, { ...found, algorithm, distance });
      }
    }
    return [...similar.values()].sort((a, b) => a.distance - b.distance).slice(0, SHOWN);
  }

  /** Overwrites the values in memory. */
  close(): void {
    this.#isStopped = true;
    this.#index?.zero();
    this.#index = null;
  }

  #add(prints: readonly CasePrint[]): void {
    if (prints.length === 0 || this.#isStopped) return;
    if (!this.#index) {
      const kernel = this.#parts.kernel();
      if (!kernel) return;
      this.#index = new MatchIndex({ kernel, layout: 'compact' });
    }
    for (const algorithm of ['pdq', 'photodna'] as const) {
      const of = prints.filter((print) => print.algorithm === algorithm);
      if (of.length === 0) continue;
      const values = Buffer.concat(of.map(({ value }) => packHash(algorithm, value)));
      this.#index.add(
        algorithm,
        values,
        Uint32Array.from(of, ({ ref }) => ref),
      );
    }
  }
}

const isPrint = (value: { algorithm: string; value: string }): value is Omit<CasePrint, 'ref'> =>
  value.algorithm === 'pdq' || value.algorithm === 'photodna';
