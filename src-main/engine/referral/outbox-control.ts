import { z } from 'zod';
import type { FrozenView } from '../../../shared/contract/referral.contract.ts';
import type { DestinationId, ReferralId } from '../../../shared/domain/ids.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Session } from '../session/session.ts';
import { notFound } from '../storage/failure.ts';
import type { AttemptStore } from './attempt.store.ts';
import type { OutboxStore } from './outbox.store.ts';

export interface OutboxControlParts {
  session: Session;
  outbox: OutboxStore;
  attempts: AttemptStore;
}

/** What a person does with the outbox: let all that stopped at a desk go again, look at the bytes. */
export class OutboxControl {
  readonly #parts: OutboxControlParts;

  constructor(parts: OutboxControlParts) {
    this.#parts = parts;
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
