import { z } from 'zod';
import type { FrozenView } from '../../../shared/contract/referral.contract.ts';
import { circuitOf } from '../../../shared/domain/desk-contact.ts';
import type { DestinationId, ReferralId } from '../../../shared/domain/ids.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Session } from '../session/session.ts';
import { conflict, notFound } from '../storage/failure.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import type { AttemptStore } from './attempt.store.ts';
import type { DeskContactStore } from './desk-contact.store.ts';
import type { OutboxStore } from './outbox.store.ts';

export interface OutboxControlParts {
  session: Session;
  vault: Pick<VaultFacts, 'transaction'>;
  outbox: OutboxStore;
  attempts: AttemptStore;
  contacts: DeskContactStore;
}

/** What a person does with the outbox: hold a desk's referrals back, let them go, try again now, look at the bytes. */
export class OutboxControl {
  readonly #parts: OutboxControlParts;

  constructor(parts: OutboxControlParts) {
    this.#parts = parts;
  }

  /**
   * Sends nothing to the desk until `goOn`; what is being sent ends first.
   * @throws Failure CONFLICT where it is paused already
   */
  pause(command: string, destination: DestinationId): void {
    const { session, contacts } = this.#parts;
    session.perform(command, Done, ['destinations', 'outbox', 'ledger'], () => {
      if (contacts.paused(destination) !== null) throw conflict({ reason: 'destination-paused' });
      session.byPerson('destination.paused', { destination });
      return { done: true as const };
    });
  }

  /** @throws Failure CONFLICT where it is not paused */
  goOn(command: string, destination: DestinationId): void {
    const { session, contacts } = this.#parts;
    session.perform(command, Done, ['destinations', 'outbox', 'ledger'], () => {
      if (contacts.paused(destination) === null) throw conflict({ reason: 'destination-not-paused' });
      session.byPerson('destination.resumed', { destination });
      return { done: true as const };
    });
  }

  /** Waits out no delay: the first referral in line is tried at the next opportunity, also during an outage. */
  retryNow(destination: DestinationId): void {
    const { session, vault, outbox, contacts } = this.#parts;
    const nowMs = session.nowMs();
    vault.transaction(() => {
      outbox.hurry(destination, nowMs);
      const { trouble, ...contact } = contacts.of(destination);
      if (circuitOf(contact, nowMs) === 'open')
        contacts.put(destination, { ...contact, probeAtMs: nowMs }, trouble);
    });
    session.announce('outbox');
  }

  /**
   * Queues every parked referral of a desk again, with the same bytes, each with an entry of its own.
   * @param hidden cases whose referrals are left out, because the person must not know of them
   */
  resumeAll(command: string, destination: DestinationId, hidden: ReadonlySet<string>): { resumed: number } {
    const { session, outbox } = this.#parts;
    return session.perform(command, z.object({ resumed: z.int() }), ['outbox', 'ledger'], () => {
      const parked = outbox.parkedAt(destination).filter((one) => !hidden.has(one.case));
      for (const { id, case: caseId } of parked)
        session.byPerson('referral.resumed', { case: caseId, referral: id, destination });
      return { resumed: parked.length };
    });
  }

  /** The exact bytes of a referral and how often they were sent. @throws Failure NOT_FOUND */
  frozen(id: ReferralId): FrozenView {
    const { outbox, attempts } = this.#parts;
    const frozen = outbox.frozen(id);
    if (frozen === null) throw notFound({ what: 'referral', id });
    const { attempts: made, notKept } = attempts.of(id);
    return {
      body: frozen.body,
      bodySha256: sha256Hex(frozen.body),
      bytes: Buffer.byteLength(frozen.body),
      idempotencyKey: frozen.idempotencyKey,
      attempts: made,
      attemptsNotKept: notKept,
    };
  }
}

const Done = z.object({ done: z.literal(true) });
