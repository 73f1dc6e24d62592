import { setImmediate as nextTurn } from 'node:timers/promises';
import type { VerifyReport } from '../../../shared/contract/audit.contract.ts';
import { readAnchors } from '../../../shared/ledger/anchors.ts';
import { equalBytes } from '../../../shared/ledger/bytes.ts';
import type { LedgerCrypto } from '../../../shared/ledger/crypto.ts';
import type { Seen } from '../../../shared/ledger/entry.ts';
import { notesKeptIn } from '../../../shared/ledger/kept-notes.ts';
import { rootOf } from '../../../shared/ledger/merkle.ts';
import { isRootOfBranch } from '../../../shared/ledger/order.ts';
import { skimCheckpoint, skimEntry } from '../../../shared/ledger/skim.ts';
import {
  type LedgerHeader,
  missingOfBranches,
  type Problem,
  startVerification,
  type VerifyState,
  verifiedRoot,
  verifyCheckpoint,
  verifyEntry,
  type WithoutEffect,
} from '../../../shared/ledger/verify.ts';
import { witnessReport } from '../../../shared/ledger/witnessed.ts';
import { OptimisticCrypto } from '../keys/optimistic-crypto.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { Erasures } from '../ledger/erasures.ts';
import { misfiled } from '../ledger/filing.ts';
import type { RowCheck } from '../ledger/row-check.ts';
import type { StoredEntry } from '../ledger/stored-entry.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import { conflict } from '../storage/failure.ts';
import type { SentCheckpoints } from './sent-checkpoints.ts';
import { TileCheck } from './tile-check.ts';

const PAGE = 500;
const LISTED_PROBLEMS = 1000;

/** Compares all rows that follow from the record with rows made from it anew. */
export type CompareRows = () => AsyncGenerator<{ entries: number; of: number }, Problem[]>;

export type VerifyStep =
  | { phase: 'verifying' | 'comparing'; entries: number; total: number }
  | { phase: 'done'; report: VerifyReport };

export interface SelfCheckParts {
  store: StoredRecord;
  erasures: Erasures;
  header: LedgerHeader;
  sent: SentCheckpoints;
  /** Says of single rows what is wrong with them. */
  rows: RowCheck;
  /** Finds any other difference. */
  compareRows: CompareRows;
  /** How many entries have their place: those behind are sealed once they have theirs. */
  settled: () => number;
}

interface Step {
  state: VerifyState;
  problems: Problem[];
  idle?: WithoutEffect['why'] | null;
}

/** Recomputes the vault's own ledger from the stored bytes, one page at a time between other work. */
export class SelfCheck {
  readonly #store: StoredRecord;
  readonly #erasures: Erasures;
  readonly #header: LedgerHeader;
  readonly #sent: SentCheckpoints;
  readonly #rows: RowCheck;
  readonly #compareRows: CompareRows;
  readonly #settled: () => number;
  readonly #problems: Problem[] = [];
  readonly #idle = { late: 0, overtaken: 0 };
  readonly #withoutEffect: WithoutEffect[] = [];
  #state: VerifyState;

  constructor({ store, erasures, header, sent, rows, compareRows, settled }: SelfCheckParts) {
    this.#store = store;
    this.#erasures = erasures;
    this.#header = header;
    this.#sent = sent;
    this.#rows = rows;
    this.#compareRows = compareRows;
    this.#settled = settled;
    this.#state = startVerification(header);
  }

  /**
   * @param since a checkpoint saved by an earlier verification: entries it covers are compared and not verified again
   * @throws Failure CONFLICT where it is no checkpoint of this ledger
   */
  async *run(since: string | undefined): AsyncGenerator<VerifyStep> {
    const kept = since === undefined ? null : this.#readKept(since);
    // Entries added while this runs are left to the next run.
    const total = this.#store.frontier().size;
    const tiles = new TileCheck(this.#store.tiles);
    for (let size = 0; size < total; size = this.#state.frontier.size) {
      const { entries, checkpoints } = this.#store.pageFrom(size, Math.min(PAGE, total - size));
      if (entries.length === 0) {
        this.#note([{ seq: size, fault: { code: 'entries-missing', total } }]);
        break;
      }
      const verified = await this.#verify(entries, checkpoints, kept?.size ?? 0);
      for (const [index, entry] of entries.entries()) {
        this.#note(tiles.take(entry.line));
        this.#take(entry, verified[index] ?? [], this.#state.frontier.size < (kept?.size ?? 0));
        if (kept !== null && kept.size === this.#state.frontier.size) this.#compareWith(kept.root);
      }
      yield { phase: 'verifying', entries: this.#state.frontier.size, total };
      await nextTurn();
    }
    if (kept !== null && kept.size > total)
      this.#note([{ seq: total, fault: { code: 'shorter-than-checkpoint', size: kept.size } }]);
    this.#note([...tiles.end(), ...this.#compareCounts(total), ...this.#compareFrontier()]);
    this.#note(missingOfBranches(this.#state));
    // Rows that belong to entries before the saved checkpoint were not collected, and rows of entries added meanwhile
    // exist already.
    if (kept === null && this.#store.frontier().size === total) {
      this.#note(this.#rows.end(this.#state));
      for (const found of this.#rows.inPieces()) {
        this.#note(found);
        await nextTurn();
      }
    }
    for await (const stray of this.#sent.strays(this.#header, this.#isOfBranch)) this.#note([stray]);
    // What was found so far says more: which entry, and what is wrong.
    if (kept === null && this.#problems.length === 0) yield* this.#compareAll();
    yield { phase: 'done', report: this.#report() };
  }

  async *#compareAll(): AsyncGenerator<VerifyStep> {
    const steps = this.#compareRows();
    try {
      let step = await steps.next();
      for (; !step.done; step = await steps.next())
        yield { phase: 'comparing', entries: step.value.entries, total: step.value.of };
      this.#note(step.value);
    } finally {
      // Nobody may read on.
      await steps.return([]);
    }
  }

  /**
   * Verifies the next entries and the checkpoints after them, on all cores where they hold. Those that a saved
   * checkpoint covers are only skimmed.
   * @returns the steps of each entry: its own, and that of a checkpoint
   */
  async #verify(
    entries: readonly StoredEntry[],
    checkpoints: ReadonlyMap<number, string>,
    skipped: number,
  ): Promise<Step[][]> {
    const optimistic = new OptimisticCrypto();
    const verified = this.#steps(entries, checkpoints, skipped, optimistic);
    const isRight = await optimistic.wasRight();
    const holds = verified.every((steps) => steps.every(({ problems }) => problems.length === 0));
    return isRight && holds ? verified : this.#steps(entries, checkpoints, skipped, nodeLedgerCrypto);
  }

  #steps(
    entries: readonly StoredEntry[],
    checkpoints: ReadonlyMap<number, string>,
    skipped: number,
    crypto: LedgerCrypto,
  ): Step[][] {
    let state = this.#state;
    const took = (step: Step): Step => {
      state = step.state;
      return step;
    };
    return entries.map(({ seq, line }) => {
      const checkpoint = checkpoints.get(seq + 1);
      if (state.frontier.size < skipped) {
        state = skimEntry(state, line, crypto);
        if (checkpoint !== undefined) state = skimCheckpoint(state, checkpoint, crypto);
        return [{ state, problems: [] }];
      }
      const step = took(verifyEntry(state, line, crypto));
      return checkpoint === undefined ? [step] : [step, took(verifyCheckpoint(state, checkpoint, crypto))];
    });
  }

  #take(entry: StoredEntry, [own, sealed]: readonly Step[], isSkimmed: boolean): void {
    if (own === undefined) return;
    if (entry.seq !== this.#state.frontier.size)
      this.#note([{ seq: this.#state.frontier.size, fault: { code: 'entry-missing' } }]);
    this.#state = own.state;
    if (isSkimmed) return;
    if (own.idle) this.#noteIdle(entry.seq, own.idle);
    else this.#note(own.problems.length > 0 ? own.problems.filter(this.#isDue) : this.#compareRow(entry));
    if (sealed === undefined) return;
    this.#state = sealed.state;
    this.#note(sealed.problems);
  }

  /** An entry that waits for its place is not sealed yet. */
  readonly #isDue = ({ seq, fault }: Problem): boolean =>
    fault.code !== 'not-sealed' || seq === null || seq < this.#settled();

  readonly #isOfBranch = (seen: Seen): boolean => isRootOfBranch(this.#state.order, seen, nodeLedgerCrypto);

  #compareRow(entry: StoredEntry): Problem[] {
    const problems = misfiled(entry);
    return problems.length > 0 ? problems : this.#rows.take(entry.kind, entry.line);
  }

  #readKept(note: string): { size: number; root: Uint8Array } {
    const { bySize } = readAnchors(notesKeptIn(note), this.#state, nodeLedgerCrypto);
    const kept = [...bySize.values()].flat()[0];
    if (kept) return kept;
    throw conflict({ reason: 'checkpoint-of-another-ledger', device: this.#header.device });
  }

  #compareWith(root: Uint8Array): void {
    const { size } = this.#state.frontier;
    if (equalBytes(root, rootOf(this.#state.frontier, nodeLedgerCrypto.sha256))) return;
    this.#note([{ seq: size - 1, fault: { code: 'entries-differ', first: 0, last: size - 1 } }]);
  }

  #compareCounts(total: number): Problem[] {
    const rows = this.#store.counts();
    const fresh = this.#store.frontier().size - total;
    const problems: Problem[] = [];
    if (rows.entries !== total + fresh) {
      problems.push({
        seq: null,
        fault: { code: 'count-of-entries', rows: rows.entries, entries: total + fresh },
      });
    }
    if (fresh === 0 && rows.checkpoints !== this.#state.checkpoints) {
      problems.push({ seq: null, fault: { code: 'checkpoint-over-nothing' } });
    }
    return problems;
  }

  /** The stored state that the next entry would build on must equal what was just recomputed. */
  #compareFrontier(): Problem[] {
    const [stored, recomputed] = [this.#store.frontier(), this.#state.frontier];
    if (stored.size !== recomputed.size) return [];
    const same =
      stored.roots.length === recomputed.roots.length &&
      stored.roots.every((root, index) => equalBytes(root, recomputed.roots[index] ?? new Uint8Array(0)));
    return same ? [] : [{ seq: null, fault: { code: 'other-edge' } }];
  }

  #report(): VerifyReport {
    return {
      ok: this.#problems.length === 0,
      entries: this.#state.frontier.size,
      root: verifiedRoot(this.#state, nodeLedgerCrypto),
      checkpoints: this.#state.checkpoints,
      problems: this.#problems,
      ...this.#idle,
      withoutEffect: this.#withoutEffect,
      witnesses: witnessReport(this.#state.witnessed),
      erased: this.#erasures.all(),
    };
  }

  #noteIdle(seq: number, why: WithoutEffect['why']): void {
    this.#idle[why] += 1;
    if (this.#withoutEffect.length < LISTED_PROBLEMS) this.#withoutEffect.push({ seq, why });
  }

  #note(found: readonly Problem[]): void {
    this.#problems.push(...found.slice(0, LISTED_PROBLEMS - this.#problems.length));
  }
}
