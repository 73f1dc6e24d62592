import type { AssessmentRecord } from '../../../shared/contract/review.contract.ts';
import { dueAt } from '../../../shared/domain/deadline.ts';
import type { DestinationId, ReferralId } from '../../../shared/domain/ids.ts';
import { outgoingOf } from '../../../shared/domain/outgoing.ts';
import { ReferralBody, type ReferralKind } from '../../../shared/domain/referral.ts';
import { matterText } from '../../../shared/domain/referral-matter.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { SeenHosting } from '../cases/seen-hosting.ts';
import type { StoredCase } from '../cases/stored-case.ts';

/** A referral as its assessment's ledger entry names it. */
export interface Queued {
  id: ReferralId;
  destination: DestinationId;
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

/** What went out about a case before. */
interface Before {
  earlier: readonly EarlierReferral[];
  retracts: boolean;
  last: ReadonlyMap<string, string>;
}

/** The referrals of an assessment, and their bodies in the same order. */
export interface Composed {
  referrals: Queued[];
  bodies: string[];
}

export interface OutboxParts {
  hotline: { name: string; country: string };
  newId: () => string;
  /** The signed note of a recent checkpoint of the ledger. */
  checkpoint: () => string;
  /** Where the latest report that says so saw a case hosted. */
  hostingOf: (caseId: string) => SeenHosting | null;
}

/** Composes the referrals of an assessment, which are queued when its entry is made. */
export class Outbox {
  readonly #parts: OutboxParts;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /**
   * @param earlier referrals that still stand at their desks: a desk that gets the case again gets an amendment
   * @param retracts whether a desk that does not get it again gets a retraction: true where an assessment is replaced,
   * false where a case is decided again because something happened since
   * @param last for each desk the last referral of the case, whatever became of it
   */
  compose(stored: StoredCase, record: AssessmentRecord, { earlier, retracts, last }: Before): Composed {
    const { route } = record;
    const deadlineAt =
      route.deadlineHours === null
        ? null
        : dueAt(stored.facts.firstReceivedAt, stored.takenInAt, route.deadlineHours);
    const outgoing = outgoingOf(route.destinations, earlier).filter(
      ({ purpose }) => retracts || purpose !== 'retraction',
    );
    if (outgoing.length === 0) return { referrals: [], bodies: [] };
    const { hotline, newId, hostingOf } = this.#parts;
    const checkpoint = this.#parts.checkpoint();
    const { country } = record.judgement.hosting;
    const reportedHosting = reportedFor(country, hostingOf(stored.id));
    const bodies = outgoing.map(({ destination, purpose, inReplyTo }) =>
      ReferralBody.parse({
        format: 'hashline-referral/1',
        referral: newId(),
        kind: purpose,
        inReplyTo,
        hotline,
        destination,
        createdAt: record.assessedAt,
        subject: {
          case: stored.id,
          kind: stored.kind,
          url: stored.kind === 'file' ? null : stored.subject,
          hashes: stored.hashes,
          sightings: stored.facts.sightings,
          firstReceivedAt: stored.facts.firstReceivedAt,
          ...(reportedHosting === null ? {} : { reportedHosting }),
        },
        assessment: { id: record.id, assessedAt: record.assessedAt, judgement: record.judgement },
        route: { category: route.category, policy: route.policy, deadlineAt },
        checkpoint,
      }),
    );
    const texts = bodies.map((body) => canonicalText(body));
    return {
      referrals: bodies.map(({ referral, destination, kind, inReplyTo }, index) => ({
        id: referral,
        destination,
        purpose: kind,
        bodySha256: sha256Hex(texts[index] ?? ''),
        idempotencyKey: sha256Hex(
          matterText({
            case: stored.id,
            destination,
            purpose: kind,
            inReplyTo,
            after: last.get(destination) ?? null,
          }),
        ),
      })),
      bodies: texts,
    };
  }
}

/**
 * The address and network of a report; null where the assessment says that it is hosted in another country, so that they
 * are of another host.
 */
function reportedFor(
  country: string | null,
  seen: SeenHosting | null,
): { ip?: string; network?: string } | null {
  if (seen === null || (seen.country !== null && seen.country !== country)) return null;
  return {
    ...(seen.ip === null ? {} : { ip: seen.ip }),
    ...(seen.network === null ? {} : { network: seen.network }),
  };
}
