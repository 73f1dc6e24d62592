import { setImmediate as nextTurn } from 'node:timers/promises';
import { countFigures, countUnread, countWithheld } from '../../../shared/domain/figures/count-figures.ts';
import { endInPieces } from '../../../shared/domain/figures/end-figures.ts';
import type { Figures } from '../../../shared/domain/figures/figures.ts';
import { beginFigures, type FiguresSoFar } from '../../../shared/domain/figures/figures-so-far.ts';
import type { FiguresPeriod } from '../../../shared/domain/figures/period.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import { happeningOf } from '../../../shared/ledger/happening-of.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import type { ReceiptStore } from './receipt.store.ts';

const AT_ONCE = 500;
/** A period and the one before it: each count holds something of every case. */
const MOST_KEPT = 2;

type Receipts = Pick<ReceiptStore, 'receivedAt' | 'providers' | 'hidden'>;

/** A count that goes on from where it stopped. */
interface Kept {
  /** The cases that were hidden when it began. */
  readonly hidden: string;
  readonly state: FiguresSoFar;
  next: number;
  /** The last entry that was counted: the end of a team's record can be taken back and put elsewhere. */
  lastLine: string;
  turn: Promise<unknown>;
}

/**
 * Counts the figures of a period by reading the record from its beginning, between other work. Counts are kept in
 * memory while the vault is open, and go on from where they stopped.
 */
export class RecordFigures {
  readonly #record: Pick<StoredRecord, 'linesFrom' | 'frontier'>;
  readonly #receipts: Receipts;
  readonly #kept = new Map<string, Kept>();

  constructor(record: Pick<StoredRecord, 'linesFrom' | 'frontier'>, receipts: Receipts) {
    this.#record = record;
    this.#receipts = receipts;
  }

  /**
   * Decisions that must be hidden from the person are left out: on a day with a single case, a figure would reveal the
   * decision on it.
   * @param size how many entries are counted, from the first; all of them unless given
   */
  async of(period: FiguresPeriod, size = this.#record.frontier().size): Promise<Figures> {
    const hidden = this.#receipts.hidden();
    const key = `${period.from} ${period.through}`;
    const kept = this.#goOn(key, period, [...hidden].sort().join(' '), size);
    const answer = kept.turn.then(async () => {
      // Another call, which began earlier, may have counted more meanwhile.
      const counted = kept.next > size ? begun(period, kept.hidden) : kept;
      await this.#countTo(counted, size, hidden);
      const providers = counted.state.notices.size === 0 ? null : this.#receipts.providers();
      const pieces = endInPieces(counted.state, {
        receivedAt: (id) => this.#receipts.receivedAt(id),
        providerOf: (referral) => providers?.get(referral) ?? null,
      });
      let piece = pieces.next();
      for (; !piece.done; piece = pieces.next()) await nextTurn();
      return piece.value;
    });
    kept.turn = answer.catch(() => this.#kept.delete(key));
    return answer;
  }

  #goOn(key: string, period: FiguresPeriod, hidden: string, size: number): Kept {
    const before = this.#kept.get(key);
    const goesOn = before !== undefined && before.hidden === hidden && before.next <= size;
    const kept = goesOn && this.#isStill(before) ? before : begun(period, hidden);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    for (const oldest of [...this.#kept.keys()].slice(0, -MOST_KEPT)) this.#kept.delete(oldest);
    return kept;
  }

  #isStill({ next, lastLine }: Kept): boolean {
    return next === 0 || this.#record.linesFrom(next - 1, 1)[0] === lastLine;
  }

  async #countTo(kept: Kept, size: number, hidden: ReadonlySet<string>): Promise<void> {
    while (kept.next < size) {
      const lines = this.#record.linesFrom(kept.next, Math.min(AT_ONCE, size - kept.next));
      const last = lines.at(-1);
      if (last === undefined) return;
      for (const line of lines) countLine(kept.state, line, hidden);
      kept.next += lines.length;
      kept.lastLine = last;
      await nextTurn();
    }
  }
}

const begun = (period: FiguresPeriod, hidden: string): Kept => ({
  ...{ hidden, state: beginFigures(period), next: 0, lastLine: '', turn: Promise.resolve() },
});

function countLine(state: FiguresSoFar, line: string, hidden: ReadonlySet<string>): void {
  // The rows were compared with what was signed when they were written, and are by every verification.
  const entry = JSON.parse(line) as Entry;
  const happening = happeningOf(entry);
  if (happening === 'unread') countUnread(state);
  else if (happening !== null && 'case' in happening && hidden.has(happening.case)) {
    countFigures(state, null);
    countWithheld(state);
  } else countFigures(state, happening);
}
