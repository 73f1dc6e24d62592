import type { SampleReport } from '../../../shared/contract/second-review.contract.ts';
import { AssessmentId, PersonId, SecondReviewId } from '../../../shared/domain/ids.ts';
import { drawsBySeed } from '../../../shared/domain/policy.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import {
  drawPosition,
  isPeriodOver,
  nextPeriod,
  periodAt,
  type SamplingPeriod,
} from '../../../shared/domain/second-review.ts';
import type { KnownPerson, PeopleRecord } from '../../../shared/ledger/people-record.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { Files } from '../../ports/files.ts';
import { sealTo, type Unseal } from '../keys/sealing-key.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { Session } from '../session/session.ts';
import { notFound } from '../storage/failure.ts';
import type { SamplingStore, StoredDraw, StoredPeriod, StoredSeal } from './sampling.store.ts';
import { holdsSeeds, type SeedHolder, seedHolders, seedOf } from './seed-holders.ts';

export interface SamplingParts {
  session: Session;
  protocol: Protocol;
  store: SamplingStore;
  entropy: Entropy;
  files: Files;
  /** Opens what was sealed to the person at the workstation. */
  unseal: Unseal | null;
  /** What the signed entries say, which rows cannot change. */
  warrants: {
    now(): { people: PeopleRecord };
    commitmentOf(period: string): string | null;
  };
}

/** What the ledger entry of an assessment states about its draw. */
export interface Draw {
  period: SamplingPeriod;
  rate: number;
  /** Null where it waits for the draw. */
  drawn: boolean | null;
}

const SEED_BYTES = 32;
/** Few enough that an entry stays well below the length that verifiers read. */
const DRAWN_AT_ONCE = 10_000;

/**
 * Draws assessments for second review. Each period has a seed: its digest is recorded before the first assessment, and
 * the seed itself once the period is over, so that no one who assesses can predict a draw and anyone can repeat it. Until
 * then it exists only sealed to each supervisor, so only their sessions draw.
 */
export class Sampling {
  readonly #parts: SamplingParts;

  constructor(parts: SamplingParts) {
    this.#parts = parts;
  }

  /**
   * Whether the policy decides already, and by which period's seed it is drawn if not. Where no period is open there is
   * no commitment to draw by: then the assessment is reviewed for certain.
   */
  draw(rate: number): Draw {
    const { store, session } = this.#parts;
    const open = store.open()?.period;
    const period = open ?? periodAt(session.nowMs());
    if (rate >= 1 || rate <= 0) return { period, rate, drawn: rate >= 1 };
    return open === undefined ? { period, rate: 1, drawn: true } : { period, rate, drawn: null };
  }

  periods(): { period: SamplingPeriod; closed: boolean }[] {
    const { store, session } = this.#parts;
    const open = store.open()?.period;
    const month = periodAt(session.nowMs());
    const seeded = new Map(store.periods().map(({ period, closedAt }) => [period, closedAt !== null]));
    return store.months().map((period) => {
      const closed = seeded.get(period) ?? (period < month && period !== open);
      return { period, closed };
    });
  }

  /** How many assessments of these periods, both included, wait for the draw. */
  countUndrawn(from: SamplingPeriod, to: SamplingPeriod): number {
    return this.#parts.store.countUndrawn(from, to);
  }

  /**
   * In a supervisor's session: draws what waits for it, ends a period that is over, opens the next, and seals the seed to
   * supervisors who do not have it. Nothing in anybody else's. Called inside a transaction.
   * @returns whether anything was recorded
   */
  attend(): boolean {
    const { session, store, protocol } = this.#parts;
    // Another supervisor could draw meanwhile at another seat.
    if (session.person.role !== 'supervisor' || !session.canBeFirm()) return false;
    const open = store.open();
    const went = open !== null && this.#goOnWith(open);
    if (store.open() !== null || !drawsBySeed(protocol.policy)) return went;
    this.#open();
    return true;
  }

  /** @throws Failure NOT_FOUND where nothing was assessed in the period */
  report(wanted: SamplingPeriod): SampleReport {
    this.attend();
    const { store } = this.#parts;
    const found = store.periods().find(({ period }) => period === wanted);
    const draws = store.draws(wanted);
    if (!found && draws.length === 0) throw notFound({ what: 'sampling-period', period: wanted });
    const seed = found ? this.#seedOf(found) : null;
    const drawn = draws.filter(({ state }) => state === 'drawn');
    const shown = found !== undefined && found.closedAt !== null ? seed : null;
    const report: SampleReport = {
      period: wanted,
      commitment: found?.commitment ?? null,
      seed: shown === null ? null : hex(shown),
      assessments: draws.length,
      drawn: drawn.length,
      undrawn: draws.filter(({ state }) => state === 'undrawn').length,
      checked: seed !== null || !draws.some(({ rate }) => rate > 0 && rate < 1),
      mismatches: draws
        .filter((draw) => !follows(draw, seed))
        .map(({ assessment }) => AssessmentId.parse(assessment)),
      sample: drawn.map(({ assessment, rate }) => ({
        assessment: AssessmentId.parse(assessment),
        rate,
        position: shown === null ? null : positionOf(shown, assessment),
      })),
    };
    seed?.fill(0);
    return report;
  }

  #goOnWith(open: StoredPeriod): boolean {
    const { store, session, files, warrants } = this.#parts;
    const { people } = warrants.now();
    const holders = seedHolders(people, files);
    const seals = store.seals(open.period);
    const seed = this.#unsealed(open.period, seals);
    if (seed === null) {
      const others = seals.filter(({ publicKey }) => publicKey !== session.person.publicKey);
      if (others.some((seal) => canOpen(seal, people.get(seal.person)))) return false;
      // Nobody can open it any more. What nobody can draw is reviewed, so that losing a seed spares nobody a review.
      this.#drawAll(open.period, () => true);
      this.#close(open.period, null);
      return true;
    }
    const known = store.periods().map(({ period }) => period);
    const left = seals.some(({ person }) => !holdsSeeds(people.get(person) ?? { role: '', disabled: true }));
    const drew = this.#drawAll(open.period, ({ assessment, rate }) => positionOf(seed, assessment) < rate);
    // Who was a supervisor knows the seed, and may assess in another role.
    if (left || isPeriodOver(open.period, periodAt(session.nowMs()), known)) {
      this.#close(open.period, seed);
      return true;
    }
    const missing = holders.filter((holder) => !seals.some((seal) => isSealFor(seal, holder)));
    if (missing.length > 0)
      session.byPerson(
        'sampling.sealed',
        { period: open.period, to: missing.map(({ person }) => PersonId.parse(person)) },
        { seals: this.#sealed(open.period, seed, missing) },
      );
    seed.fill(0);
    return drew || missing.length > 0;
  }

  #drawAll(period: SamplingPeriod, isDrawn: (draw: StoredDraw) => boolean): boolean {
    const { store, session } = this.#parts;
    let drew = false;
    for (;;) {
      const waiting = store.undrawn(period, DRAWN_AT_ONCE);
      if (waiting.length === 0) return drew;
      drew = true;
      const [drawn, passed]: [AssessmentId[], AssessmentId[]] = [[], []];
      for (const draw of waiting) (isDrawn(draw) ? drawn : passed).push(AssessmentId.parse(draw.assessment));
      const reviews = drawn.map(() => SecondReviewId.parse(session.newRandomId()));
      session.byPerson('sampling.drawn', { period, drawn, passed }, { reviews });
    }
  }

  #open(): void {
    const { store, session, entropy, files, warrants } = this.#parts;
    const known = store.periods().map(({ period }) => period);
    const period = nextPeriod(periodAt(session.nowMs()), known);
    const holders = seedHolders(warrants.now().people, files);
    const seed = entropy.bytes(SEED_BYTES);
    const seals = this.#sealed(period, seed, holders);
    session.byPerson('sampling.opened', { period, commitment: sha256Hex(seed) }, { seals });
    seed.fill(0);
  }

  #close(period: SamplingPeriod, seed: Uint8Array | null): void {
    this.#parts.session.byPerson('sampling.closed', { period, seed: seed && hex(seed) });
    seed?.fill(0);
  }

  #sealed(period: SamplingPeriod, seed: Uint8Array, holders: readonly SeedHolder[]) {
    return holders.map(({ person, publicKey, sealingKey }) => ({
      person: PersonId.parse(person),
      publicKey,
      ...sealTo(sealingKey, seed, seedOf(period, person), this.#parts.entropy),
    }));
  }

  /** The seed of a period where this session may know it. */
  #seedOf({ period, seed, closedAt }: StoredPeriod): Uint8Array | null {
    if (closedAt === null) return this.#unsealed(period, this.#parts.store.seals(period));
    return seed === null ? null : new Uint8Array(Buffer.from(seed, 'hex'));
  }

  /** The seed that was sealed to the person at the workstation, where it is the one that was committed to. */
  #unsealed(period: SamplingPeriod, seals: readonly StoredSeal[]): Uint8Array | null {
    const { session, unseal, warrants } = this.#parts;
    // A key of theirs at another workstation opens its seal there.
    const mine = seals.find(({ publicKey }) => publicKey === session.person.publicKey);
    if (mine === undefined || unseal === null) return null;
    const { ephemeral, nonce, box } = mine;
    const seed = unseal({ ephemeral, nonce, box }, seedOf(period, mine.person));
    return seed !== null && sha256Hex(seed) === warrants.commitmentOf(period) ? seed : null;
  }
}

/** Whether somebody can still open a seal elsewhere, according to the record. */
const canOpen = ({ publicKey }: StoredSeal, known: KnownPerson | undefined): boolean =>
  known !== undefined &&
  holdsSeeds(known) &&
  [...known.keys.values()].some((key) => key.publicKey === publicKey);

const isSealFor = (seal: StoredSeal, holder: SeedHolder): boolean =>
  seal.person === holder.person && seal.publicKey === holder.publicKey;

/** Whether a draw is the one its rate and the seed give; one that nobody can repeat without the seed is not judged. */
function follows({ assessment, rate, state }: StoredDraw, seed: Uint8Array | null): boolean {
  if (state === 'undrawn') return true;
  if (rate >= 1 || rate <= 0) return rate >= 1 === (state === 'drawn');
  return seed === null || positionOf(seed, assessment) < rate === (state === 'drawn');
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const positionOf = (seed: Uint8Array, assessment: string): number =>
  drawPosition(seed, assessment, nodeLedgerCrypto.sha256);
