import { createHash } from 'node:crypto';
import type { ReferralId } from '../../../shared/domain/ids.ts';
import { uuidv7 } from '../../../shared/domain/ids.ts';
import { ReferralBody } from '../../../shared/domain/referral.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { FrozenReferral } from '../../../src-main/engine/referral/channels/channel.ts';

/** A UUIDv7 that is the same for the same number. */
export function anId(number: number): string {
  const random = createHash('sha256').update(String(number)).digest();
  return uuidv7(1_795_000_000_000 + number, random);
}

/** A synthetic referral, canonical and frozen as the outbox would have it. */
export function aReferral(number = 1, change: Record<string, unknown> = {}): FrozenReferral {
  const body = ReferralBody.parse({
    format: 'hashline-referral/1',
    referral: anId(number),
    kind: 'new',
    inReplyTo: null,
    hotline: { name: 'Example Hotline', country: 'BE' },
    destination: 'police',
    createdAt: '2026-11-21T18:00:00.000Z',
    subject: {
      case: anId(1_000_000 + number),
      kind: 'url',
      url: `site-${number}.example/page`,
      hashes: null,
      sightings: 1,
      firstReceivedAt: '2026-11-21T17:00:00.000Z',
    },
    assessment: {
      id: anId(2_000_000 + number),
      assessedAt: '2026-11-21T17:30:00.000Z',
      judgement: {
        legality: 'illegal',
        hosting: { country: 'BE', source: 'registry' },
        classification: 'baseline',
      },
    },
    route: { category: '1', policy: { id: 'be-2017', version: 1 }, deadlineAt: null },
    ...change,
  });
  return frozen(body.referral, canonicalText(body));
}

/** Any text as a body, with a key that fits it. */
export function frozen(referral: ReferralId, text: string): FrozenReferral {
  const body = new TextEncoder().encode(text);
  const idempotencyKey = createHash('sha256').update('key').update(body).digest('hex');
  return { referral, idempotencyKey, body, attempted: false };
}
