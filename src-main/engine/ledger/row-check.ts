import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Fault } from '../../../shared/ledger/fault.ts';
import type { Problem } from '../../../shared/ledger/verify.ts';
import type { RecordAtEnd, RecordCheck } from '../session/record-check.ts';
import type { Erasures } from './erasures.ts';

/**
 * Compares the rows Hashline works with, which an attacker with the content key can write, with what the ledger proves:
 * people, policies, decisions, the referrals they order, and cases that wait for a second person.
 */
export class RowCheck {
  readonly #checks: readonly RecordCheck[];
  readonly #kinds: ReadonlySet<string>;

  readonly #erasures: Pick<Erasures, 'actOf'>;

  constructor(checks: readonly RecordCheck[], erasures: Pick<Erasures, 'actOf'>) {
    this.#checks = checks;
    this.#erasures = erasures;
    this.#kinds = new Set(checks.flatMap(({ kinds }) => kinds));
  }

  /** @param line an entry in which verification found no fault */
  take(kind: string, line: string): Problem[] {
    if (!this.#kinds.has(kind)) return [];
    const entry = JSON.parse(line) as Entry;
    const isErased = this.#erasures.actOf(entry.seq) !== null;
    return this.#checks
      .filter(({ kinds }) => kinds.includes(entry.kind))
      .flatMap((check) => check.take(entry, isErased))
      .map((fault) => ({ seq: entry.seq, fault }));
  }

  end(record: RecordAtEnd): Problem[] {
    return this.#checks.flatMap((check) => check.end(record)).map(ofTheWhole);
  }

  *inPieces(): Generator<Problem[]> {
    for (const check of this.#checks) {
      for (const found of check.inPieces?.() ?? []) yield found.map(ofTheWhole);
    }
  }
}

const ofTheWhole = (fault: Fault): Problem => ({ seq: null, fault });
