import type { SampleReport } from '../../../shared/contract/second-review.contract.ts';
import { AssessmentId } from '../../../shared/domain/ids.ts';
import { drawPosition, periodAt, SamplingPeriod } from '../../../shared/domain/second-review.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { Session } from '../session/session.ts';
import { notFound } from '../storage/failure.ts';
import type { SamplingStore, StoredPeriod } from './sampling.store.ts';

/** What the ledger entry of an assessment states about its draw. */
export interface Draw {
  period: SamplingPeriod;
  rate: number;
  drawn: boolean;
}

/**
 * Draws assessments for second review. Each period has a seed: its digest is recorded before the first draw, and the
 * seed itself once the period is over, so that no one can predict a draw and anyone can repeat it.
 */
export class Sampling {
  readonly #store: SamplingStore;
  readonly #session: Session;
  readonly #entropy: Entropy;

  constructor(store: SamplingStore, session: Session, entropy: Entropy) {
    this.#store = store;
    this.#session = session;
    this.#entropy = entropy;
  }

  /** Decides once and for all. Called inside the transaction of the assessment, before its entry is made. */
  draw(assessment: AssessmentId, rate: number): Draw {
    const { period, seed } = this.#current();
    return { period, rate, drawn: positionOf(seed, assessment) < rate };
  }

  periods(): { period: SamplingPeriod; closed: boolean }[] {
    return this.#store.periods().map(({ period, closedAt }) => ({ period, closed: closedAt !== null }));
  }

  /** @throws Failure NOT_FOUND where no assessment was drawn from in the period */
  report(wanted: SamplingPeriod): SampleReport {
    this.#closeThose((open) => open.period < periodAt(this.#session.nowMs()));
    const found = this.#store.periods().find(({ period }) => period === wanted);
    if (!found) throw notFound({ what: 'sampling-period', period: wanted });
    const { seed, closedAt } = found;
    const draws = this.#store.draws(wanted);
    const follows = ({ assessment, rate, drawn }: (typeof draws)[number]) =>
      positionOf(seed, assessment) < rate === drawn;
    return {
      period: wanted,
      commitment: commitmentOf(seed),
      seed: closedAt === null ? null : seed,
      assessments: draws.length,
      drawn: draws.filter(({ drawn }) => drawn).length,
      mismatches: draws
        .filter((draw) => !follows(draw))
        .map(({ assessment }) => AssessmentId.parse(assessment)),
      sample: draws
        .filter(({ drawn }) => drawn)
        .map(({ assessment, rate }) => ({
          assessment: AssessmentId.parse(assessment),
          rate,
          position: closedAt === null ? null : positionOf(seed, assessment),
        })),
    };
  }

  /**
   * The period in which draws are made now. A clock that was set back never reopens a period, whose seed may be known.
   * A clock that jumped far ahead and came back ends the period it opened, which would otherwise go on drawing, with
   * its seed undisclosed, until its month comes.
   */
  #current(): StoredPeriod {
    const month = periodAt(this.#session.nowMs());
    const periods = this.#store.periods();
    const open = periods.find(({ closedAt }) => closedAt === null);
    if (open && open.period >= month && open.period <= monthAfter(monthAfter(month))) return open;
    this.#closeThose(() => true);
    const known = new Set(periods.map(({ period }) => period));
    let next = month;
    while (known.has(next)) next = monthAfter(next);
    return this.#open(next);
  }

  #open(period: SamplingPeriod): StoredPeriod {
    const seed = Buffer.from(this.#entropy.bytes(32)).toString('hex');
    this.#session.byDevice('sampling.opened', { period, commitment: commitmentOf(seed) }, { seed });
    return { period, seed, closedAt: null };
  }

  #closeThose(ended: (open: StoredPeriod) => boolean): void {
    for (const open of this.#store.periods().filter((each) => each.closedAt === null && ended(each))) {
      this.#session.byDevice('sampling.closed', { period: open.period, seed: open.seed });
    }
  }
}

const bytesOf = (seed: string): Uint8Array => new Uint8Array(Buffer.from(seed, 'hex'));
const commitmentOf = (seed: string): string => sha256Hex(bytesOf(seed));
const positionOf = (seed: string, assessment: string): number =>
  drawPosition(bytesOf(seed), assessment, nodeLedgerCrypto.sha256);

const monthAfter = (period: SamplingPeriod): SamplingPeriod => {
  const [year, month] = period.split('-').map(Number) as [number, number];
  return SamplingPeriod.parse(new Date(Date.UTC(year, month)).toISOString().slice(0, 7));
};
