import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CaseKin } from '../../../shared/contract/case-match.ts';
import { MatchIndex } from '../../hash-index/match-index.ts';
import { type CaseSubject, valuesOf } from '../lists/case-values.ts';
import { packHash } from '../lists/index-feeder.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { CasePrint, KinStore } from './kin.store.ts';

export interface KinParts {
  store: KinStore;
  blindness: Blindness;
  /** The kernel of the matching index, compiled; null where it was not built. */
  kernel: () => WebAssembly.Module | null;
}

/** What PDQ's authors take for the same picture (ThreatExchange, pdq/README.md). */
const KIN_DISTANCE = 31;
const SHOWN = 50;
const PAGE = 2000;

/**
 * Which cases hold the same picture or one like it, by the values that identify no file: those that do make cases one.
 * An index of its own beside that of the lists, in the engine's thread: it is asked for one case at a time, and a million
 * values answer in less than a millisecond. Made anew at each unlock from the rows, in the background; until then it
 * answers with what it has.
 */
export class KinIndex {
  readonly #parts: KinParts;
  #index: MatchIndex | null = null;
  #nextRef: number;
  #isStopped = false;
  #isMerging = false;

  constructor(parts: KinParts) {
    this.#parts = parts;
    this.#nextRef = parts.store.lastRef() + 1;
  }

  /** Reads what the vault has. */
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

  /** Takes a case's values as they are now; null: it went into another. Inside a transaction. */
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

  /** Sorts what came in, between other work. */
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

  /** The nearest first, without cases whoever is at work must not see. */
  of(subject: CaseSubject): CaseKin[] {
    const { store, blindness } = this.#parts;
    const index = this.#index;
    if (!index) return [];
    const hidden = blindness.hiddenCases();
    const kin = new Map<string, CaseKin>();
    for (const { algorithm, value } of valuesOf(subject).filter(isPrint)) {
      const bytes = packHash(algorithm, value);
      const near = algorithm === 'pdq' ? index.near(bytes, KIN_DISTANCE) : null;
      const { ref: refs } = near ?? index.exact(algorithm, bytes);
      const nearest = Array.from(refs, (ref, at) => ({ ref, distance: near?.distance[at] ?? 0 })).sort(
        (a, b) => a.distance - b.distance || a.ref - b.ref,
      );
      for (const { ref, distance } of nearest) {
        if (kin.size >= 2 * SHOWN) break;
        const found = store.caseOf(ref);
        if (!found || found.case === subject.id || hidden.has(found.case)) continue;
        const known = kin.get(found.case);
        if (!known || distance < known.distance) kin.set(found.case, { ...found, algorithm, distance });
      }
    }
    return [...kin.values()].sort((a, b) => a.distance - b.distance).slice(0, SHOWN);
  }

  /** Overwrites what is in memory. */
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
