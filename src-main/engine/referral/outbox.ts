import type { AssessmentRecord } from '../../../shared/contract/review.contract.ts';
import { dueAt } from '../../../shared/domain/deadline.ts';
import { outgoingOf } from '../../../shared/domain/outgoing.ts';
import { ReferralBody, type ReferralKind } from '../../../shared/domain/referral.ts';
import { canonicalText } from '../../../shared/ledger/entry.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { StoredCase } from '../cases/stored-case.ts';
import type { OutboxStore } from './outbox.store.ts';

/** A referral as its assessment's ledger entry names it. */
export interface Queued {
  id: string;
  destination: string;
  /** Whether it is a new referral, or one that amends or retracts an earlier one. */
  purpose: ReferralKind;
  bodySha256: string;
  idempotencyKey: string;
}

/** A referral that was or will be sent because of an assessment that is being replaced. */
export interface EarlierReferral {
  id: string;
  destination: string;
}

/**
 * Queues the referrals of an assessment. Called inside the transaction of the assessment, so that a decision and its
 * referrals exist together or not at all.
 */
export class Outbox {
  readonly #store: OutboxStore;
  readonly #hotline: { name: string; country: string };
  readonly #newId: () => string;
  readonly #checkpoint: () => string;

  /** @param checkpoint the signed note of a recent checkpoint of the ledger */
  constructor(
    store: OutboxStore,
    hotline: { name: string; country: string },
    newId: () => string,
    checkpoint: () => string,
  ) {
    this.#store = store;
    this.#hotline = hotline;
    this.#newId = newId;
    this.#checkpoint = checkpoint;
  }

  /**
   * @param earlier referrals that still stand at their desks: a desk that gets the case again gets an amendment
   * @param retracts whether a desk that does not get it again gets a retraction: true where an assessment is replaced,
   * false where a case is decided again because something happened since
   */
  queue(
    entry: StoredCase,
    record: AssessmentRecord,
    { earlier, retracts }: { earlier: readonly EarlierReferral[]; retracts: boolean },
  ): Queued[] {
    const { route } = record;
    const deadlineAt =
      route.deadlineHours === null
        ? null
        : dueAt(entry.facts.firstReceivedAt, entry.takenInAt, route.deadlineHours);
    const outgoing = outgoingOf(route.destinations, earlier).filter(
      ({ purpose }) => retracts || purpose !== 'retraction',
    );
    if (outgoing.length === 0) return [];
    const checkpoint = this.#checkpoint();
    return outgoing.map(({ destination, purpose, inReplyTo }) => {
      const body = canonicalText(
        ReferralBody.parse({
          format: 'hashline-referral/1',
          referral: this.#newId(),
          kind: purpose,
          inReplyTo,
          hotline: this.#hotline,
          destination,
          createdAt: record.assessedAt,
          subject: {
            case: entry.id,
            kind: entry.kind,
            url: entry.kind === 'file' ? null : entry.subject,
            hashes: entry.hashes,
            sightings: entry.facts.sightings,
            firstReceivedAt: entry.facts.firstReceivedAt,
          },
          assessment: { id: record.id, assessedAt: record.assessedAt, judgement: record.judgement },
          route: { category: route.category, policy: route.policy, deadlineAt },
          checkpoint,
        }),
      );
      const id = ReferralBody.parse(JSON.parse(body)).referral;
      // The same assessment of the same case for the same destination is always this one delivery.
      const idempotencyKey = sha256Hex(['hashline-referral/1', entry.id, record.id, destination].join('\n'));
      this.#store.insert({
        id,
        caseId: entry.id,
        assessmentId: record.id,
        destination,
        purpose,
        inReplyTo,
        queuedAt: record.assessedAt,
        notBeforeMs: record.heldUntil === null ? 0 : Date.parse(record.heldUntil),
        deadlineAt,
        idempotencyKey,
        body,
      });
      return { id, destination, purpose, bodySha256: sha256Hex(body), idempotencyKey };
    });
  }
}
