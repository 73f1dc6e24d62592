import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matterText, type ReferralMatter } from '../../../shared/domain/referral-matter.ts';

const id = fc.uuid();
const matter: fc.Arbitrary<ReferralMatter> = fc.record({
  case: id,
  destination: fc.stringMatching(/^[a-z][a-z-]{0,20}$/),
  purpose: fc.constantFrom('new', 'amendment', 'retraction'),
  inReplyTo: fc.option(id),
  after: fc.option(id),
});

test('two referrals have one matter only where nothing of it differs', () => {
  fc.assert(
    fc.property(matter, matter, (one, other) => {
      expect(matterText(one) === matterText(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      expect(matterText({ ...one })).toBe(matterText(one));
    }),
  );
});

test.each<[string, Partial<ReferralMatter>]>([
  ['another case', { case: 'b' }],
  ['another desk', { destination: 'iccam' }],
  ['another purpose', { purpose: 'amendment' }],
  ['another referral that it answers', { inReplyTo: 'r' }],
  ['another one before', { after: 'r' }],
])('%s is another matter', (_what, change) => {
  const first: ReferralMatter = {
    case: 'a',
    destination: 'police',
    purpose: 'new',
    inReplyTo: null,
    after: null,
  };
  expect(matterText({ ...first, ...change })).not.toBe(matterText(first));
});
