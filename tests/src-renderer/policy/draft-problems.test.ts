import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../shared/domain/policy.ts';
import { draftProblems, problemsBelow } from '../../../src-renderer/features/policy/draft-problems.ts';
import { witnessKeyOf } from '../../support/a-ledger-witness.ts';
import { aPolicy } from '../support/a-session.ts';

const withCategory = (at: number, change: Partial<Policy['categories'][number]>): Policy => {
  const policy = aPolicy();
  return {
    ...policy,
    categories: policy.categories.map((row, index) => (index === at ? { ...row, ...change } : row)),
  };
};
const found = (policy: Policy) => Object.fromEntries(draftProblems(policy, []));

describe('the problems of a draft', () => {
  it('are none where it is valid', () => {
    expect(found(aPolicy())).toEqual({});
  });

  it('stand at their fields', () => {
    const policy = aPolicy();
    const { session, review } = policy;
    expect(found(withCategory(0, { name: { en: '' } }))).toEqual({
      'categories.0.name.en': { what: 'missing' },
    });
    expect(found(withCategory(1, { deadlineHours: Number.NaN }))).toEqual({
      'categories.1.deadlineHours': { what: 'number' },
    });
    expect(found({ ...policy, session: { ...session, idleLockMinutes: 60 } })).toEqual({
      'session.idleLockMinutes': { what: 'atMost', limit: 15 },
    });
    expect(found({ ...policy, session: { ...session, idleLockMinutes: 0 } })).toEqual({
      'session.idleLockMinutes': { what: 'atLeast', limit: 1 },
    });
    const key = witnessKeyOf('w1');
    expect(found({ ...policy, witnesses: { quorum: 1, keys: [key, key, 'w2'] } })).toEqual({
      'witnesses.keys.1': { what: 'refused', detail: { code: 'witness-twice' } },
      'witnesses.keys.2': { what: 'form' },
    });
    expect(found({ ...policy, witnesses: { quorum: 2, keys: [key] } })).toEqual({
      'witnesses.quorum': { what: 'refused', detail: { code: 'quorum-too-large' } },
    });
    expect(found({ ...policy, witnesses: { quorum: 0, keys: [key] } })).toEqual({
      'witnesses.quorum': { what: 'refused', detail: { code: 'quorum-of-none' } },
    });
    expect(found({ ...policy, id: 'No Name' })).toEqual({ id: { what: 'form' } });
    expect(found(withCategory(0, { code: '2' }))).toEqual({
      'categories.1.code': { what: 'refused', detail: { code: 'category-twice' } },
    });
    expect(found(withCategory(0, { destinations: [] }))).toEqual({
      'categories.0.destinations': { what: 'refused', detail: { code: 'destinations-against-outcome' } },
    });
    expect(found({ ...policy, review: { ...review, secondReviewByCategory: { nine: 1 } } })).toEqual({
      'review.secondReviewByCategory.nine': { what: 'refused', detail: { code: 'no-such-category' } },
    });
  });

  it('name the cases that no category covers', () => {
    const policy = aPolicy();
    const problem = found({ ...policy, categories: policy.categories.filter(({ code }) => code !== '4') });
    expect(problem).toEqual({
      categories: { what: 'gap', gaps: expect.arrayContaining([['legal', 'own', 'baseline']]) },
    });
  });

  it('are joined by what only the engine can know', () => {
    const detail = { code: 'version-too-low' as const, highest: 4 };
    const refusals = [{ row: null, field: 'policy.version', reason: 'bad-value' as const, detail }];
    expect(Object.fromEntries(draftProblems(aPolicy(), refusals))).toEqual({
      version: { what: 'refused', detail },
    });
  });

  it('are counted for each category', () => {
    const problems = draftProblems(withCategory(1, { name: { en: '' }, because: { en: '' } }), []);
    expect([0, 1, 10].map((at) => problemsBelow(problems, `categories.${at}`))).toEqual([0, 2, 0]);
  });
});
