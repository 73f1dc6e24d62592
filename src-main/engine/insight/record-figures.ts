import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  beginFigures,
  countFigures,
  countUnread,
  endFigures,
} from '../../../shared/domain/figures/count-figures.ts';
import type { Figures } from '../../../shared/domain/figures/figures.ts';
import type { FiguresPeriod } from '../../../shared/domain/figures/period.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import { happeningOf } from '../../../shared/ledger/happening-of.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import type { ReceiptStore } from './receipt.store.ts';

const AT_ONCE = 2000;

/** Counts the figures of a period by reading the record from its beginning, between other work. */
export class RecordFigures {
  readonly #record: Pick<StoredRecord, 'linesFrom'>;
  readonly #receipts: ReceiptStore;

  constructor(record: Pick<StoredRecord, 'linesFrom'>, receipts: ReceiptStore) {
    this.#record = record;
    this.#receipts = receipts;
  }

  /**
   * Decisions that must be hidden from the person are left out: on a day with a single case, a figure would reveal the
   * decision on it.
   */
  async of(period: FiguresPeriod): Promise<Figures> {
    const state = beginFigures(period);
    const hidden = this.#receipts.hidden();
    for (let from = 0; ; ) {
      const lines = this.#record.linesFrom(from, AT_ONCE);
      for (const line of lines) {
        // The rows were compared with what was signed when they were written, and are by every verification.
        const entry = JSON.parse(line) as Entry;
        const happening = happeningOf(entry);
        if (happening === 'unread') countUnread(state);
        else if (happening !== null && 'case' in happening && hidden.has(happening.case))
          countFigures(state, null);
        else countFigures(state, happening);
      }
      from += lines.length;
      if (lines.length < AT_ONCE) break;
      await nextTurn();
    }
    return endFigures(state, (id) => this.#receipts.receivedAt(id));
  }
}
