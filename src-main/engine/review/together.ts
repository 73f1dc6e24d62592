import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { AssessResult } from '../../../shared/contract/review.contract.ts';
import {
  DecidedTogether,
  type DecidingStep,
  type LeftOut,
  type TakingBackStep,
  type TogetherPreview,
} from '../../../shared/contract/together.contract.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import { type AssessmentId, CaseId, CommandId, uuidv8 } from '../../../shared/domain/ids.ts';
import { outgoingOf } from '../../../shared/domain/outgoing.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { routeAssessment } from '../../../shared/domain/routing.ts';
import { assessmentFor, type SaidOfMany, WhyLeftOut, whyLeftOut } from '../../../shared/domain/together.ts';
import { stateAfter } from '../assessment/state-after.ts';
import type { Cases } from '../cases/cases.ts';
import type { StoredCase } from '../cases/stored-case.ts';
import type { DutyClock } from '../people/duty-clock.ts';
import type { LabelSets } from '../policy/label-sets.ts';
import type { Referrals } from '../referral/referrals.ts';
import type { Blindness } from '../second-review/blindness.ts';
import { askedInPart } from '../session/command-log.ts';
import type { Session } from '../session/session.ts';
import { conflict, Failure } from '../storage/failure.ts';
import type { Review } from './review.ts';

export interface TogetherParts {
  session: Session;
  cases: Cases;
  blindness: Blindness;
  duty: DutyClock;
  protocol: Protocol;
  labelSets: Pick<LabelSets, 'labelled'>;
  referrals: Pick<Referrals, 'standingOfCase'>;
  /** Decides one case, and takes one decision back. */
  review: Pick<Review, 'decideAmongMany' | 'withdraw'>;
  /** Whether this person can still work on cases: nobody waits for those who left. */
  canHoldCases: (person: string) => boolean;
  isOpenElsewhere: (caseId: CaseId) => boolean;
}

/** Cases of one transaction, if they take no longer than that: nobody waits for more. */
const PIECE = 32;
const PIECE_MS = 40;
/** Cases whose routes are found between other work. */
const LOOKED_AT = 25;
const NAMED = 5;

const Begun = z.object({ cases: z.array(CaseId) });
/** One piece as the command log remembers it: what it decided and left out, in the order of the cases. */
const Piece = z.object({
  decided: z.array(DecidedTogether),
  left: z.array(z.object({ case: CaseId, why: WhyLeftOut })),
});
type Piece = z.infer<typeof Piece>;

type Judged = Pick<DecidingStep, 'decided' | 'left'>;

/** Decides many cases by one form. Each decision is what it would be alone: signed, referred, held and drawn by itself. */
export class Together {
  readonly #parts: TogetherParts;

  constructor(parts: TogetherParts) {
    this.#parts = parts;
  }

  /**
   * How the cases would be decided, by the rules for one.
   * @throws Failure REFUSED where the labels break the rules of the set in force
   */
  async preview(ids: readonly CaseId[], said: SaidOfMany): Promise<TogetherPreview> {
    const { cases } = this.#parts;
    const asked = this.#allowed(ids);
    const look = this.#look();
    const routes = new Map<string, TogetherPreview['routes'][number]>();
    const left = new Map<WhyLeftOut, CaseId[]>();
    for (const [index, id] of asked.entries()) {
      const stored = cases.find(id);
      const why = look(stored, said);
      if (stored === null || why !== null) {
        left.set(why ?? 'not-there', [...(left.get(why ?? 'not-there') ?? []), id]);
      } else {
        const foreseen = this.#foresee(stored, assessmentFor(said, stored.facts));
        const key = JSON.stringify(foreseen);
        routes.set(key, { ...foreseen, cases: (routes.get(key)?.cases ?? 0) + 1 });
      }
      if (index % LOOKED_AT === LOOKED_AT - 1) await nextTurn();
    }
    const ordered = [...routes.values()].sort((a, b) => b.cases - a.cases);
    return {
      routes: ordered,
      left: WhyLeftOut.options.flatMap((why): LeftOut[] => {
        const those = left.get(why) ?? [];
        return those.length === 0 ? [] : [{ why, cases: those.length, some: those.slice(0, NAMED) }];
      }),
      decides: ordered.reduce((sum, route) => sum + route.cases, 0),
    };
  }

  /**
   * Decides the cases in the order given. It can end after any step: what a step names is decided for good, and nothing
   * else is. The same command again says the same, and goes on.
   */
  async *decide(command: string, ids: readonly CaseId[], said: SaidOfMany): AsyncGenerator<DecidingStep> {
    const { session } = this.#parts;
    const begunMs = session.clock.monotonicMs();
    let decided = 0;
    for (let done = 0; done < ids.length; ) {
      const piece = this.#piece(command, ids, done, said);
      done += piece.decided.length + piece.left.length;
      decided += piece.decided.length;
      const seconds = Math.max(1, session.clock.monotonicMs() - begunMs) / 1000;
      yield { ...piece, done, of: ids.length, perSecond: decided / seconds };
      await nextTurn();
    }
  }

  /** Begins a command: remembers it with what was asked, before anything is decided. @returns the cases, each once */
  begin(command: string, ids: readonly CaseId[]): readonly CaseId[] {
    const { session, duty } = this.#parts;
    duty.allowWork();
    return session.perform(command, Begun, [], () => ({ cases: this.#allowed(ids) })).cases;
  }

  /** Takes back own decisions that are held, each by itself. */
  async *takeBack(
    command: string,
    decisions: readonly { case: CaseId; assessment: AssessmentId }[],
  ): AsyncGenerator<TakingBackStep> {
    for (let done = 0; done < decisions.length; ) {
      const step: TakingBackStep = { taken: [], kept: [], done, of: decisions.length };
      const untilMs = this.#parts.session.clock.monotonicMs() + PIECE_MS;
      do {
        const { case: id, assessment } = decisions[done]!;
        const why = this.#takenBack(partOf(command, `${id} ${assessment}`), id, assessment);
        if (why === null) step.taken.push(id);
        else step.kept.push({ case: id, why });
        done += 1;
      } while (
        done < decisions.length &&
        done - step.done < PIECE &&
        this.#parts.session.clock.monotonicMs() < untilMs
      );
      yield { ...step, done };
      await nextTurn();
    }
  }

  #takenBack(
    command: string,
    id: CaseId,
    assessment: AssessmentId,
  ): TakingBackStep['kept'][number]['why'] | null {
    try {
      askedInPart(() => this.#parts.review.withdraw(command, id, assessment));
      return null;
    } catch (error) {
      if (error instanceof Failure && error.failure.code === 'CONFLICT') return error.failure.data;
      throw error;
    }
  }

  /** The next cases, in one transaction. */
  #piece(command: string, ids: readonly CaseId[], from: number, said: SaidOfMany): Piece {
    const { session, review } = this.#parts;
    const topics = ['queue', 'outbox', 'second-review', 'ledger'] as const;
    return askedInPart(() =>
      session.perform(partOf(command, String(from)), Piece, topics, () =>
        review.decideAmongMany((decide) => this.#judge(ids.slice(from, from + PIECE), said, decide)),
      ),
    );
  }

  #judge(
    ids: readonly CaseId[],
    said: SaidOfMany,
    decide: (id: CaseId, judgement: Assessment) => AssessResult,
  ): Judged {
    const { session, cases } = this.#parts;
    const judged: Judged = { decided: [], left: [] };
    const look = this.#look();
    const untilMs = session.clock.monotonicMs() + PIECE_MS;
    for (const id of ids) {
      const stored = cases.find(id);
      const why = look(stored, said);
      if (stored === null || why !== null) judged.left.push({ case: id, why: why ?? 'not-there' });
      else {
        const { assessment, route, heldUntil } = decide(id, assessmentFor(said, stored.facts));
        judged.decided.push({ case: id, assessment, route, heldUntil });
      }
      if (session.clock.monotonicMs() >= untilMs) break;
    }
    return judged;
  }

  /** @throws Failure CONFLICT where the policy allows fewer at once */
  #allowed(ids: readonly CaseId[]): CaseId[] {
    const { atOnce } = this.#parts.protocol.policy.review;
    if (atOnce === 0) throw conflict({ reason: 'decided-one-by-one' });
    const distinct = [...new Set(ids)];
    if (distinct.length > atOnce) throw conflict({ reason: 'too-many-at-once', most: atOnce });
    return distinct;
  }

  /** Tells why a case is left out, as things are now. */
  #look(): (stored: StoredCase | null, said: SaidOfMany) => WhyLeftOut | null {
    const { session, blindness, canHoldCases, isOpenElsewhere } = this.#parts;
    const hidden = blindness.hiddenCases();
    return (stored, said) => {
      if (stored === null) return 'not-there';
      const { id, state, assignedTo, knownAs } = stored;
      const claimedBy = stored.claimedBy !== null && canHoldCases(stored.claimedBy) ? stored.claimedBy : null;
      return whyLeftOut(
        {
          ...{ state, assignedTo, claimedBy, knownAs },
          isHidden: hidden.has(id),
          isOpenElsewhere: isOpenElsewhere(id),
        },
        session.person,
        said,
      );
    };
  }

  /** What deciding a case does; a desk that has it already gets an amendment. */
  #foresee(stored: StoredCase, judgement: Assessment): Omit<TogetherPreview['routes'][number], 'cases'> {
    const { labelSets, protocol, referrals } = this.#parts;
    const route = routeAssessment(labelSets.labelled(judgement), protocol.policy, protocol.members);
    const sends = outgoingOf(route.destinations, referrals.standingOfCase(stored.id))
      .filter(({ purpose }) => purpose !== 'retraction')
      .map(({ destination, purpose }) => ({ destination, purpose }));
    return { route, sends, state: stateAfter(route.outcome) };
  }
}

/** The id of a part of a command: the same for the same part, so that it is done once however often it is asked. */
const partOf = (command: string, part: string): CommandId =>
  CommandId.parse(uuidv8(createHash('sha256').update(`${command}\n${part}`).digest()));
