import { createHash } from 'node:crypto';
import { ReportId } from '../../../shared/domain/ids.ts';
import { identify } from '../cases/case-book.ts';
import type { Session } from '../session/session.ts';
import type { BatchStore, Counted } from './batch.store.ts';
import type { KeptApart } from './intake-applies.ts';
import type { ReportBook } from './report-book.ts';

/** One trial of a file. */
interface Counting {
  /** Counts the next staged piece; null behind the last. */
  add(batch: string, piece: number): { rows: number; apart: KeptApart[] } | null;
  readonly counted: Counted;
}

/** What storing a file would do: its staged rows are added to the cases as when they are stored, and taken back. */
export class Trial {
  readonly #batches: BatchStore;
  readonly #reports: ReportBook;
  readonly #session: Pick<Session, 'newId' | 'now'>;

  constructor(batches: BatchStore, reports: ReportBook, session: Pick<Session, 'newId' | 'now'>) {
    this.#batches = batches;
    this.#reports = reports;
    this.#session = session;
  }

  begin(): Counting {
    const counted: Counted = { isNew: 0, joined: 0, reopened: 0 };
    /** The subjects of pieces that were taken back, as the first 48 bits of their digests. */
    const seen = new Set<number>();
    const takenInAt = this.#session.now();
    return {
      counted,
      add: (batch, piece) => {
        const rows = this.#batches.staged(batch, piece);
        if (rows === null) return null;
        const apart: KeptApart[] = [];
        this.#batches.tryOut(() => {
          for (const { row, report } of rows) {
            const id = ReportId.parse(this.#session.newId());
            const cases = this.#reports.add(id, report, takenInAt, { batch, row }, () => {});
            for (const [index, found] of cases.entries()) {
              const subject = report.subjects[index];
              if (subject === undefined) continue;
              const keys = identify(subject).keys.map(shortDigest);
              const isNew = found.isNew && !keys.some((key) => seen.has(key));
              for (const key of keys) seen.add(key);
              counted[isNew ? 'isNew' : 'joined'] += 1;
              if (found.isReopened) counted.reopened += 1;
              for (const other of found.apart) apart.push({ row, other });
            }
          }
        });
        return { rows: rows.length, apart };
      },
    };
  }
}

const shortDigest = (key: string): number => createHash('sha256').update(key).digest().readUIntBE(0, 6);
