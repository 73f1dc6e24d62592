import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type {
  DestinationInput,
  SendResult,
  TakedownsAsked,
} from '../../../shared/contract/referral.contract.ts';
import { afterAttempt, type DeliveryOutcome, isDue } from '../../../shared/domain/delivery.ts';
import type { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';
import { afterContact, circuitOf, contactSign, isReferralsOwn } from '../../../shared/domain/desk-contact.ts';
import {
  type Evidence,
  noticedAddress,
  signedText,
  statedEvidence,
} from '../../../shared/domain/evidence.ts';
import { type DestinationId, ReferralId } from '../../../shared/domain/ids.ts';
import { LONGEST_GRACE_SECONDS } from '../../../shared/domain/policy.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { utf8 } from '../../../shared/ledger/bytes.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { errorKind, type Log } from '../../ports/log.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { Reports } from '../intake/reports.ts';
import type { Warrants } from '../ledger/warrants.ts';
import type { Session } from '../session/session.ts';
import { conflict } from '../storage/failure.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import { channelOf } from './all-channels.ts';
import type { AskedReferralStore } from './asked-referral.store.ts';
import type { AttemptStore } from './attempt.store.ts';
import type { ChannelNoteStore } from './channel-note.store.ts';
import type { Exchange, ReferralExchange } from './channels/channel.ts';
import type { CourierTurn } from './courier-turn.ts';
import type { DeskContactStore } from './desk-contact.store.ts';
import { DeskQuestions } from './desk-questions.ts';
import type { DestinationStore } from './destination.store.ts';
import type { OutboxStore } from './outbox.store.ts';
import type { QueuedReferral } from './queued-referral.ts';
import { recordedReason } from './recorded-reason.ts';
import { setUpDestinations } from './set-up-destinations.ts';
import { stateDestination } from './state-destination.ts';
import type { Takedowns } from './takedowns.ts';

/** A referral whose attempt has begun, and how it goes to its desk. */
interface Taken {
  desk: DestinationInput;
  deliver: NonNullable<ReturnType<typeof channelOf>['deliver']>;
  head: QueuedReferral;
  attempt: number;
  /** Another seat may have sent it to a desk that does not recognise repeats. */
  isAttemptedElsewhere: boolean;
}

export interface CourierParts {
  session: Session;
  vault: Pick<VaultFacts, 'transaction'>;
  outbox: OutboxStore;
  asked: AskedReferralStore;
  notes: ChannelNoteStore;
  deskContacts: DeskContactStore;
  attempts: AttemptStore;
  takedowns: Takedowns;
  reports: Reports;
  book: CaseBook;
  destinations: DestinationStore;
  warrants: Warrants;
  exchange: (signal: AbortSignal, destination: string) => Exchange;
  protocol: Protocol;
  entropy: Entropy;
  log: Log;
  turn: CourierTurn;
}

/** What a delivery's entry encloses. */
function enclosed(evidence: Evidence): { signed: string | null; to?: string } {
  const to = noticedAddress(evidence);
  return { signed: signedText(evidence), ...(to === null ? {} : { to }) };
}

/** How long the background courier rests when nothing is due earlier. */
const RESTING_MS = 30_000;
/** Interval between two questions to a desk about the same referral. */
const ASK_AGAIN_AFTER_MS = 15 * 60_000;
/** How soon a seat asks again for a desk that another has. */
const ASK_FOR_TURN_MS = 10_000;
const NOT_ORDERED: DeliveryTrouble = { code: 'not-ordered' };

/**
 * Delivers queued referrals to their desks: one at a time for each desk, in the order of the decisions, with the same
 * bytes at every attempt. The outcome of an attempt is written together with its ledger entry.
 */
export class Courier {
  readonly #parts: CourierParts;
  readonly #stopped = new AbortController();
  readonly #sent: SendResult = { delivered: 0, retrying: 0, refused: 0, parked: 0 };
  /** Destinations with a delivery in progress. */
  readonly #busy = new Set<string>();
  readonly #questions: DeskQuestions;
  #nudge = () => {};

  constructor(parts: CourierParts) {
    this.#parts = parts;
    this.#questions = new DeskQuestions({
      ...parts,
      deskNow: (id) => this.#deskNow(id),
      exchangeAbout: (referral, desk) => this.#exchangeAbout(referral, desk),
      stopped: this.#stopped.signal,
    });
  }

  /** Works in the background until `stop`. */
  async runInBackground(): Promise<void> {
    const { session, log } = this.#parts;
    const stopListening = session.listen((topics) => {
      if (topics.includes('outbox') || topics.includes('destinations')) this.#nudge();
    });
    try {
      while (!this.#stopped.signal.aborted) {
        let failed = false;
        try {
          await this.sendDue();
          if (this.#stopped.signal.aborted) break;
          await this.refreshTakedowns(session.nowMs() - ASK_AGAIN_AFTER_MS);
        } catch (error) {
          if (this.#stopped.signal.aborted) break;
          failed = true;
          // For example a full disk. The referral in progress is still queued, and the next round may succeed.
          log.note({ event: 'background-failed', room: 'courier', error: errorKind(error) });
        }
        const hurry = new AbortController();
        this.#nudge = () => hurry.abort();
        const dueInMs = (this.#nextAttemptAtMs() ?? Infinity) - session.nowMs();
        const restMs = failed ? RESTING_MS : Math.min(RESTING_MS, Math.max(10, dueInMs));
        await session.clock.sleep(restMs, AbortSignal.any([hurry.signal, this.#stopped.signal]));
      }
    } finally {
      stopListening();
    }
  }

  /** Ends the background work and every exchange in progress; the same bytes are sent again later. */
  stop(): void {
    this.#stopped.abort();
  }

  /**
   * Sends what is due and, with `untilEmpty`, what becomes due until the deadline.
   * @param pastGrace whether to wait also for decisions that can still be taken back
   * @returns counts of what this call did
   */
  async *send(
    { untilEmpty, pastGrace }: { untilEmpty: boolean; pastGrace: boolean },
    timeoutMs: number,
    signal?: AbortSignal,
  ): AsyncGenerator<SendResult> {
    const { session } = this.#parts;
    const endsAtMs = session.clock.monotonicMs() + timeoutMs;
    const before = { ...this.#sent };
    while (true) {
      await this.sendDue();
      const next = untilEmpty ? this.#nextAttemptAtMs() : pastGrace ? this.#nextReleaseAtMs() : null;
      const result = this.#since(before);
      const leftMs = endsAtMs - session.clock.monotonicMs();
      if (next === null || leftMs <= 0 || signal?.aborted || this.#stopped.signal.aborted) {
        yield result;
        return;
      }
      yield result;
      const waitMs = Math.min(leftMs, Math.max(10, next - session.nowMs()));
      await session.clock.sleep(waitMs, AbortSignal.any([this.#stopped.signal, ...(signal ? [signal] : [])]));
    }
  }

  /**
   * Queues a parked referral again, with the same bytes.
   * @throws Failure CONFLICT where it is not parked
   */
  resume(command: string, id: ReferralId): void {
    const { session, outbox } = this.#parts;
    session.perform(command, z.object({ resumed: z.literal(true) }), ['outbox', 'ledger'], () => {
      const parked = outbox.find(id);
      if (!parked?.case || parked.state !== 'parked') throw conflict({ reason: 'referral-not-parked' });
      session.byPerson('referral.resumed', {
        case: parked.case,
        referral: id,
        destination: parked.destination,
      });
      return { resumed: true as const };
    });
  }

  /**
   * Marks a parked referral as delivered, because a person learnt that it arrived.
   * @throws Failure CONFLICT where it is not parked
   */
  confirm(command: string, id: ReferralId): void {
    const { session, outbox } = this.#parts;
    session.perform(command, z.object({ confirmed: z.literal(true) }), ['outbox', 'ledger'], () => {
      const parked = outbox.find(id);
      if (!parked?.case || parked.state !== 'parked') throw conflict({ reason: 'referral-not-parked' });
      const { case: caseId, destination } = parked;
      session.byPerson('referral.confirmed', { case: caseId, referral: id, destination });
      return { confirmed: true as const };
    });
  }

  /**
   * One pass over all desks in parallel; it ends for each desk when its queue is empty or its first referral has to
   * wait.
   */
  async sendDue(): Promise<void> {
    const { session, outbox } = this.#parts;
    outbox.shortenHolds(session.nowMs() + LONGEST_GRACE_SECONDS * 1000);
    await Promise.all(this.#desks().map(({ id }) => this.#serve(id)));
  }

  /** Asks the desks about delivered referrals that were not asked about since `askedBeforeMs`. */
  refreshTakedowns(askedBeforeMs: number): Promise<TakedownsAsked> {
    return this.#questions.ask(askedBeforeMs);
  }

  /** The destinations that no person paused; referrals to any other wait. */
  #desks(): DestinationInput[] {
    const { destinations, warrants } = this.#parts;
    return setUpDestinations(destinations, warrants).filter((desk) => !warrants.isPaused(desk.id));
  }

  /**
   * A destination as it stands now; null where it is paused, removed, or not as a person configured it. Read again for
   * every exchange, because its settings can be changed between two referrals.
   */
  #deskNow(id: string): DestinationInput | null {
    const { destinations, warrants } = this.#parts;
    const desk = destinations.find(id);
    if (desk === null || warrants.isPaused(id)) return null;
    return warrants.isSetUp(stateDestination(desk)) ? desk : null;
  }

  async #serve(destination: DestinationId): Promise<void> {
    if (this.#busy.has(destination)) return;
    this.#busy.add(destination);
    const { session, vault, turn } = this.#parts;
    try {
      let taken = await this.#takeInTurn(destination);
      while (taken !== null) {
        const { desk, deliver, head, attempt } = taken;
        const frozen = {
          referral: ReferralId.parse(head.id),
          idempotencyKey: head.idempotencyKey,
          body: utf8(head.body),
          attempted: head.attempted || taken.isAttemptedElsewhere,
          released: head.released,
        };
        const answer = deliver(frozen, desk.channel.settings, this.#exchangeAbout(head, desk));
        await Promise.race([answer, nextTurn()]);
        this.#lookAhead(head, desk);
        const outcome = await answer;
        // The vault was locked meanwhile: the row says `sending`, and the same bytes are sent again after the next
        // unlock.
        if (this.#stopped.signal.aborted) return;
        // Asked before the transaction: what is read of the record in one that is undone would be taken for known.
        const isNextAtOnce = turn.holds(destination) && !channelOf(desk.channel).isBlindToRepeats;
        const next = isNextAtOnce ? this.#deskNow(destination) : null;
        // The end of one attempt and the beginning of the next are one durable commit.
        taken = vault.transaction(() => {
          this.#settle({ ...head, attempts: head.attempts + 1 }, attempt, outcome);
          return this.#take(next);
        });
        session.announce('outbox', 'ledger');
        if (!isNextAtOnce) taken = await this.#takeInTurn(destination);
      }
    } finally {
      this.#busy.delete(destination);
    }
  }

  /** The same as `#take`, where it is this seat that delivers to the desk. */
  async #takeInTurn(destination: DestinationId): Promise<Taken | null> {
    const { turn, outbox } = this.#parts;
    const desk = this.#deskNow(destination);
    if (desk === null || outbox.headOfLine(destination, turn.goesBelow(desk)) === null) return null;
    if (!(await turn.take(desk)) || this.#stopped.signal.aborted) return null;
    const head = outbox.headOfLine(destination, turn.goesBelow(desk));
    if (head === null || !channelOf(desk.channel).isBlindToRepeats)
      return this.#take(this.#deskNow(destination));
    const isAttemptedElsewhere = await turn.attempt(head.id);
    if (isAttemptedElsewhere === null || this.#stopped.signal.aborted) return null;
    const taken = this.#take(this.#deskNow(destination), head.id);
    return taken && { ...taken, isAttemptedElsewhere };
  }

  /** Has the order of the next referral in line proven while the desk works at this one. */
  #lookAhead({ destination, line }: QueuedReferral, desk: DestinationInput): void {
    const { outbox, turn, warrants } = this.#parts;
    if (this.#stopped.signal.aborted) return;
    const next = outbox.headOfLine(destination, turn.goesBelow(desk), line);
    if (next !== null) warrants.isOrdered(next);
  }

  /**
   * Begins an attempt to deliver the first referral in line; null where none may be sent now.
   * @param only the one that the other seats were told of, where they must be
   */
  #take(desk: DestinationInput | null, only: string | null = null): Taken | null {
    const { session, outbox, vault, warrants, deskContacts, attempts, turn } = this.#parts;
    if (desk === null) return null;
    const { deliver } = channelOf(desk.channel);
    const { id: destination } = desk;
    while (deliver) {
      if (circuitOf(deskContacts.of(destination), session.nowMs()) === 'open') return null;
      const head = outbox.headOfLine(destination, turn.goesBelow(desk));
      if (head === null || !isDue(head.nextAttemptAtMs, session.nowMs())) return null;
      if (only !== null && head.id !== only) return null;
      if (warrants.isOrdered({ ...head, destination })) {
        const attempt = vault.transaction(() => {
          outbox.markSending(head.id);
          return attempts.begin(head.id, session.nowMs());
        });
        return { desk, deliver, head, attempt, isAttemptedElsewhere: false };
      }
      this.#park(head, NOT_ORDERED);
      session.announce('outbox', 'ledger');
    }
    return null;
  }

  /** Parks a referral that must not be sent as it is. */
  #park({ id, caseId, destination, attempts }: QueuedReferral, trouble: DeliveryTrouble): void {
    const { session, vault, outbox } = this.#parts;
    const reason = recordedReason(trouble);
    vault.transaction(() => {
      session.byDevice('referral.parked', { case: caseId, referral: id, destination, reason, attempts });
      outbox.explain(id, trouble);
    });
    this.#sent.parked += 1;
  }

  /** The tools for an exchange about one referral; it ends when the vault is locked. */
  #exchangeAbout(
    { id, caseId }: Pick<QueuedReferral, 'id' | 'caseId'>,
    desk: DestinationInput,
  ): ReferralExchange {
    const { outbox, notes, reports, exchange } = this.#parts;
    return {
      ...exchange(this.#stopped.signal, desk.id),
      kept: notes.of(id),
      references: () => [
        ...outbox.referencesAt(desk.id, caseId),
        ...reports.references(caseId, desk.channel.kind),
      ],
    };
  }

  #settle(referral: QueuedReferral, attempt: number, outcome: DeliveryOutcome): void {
    const { session, vault, outbox, entropy, protocol, deskContacts, attempts } = this.#parts;
    const nowMs = session.nowMs();
    const random = new DataView(entropy.bytes(4).buffer).getUint32(0) / 2 ** 32;
    const trouble = outcome.type === 'delivered' ? null : outcome.reason;
    const sign = contactSign(trouble);
    const contact = afterContact(deskContacts.of(referral.destination), sign, nowMs);
    const isOwn = isReferralsOwn(sign, contact);
    const limits = isOwn ? protocol.policy.courier : { ...protocol.policy.courier, maxAttempts: Infinity };
    const delivery = afterAttempt(outcome, referral.attempts, nowMs, random, limits);
    const named = { case: referral.caseId, referral: referral.id, destination: referral.destination };
    vault.transaction(() => {
      attempts.end(referral.id, attempt, { atMs: nowMs, outcome: outcome.type, trouble });
      if (sign !== 'none') deskContacts.put(referral.destination, contact, trouble);
      // A receipt that was carried back by hand came first.
      if (!outbox.isSending(referral.id)) return;
      if (outcome.type === 'delivered') {
        const { evidence } = outcome;
        session.byDevice(
          'referral.delivered',
          { ...named, ...statedEvidence(evidence), attempts: referral.attempts },
          enclosed(evidence),
        );
        this.#sent.delivered += 1;
        return;
      }
      if ('isWithSender' in outcome && outcome.isWithSender) outbox.markWithSender(referral.id);
      if (delivery.state === 'queued') {
        outbox.markWaiting(referral.id, delivery.nextAttemptAtMs, delivery.reason);
      } else if (delivery.state === 'refused' || delivery.state === 'parked') {
        const refused = outcome.type === 'refused' ? outcome : null;
        const stopped = {
          ...named,
          reason: recordedReason(delivery.reason),
          attempts: referral.attempts,
        };
        if (refused)
          session.byDevice(
            'referral.refused',
            { ...stopped, refusal: refused.refusal },
            { signed: refused.refusalJws },
          );
        else session.byDevice('referral.parked', stopped);
        outbox.explain(referral.id, delivery.reason);
        this.#sent[delivery.state] += 1;
      }
    });
  }

  /** When the next referral with a configured destination is due; null where there is none. */
  #nextAttemptAtMs(): number | null {
    const nowMs = this.#parts.session.nowMs();
    const { outbox, deskContacts, turn } = this.#parts;
    const moments = this.#desks().flatMap((desk) => {
      const { id, channel } = desk;
      const head = channelOf(channel).deliver ? outbox.headOfLine(id, turn.goesBelow(desk)) : null;
      if (head === null) return [];
      // Another seat delivers to it, or nobody can say.
      if (!turn.holds(id)) return [nowMs + ASK_FOR_TURN_MS];
      const contact = deskContacts.of(id);
      const probeAtMs = circuitOf(contact, nowMs) === 'open' ? contact.probeAtMs : nowMs;
      return [Math.max(probeAtMs, isDue(head.nextAttemptAtMs, nowMs) ? nowMs : head.nextAttemptAtMs)];
    });
    return moments.length === 0 ? null : Math.min(...moments);
  }

  /** The earliest time at which a decision can no longer be taken back; null where none can be. */
  #nextReleaseAtMs(): number | null {
    const { session, outbox, destinations } = this.#parts;
    return destinations.list().length === 0 ? null : outbox.heldUntil(session.nowMs());
  }

  /** `retrying` counts referrals that still wait, the other counts what happened since. */
  #since(before: SendResult): SendResult {
    const counts = this.#parts.outbox.countByState();
    return {
      delivered: this.#sent.delivered - before.delivered,
      retrying: counts.queued + counts.sending,
      refused: this.#sent.refused - before.refused,
      parked: this.#sent.parked - before.parked,
    };
  }
}
