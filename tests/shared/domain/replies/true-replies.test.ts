import { expect, test } from 'vitest';
import { type ReplyFacts, trueReplies } from '../../../../shared/domain/replies/true-replies.ts';

const NOW = new Date('2026-03-04T12:00:00.000Z');
const at = (hour: number) => `2026-03-04T${String(hour).padStart(2, '0')}:00:00.000Z`;

const decision = { heldUntil: at(11), withdrawnAt: null };
const delivered = {
  ...{ destination: 'police', purpose: 'new', state: 'delivered', queuedAt: at(9) },
} satisfies ReplyFacts['referrals'][number];
const retraction = { ...delivered, purpose: 'retraction', state: 'queued', queuedAt: at(10) } as const;

const facts = (change: Partial<ReplyFacts>): ReplyFacts => ({
  ...{ state: 'referred', assessments: [decision], referrals: [delivered] },
  ...change,
});

const THANKS = ['thanks'];
const DECIDED = ['thanks', 'decided'];
const REFERRED = ['thanks', 'decided', 'referred'];

test.each<[string, Partial<ReplyFacts>, string[]]>([
  ['open', { state: 'open', assessments: [], referrals: [] }, THANKS],
  ['open again after it was referred', { state: 'open' }, THANKS],
  ['held', { state: 'held' }, THANKS],
  ['escalated', { state: 'escalated' }, THANKS],
  ['merged', { state: 'merged' }, THANKS],
  ['closed', { state: 'closed', referrals: [] }, DECIDED],
  ['decided, and it can be taken back', { assessments: [{ ...decision, heldUntil: at(13) }] }, THANKS],
  [
    'decided, beside a decision that was taken back',
    { assessments: [{ heldUntil: at(13), withdrawnAt: at(11) }, decision] },
    REFERRED,
  ],
  ['delivered', {}, REFERRED],
  ['on its way', { referrals: [{ ...delivered, state: 'queued' }] }, DECIDED],
  ['refused by the desk', { referrals: [{ ...delivered, state: 'refused' }] }, DECIDED],
  ['delivered and retracted', { referrals: [retraction, delivered] }, DECIDED],
  [
    'delivered, with a retraction that does not stand',
    { referrals: [{ ...retraction, state: 'void' }, delivered] },
    REFERRED,
  ],
  [
    'retracted at one of two desks',
    { referrals: [delivered, retraction, { ...delivered, destination: 'iccam' }] },
    REFERRED,
  ],
  [
    'delivered again after a retraction',
    { referrals: [delivered, retraction, { ...delivered, queuedAt: at(11) }] },
    REFERRED,
  ],
])('of a case that is %s', (_what, change, kinds) => {
  expect(trueReplies(facts(change), NOW)).toEqual(kinds);
});
