import type { Assessment } from '../../../../../../shared/domain/assessment.ts';
import { AssessmentId, CaseId, DestinationId, ReferralId } from '../../../../../../shared/domain/ids.ts';
import { ReferralBody } from '../../../../../../shared/domain/referral.ts';
import { canonicalText } from '../../../../../../shared/ledger/canonical-json.ts';
import type { FrozenReferral, Kept } from '../../../../../../src-main/engine/referral/channels/channel.ts';
import { sha256Hex } from '../../../../../../src-main/exchange/sha256-hex.ts';

const id = (number: number) => `0199a000-0000-7000-8000-${String(number).padStart(12, '0')}`;

export const ILLEGAL_IN_NL = {
  legality: 'illegal',
  hosting: { country: 'NL', source: 'registry' },
  classification: 'national',
  age: 'pre-pubescent',
  gender: 'female',
  virtual: false,
  siteType: 'image-host',
  commerciality: 'non-commercial',
} as const;

/** The body of a referral to ICCAM by a Belgian hotline. */
export const aBody = (judgement: Partial<Assessment> = ILLEGAL_IN_NL, change: Partial<ReferralBody> = {}) =>
  ReferralBody.parse({
    format: 'hashline-referral/1',
    referral: ReferralId.parse(id(1)),
    kind: 'new',
    inReplyTo: null,
    hotline: { name: 'Example Hotline', country: 'BE' },
    destination: DestinationId.parse('iccam'),
    createdAt: '2026-11-21T18:04:05.678Z',
    subject: {
      case: CaseId.parse(id(2)),
      kind: 'url',
      url: 'https://host.example/page?x=1',
      hashes: null,
      sightings: 1,
      firstReceivedAt: '2026-11-20T08:00:00.000Z',
    },
    assessment: { id: AssessmentId.parse(id(3)), assessedAt: '2026-11-21T18:04:05.000Z', judgement },
    route: { category: '2', policy: { id: 'be-2017', version: 1 }, deadlineAt: null },
    ...change,
  });

export function frozenOf(body: ReferralBody, attempted = false): FrozenReferral {
  const text = canonicalText(body);
  return {
    referral: body.referral,
    idempotencyKey: sha256Hex(`key ${text}`),
    body: new TextEncoder().encode(text),
    attempted,
    released: false,
  };
}

/** Notes that last as long as the test. */
export function aNote(text: string | null = null): Kept & { text: string | null } {
  const note = {
    text,
    read: () => note.text,
    write: (next: string) => {
      note.text = next;
    },
  };
  return note;
}
