import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MatchProgress } from '../../../shared/contract/case-match.ts';
import type { CaseSubject } from '../lists/case-values.ts';
import type { Session } from '../session/session.ts';
import { Failure } from '../storage/failure.ts';
import type { CaseMatchStore, FoundMatch } from './case-match.store.ts';
import type { CaseMatcher } from './case-matcher.ts';
import type { MatchRun, MatchRunStore } from './match-run.store.ts';
import type { SimilarCases } from './similar-cases.ts';

export interface CaseMatchingParts {
  session: Session;
  store: CaseMatchStore;
  runs: MatchRunStore;
  matcher: CaseMatcher;
  similar: SimilarCases;
  /**
   * Makes the index as fast as it can be.
   * @throws Failure CONFLICT while the index cannot be asked, LOCKED
   */
  sortIndex: () => Promise<void>;
}

/** Cases per batch: a few milliseconds during which the engine answers nothing else. */
const BATCH = 400;
/** Cases without any change after which progress is stored all the same: the most that a crash makes the run repeat. */
const KEPT_EVERY = 10_000;
/** From this many cases on, sorting the index first saves time. */
const SORTED_FOR = 5000;

/** Cases of a run and the answers about them. */
interface Asked {
  run: string;
  after: string;
  cases: CaseSubject[];
  found: Map<string, FoundMatch[]>;
}

/**
 * Matches cases in the background: new and changed ones, and all of them after lists changed. It works in small batches
 * between other work. Progress is stored in the database, so a lock or a crash costs at most one batch, which is then
 * repeated.
 */
export class CaseMatching {
  readonly #parts: CaseMatchingParts;
  readonly #leave: () => void;
  #working: Promise<void> | null = null;
  #isAsked = false;
  #isStopped = false;
  /** True while the index cannot be asked. */
  #isWaiting = false;
  /** The answers for the next batch, requested while the previous one is being written. */
  #ahead: Promise<Asked> | null = null;
  /** The run with its present progress, which may be ahead of the stored one. */
  #run: { now: MatchRun; kept: number } | null = null;
  #pace: { run: string; done: number; atMs: number } | null = null;
  readonly #failed: (error: unknown) => void;

  /** @param failed receives failures, because no caller awaits this work */
  constructor(parts: CaseMatchingParts, failed: (error: unknown) => void) {
    this.#parts = parts;
    this.#failed = failed;
    this.#leave = parts.session.listen((topics) => {
      if (topics.includes('lists') || topics.includes('queue')) this.wake();
    });
  }

  /** Called when there may be work. */
  wake(): void {
    this.#isAsked = true;
    if (this.#working || this.#isStopped) return;
    this.#working = this.#work()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#working = null;
      });
  }

  /** Forgets what is kept in memory of rows that were taken back, and looks for work. */
  rowsMoved(): void {
    this.#ahead = null;
    this.#run = null;
    this.wake();
  }

  /** Resolves when no work is left, or while the index cannot be asked. */
  async settled(): Promise<void> {
    this.wake();
    while (this.#working) await this.#working;
  }

  progress(): MatchProgress {
    const { session, store } = this.#parts;
    const run = this.#present();
    const { done = 0, total = 0 } = run ?? {};
    if (this.#isWaiting && (run || store.flagged(1).length > 0)) return { state: 'waiting', done, total };
    if (!run) return { state: 'idle' };
    const pace = this.#pace?.run === run.id ? this.#pace : null;
    const seconds = pace ? (session.nowMs() - pace.atMs) / 1000 : 0;
    const perSecond = seconds > 0 && pace ? (done - pace.done) / seconds : 0;
    const remainingMs = perSecond > 0 ? (Math.max(0, total - done) / perSecond) * 1000 : null;
    return { state: 'matching', done, total: Math.max(done, total), perSecond, remainingMs };
  }

  stop(): void {
    this.#isStopped = true;
    this.#leave();
  }

  async #work(): Promise<void> {
    // Waiting for a turn first keeps this work out of the transaction of the caller that announced the change.
    await nextTurn();
    while (this.#isAsked && !this.#isStopped) {
      this.#isAsked = false;
      try {
        while (!this.#isStopped && (await this.#step())) await nextTurn();
        this.#isWaiting = false;
      } catch (error) {
        this.#ahead = null;
        if (!(error instanceof Failure) || error.failure.code !== 'CONFLICT') throw error;
        this.#isWaiting = true;
        this.#parts.session.announce('matching');
      }
    }
  }

  /** @returns whether there may be more to do */
  async #step(): Promise<boolean> {
    this.#noticeLists();
    return (await this.#matchFlagged()) || (await this.#matchRun());
  }

  /** Starts a run over all cases when the lists differ from those of the last run; it replaces a run in progress. */
  #noticeLists(): void {
    const { session, store, runs } = this.#parts;
    const lists = runs.listsNow();
    if (lists === runs.listsThen()) return;
    store.transaction(() => {
      const total = store.countSubjects();
      runs.begin(session.newId(), lists, total);
      if (total === 0) runs.end();
    });
    this.#ahead = null;
    session.announce('matching');
  }

  async #matchFlagged(): Promise<boolean> {
    const { session, store, matcher, similar } = this.#parts;
    const ids = store.flagged(BATCH);
    if (ids.length === 0) return false;
    // The answers requested ahead may be older than the change being written now.
    this.#ahead = null;
    const cases = ids.flatMap((id) => store.subject(id) ?? []);
    const found = await matcher.ask(cases);
    if (this.#isStopped) return false;
    let isOther = false;
    store.transaction(() => {
      for (const id of ids) {
        const asked = cases.find((subject) => subject.id === id);
        const now = store.subject(id);
        if (JSON.stringify(asked?.hashes) === JSON.stringify(now?.hashes)) store.unflag(id);
        isOther = matcher.write({ id }, (now && found.get(id)) ?? []) || isOther;
        similar.keep(id, now);
      }
    });
    await similar.settle();
    session.announce('matching', ...(isOther ? (['queue'] as const) : []));
    return true;
  }

  async #matchRun(): Promise<boolean> {
    const run = this.#present();
    if (!run) return false;
    await this.#prepare(run);
    const { cases, found } = await this.#askedFor(run);
    if (this.#isStopped) return false;
    const last = cases.at(-1)?.id;
    if (last === undefined) {
      this.#end(run);
      return true;
    }
    this.#ahead = this.#ask(run.id, last);
    this.#ahead.catch(() => {});
    this.#write(run, last, cases, found);
    return true;
  }

  #write(run: MatchRun, after: string, cases: readonly CaseSubject[], found: Asked['found']): void {
    const { session, store, runs, matcher } = this.#parts;
    const now = {
      ...run,
      after,
      done: run.done + cases.length,
      matched: run.matched + found.size,
      matches: run.matches + [...found.values()].reduce((sum, of) => sum + of.length, 0),
    };
    const kept = this.#run?.now.id === run.id ? this.#run.kept : run.done;
    const wanted = matcher.changed(cases, found);
    const isKept = wanted.length > 0 || now.done - kept >= KEPT_EVERY;
    let isOther = false;
    if (isKept)
      store.transaction(() => {
        for (const subject of wanted)
          isOther = matcher.write(subject, found.get(subject.id) ?? []) || isOther;
        runs.advance(now);
      });
    this.#run = { now, kept: isKept ? now.done : kept };
    session.announce('matching', ...(isOther ? (['queue'] as const) : []));
  }

  /** The run in progress, or null. */
  #present(): MatchRun | null {
    const kept = this.#parts.runs.present();
    return kept && this.#run?.now.id === kept.id ? this.#run.now : kept;
  }

  async #askedFor(run: MatchRun): Promise<Asked> {
    const ahead = this.#ahead;
    this.#ahead = null;
    if (ahead) {
      const asked = await ahead;
      if (asked.run === run.id && asked.after === run.after) return asked;
    }
    return this.#ask(run.id, run.after);
  }

  async #ask(run: string, after: string): Promise<Asked> {
    const { store, matcher } = this.#parts;
    const cases = store.subjectsAfter(after, BATCH);
    return { run, after, cases, found: await matcher.ask(cases) };
  }

  #end({ id, done, matched, matches }: MatchRun): void {
    const { session, store, runs } = this.#parts;
    store.transaction(() => {
      runs.end();
      session.byDevice('matching.completed', { run: id, cases: done, matched, matches });
    });
    session.announce('matching', 'ledger');
  }

  /** Runs at the start of a run, also when one continues after a lock. */
  async #prepare({ id, done, total }: MatchRun): Promise<void> {
    if (this.#pace?.run === id) return;
    if (total - done >= SORTED_FOR) await this.#parts.sortIndex();
    this.#pace = { run: id, done, atMs: this.#parts.session.nowMs() };
  }
}
